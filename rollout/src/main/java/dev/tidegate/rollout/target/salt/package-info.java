/**
 * Salt as a target, through salt-api (rest_cherrypy of Salt 3006).
 */
@NullMarked
package dev.tidegate.rollout.target.salt;

import org.jspecify.annotations.NullMarked;
