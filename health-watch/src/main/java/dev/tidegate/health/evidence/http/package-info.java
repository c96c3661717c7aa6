/**
 * Asks servers over HTTP so that whatever they do ends, in time and in bounded memory, as an answer or as a sentence.
 */
@NullMarked
package dev.tidegate.health.evidence.http;

import org.jspecify.annotations.NullMarked;
