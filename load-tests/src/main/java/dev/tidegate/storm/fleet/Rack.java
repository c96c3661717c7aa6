package dev.tidegate.storm.fleet;

/**
 * A rack with its PDU and its top-of-rack switch.
 *
 * @param name such as {@code r07}
 * @param powerFeed the feed its PDU hangs on; two neighbouring racks share one
 * @param torSwitch name of the switch every host in it is cabled to
 */
public record Rack(String name, String powerFeed, String torSwitch) {
    /** Host name of the rack's power distribution unit. */
    public String pdu() {
        return "pdu-" + name;
    }
}
