package dev.tidegate.gateway.security;

import java.util.Locale;

/** What somebody may do. */
public enum Role {
    /** Sends alerts; sees nothing. */
    INGEST,
    /** Sees everything; changes nothing. */
    READ,
    /** Operates: silences, actions on incidents, and what the other two may do. */
    ADMIN;

    /** Whether who has this role may go through a door that asks for another. */
    boolean covers(Role asked) {
        return this == asked || this == ADMIN;
    }

    /** How it is written in files and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
