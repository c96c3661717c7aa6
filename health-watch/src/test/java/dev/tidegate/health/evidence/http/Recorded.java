package dev.tidegate.health.evidence.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** An exchange that was recorded with a real server. */
public record Recorded(String request, int status, String contentType, String body) {

    /** @param name such as prometheus/01-instant */
    public static Recorded read(String name) {
        String response = text(name + ".response");
        int blank = response.indexOf("\n\n");
        String head = response.substring(0, blank);
        String type = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-type:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
        int status = Integer.parseInt(head.split(" ")[1]);
        return new Recorded(text(name + ".request"), status, type, response.substring(blank + 2));
    }

    public FakeServer.Reply reply() {
        return FakeServer.reply(status, contentType, body);
    }

    private static String text(String file) {
        try (InputStream in = Recorded.class.getResourceAsStream("/contracts/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
