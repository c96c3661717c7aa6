/** The machines of a made-up site: racks, power feeds, switches, hosts and the virtual machines on them. Pure. */
@NullMarked
package dev.tidegate.storm.fleet;

import org.jspecify.annotations.NullMarked;
