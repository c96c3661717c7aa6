package dev.tidegate.gateway.incident;

import java.util.List;
import java.util.zip.CRC32C;

/** Tags by which callers say which state they have seen. */
public final class EntityTag {
    private EntityTag() {}

    /** Of any document: two with the same tag have the same bytes, but for one chance in four thousand million. */
    public static String of(byte[] document) {
        return "W/\"" + checksum(document) + "\"";
    }

    /** Of an incident's document: its version, and the bytes, which also change when only its alerts do. */
    public static String of(long version, byte[] document) {
        return "W/\"" + version + "-" + checksum(document) + "\"";
    }

    private static String checksum(byte[] document) {
        CRC32C crc = new CRC32C();
        crc.update(document, 0, document.length);
        return String.format("%08x%x", crc.getValue(), document.length);
    }

    /** Whether a document with this tag is among those of an {@code If-None-Match}. */
    public static boolean matches(List<String> ifNoneMatch, String tag) {
        return ifNoneMatch.stream()
                .flatMap(header -> java.util.Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || bare(one).equals(bare(tag)));
    }

    /**
     * Whether an {@code If-Match} allows a change to an incident: it must name the incident's version, alone ({@code
     * "17"}) or in a tag from a read.
     */
    public static boolean allows(List<String> ifMatch, long version) {
        return ifMatch.isEmpty()
                || ifMatch.stream()
                        .flatMap(header -> java.util.Arrays.stream(header.split(",", -1)))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || versionOf(one).equals(Long.toString(version)));
    }

    private static String versionOf(String tag) {
        String bare = bare(tag).replace("\"", "");
        int dash = bare.indexOf('-');
        return dash < 0 ? bare : bare.substring(0, dash);
    }

    private static String bare(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
