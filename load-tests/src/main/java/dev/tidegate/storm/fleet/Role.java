package dev.tidegate.storm.fleet;

/** What a node is for. The prefix is the one host names start with, as a Mirantis cloud names them. */
public enum Role {
    CONTROLLER("ctl"),
    DATABASE("dbs"),
    QUEUE("msg"),
    MONITORING("mon"),
    LOGGING("log"),
    PROXY("prx"),
    SALT("cfg"),
    STORAGE("osd"),
    HYPERVISOR("cmp"),
    VM("vm"),
    SWITCH("sw");

    private final String prefix;

    Role(String prefix) {
        this.prefix = prefix;
    }

    /** The start of the host names of this role, such as {@code cmp}. */
    public String prefix() {
        return prefix;
    }

    /** Whether nodes of this role are machines that draw power in a rack, so neither virtual nor a switch. */
    public boolean isHost() {
        return this != VM && this != SWITCH;
    }
}
