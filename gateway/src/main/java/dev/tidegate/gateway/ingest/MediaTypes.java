package dev.tidegate.gateway.ingest;

/** Which media types are JSON. */
public final class MediaTypes {
    private MediaTypes() {}

    /** {@code application/json} and everything that ends in {@code +json}. */
    public static boolean isJson(String mediaType) {
        return mediaType.equals(Answer.JSON) || mediaType.startsWith("application/") && mediaType.endsWith("+json");
    }
}
