package dev.tidegate.rollout.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * An exchange that was recorded with a real server.
 *
 * @param asked method and path
 * @param sent the body that was sent; empty when none was
 */
public record Recorded(String asked, String sent, FakeServer.Reply reply) {

    /** @param name such as aptly/19-switch-to-2 */
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
        String request = text(name + ".request");
        String line = request.lines().findFirst().orElseThrow().replaceFirst(" HTTP/1.1$", "");
        int gap = request.indexOf("\n\n");
        return new Recorded(
                line,
                gap < 0 ? "" : request.substring(gap).strip(),
                new FakeServer.Reply(status, type, response.substring(blank + 2)));
    }

    public static String text(String file) {
        try (InputStream in = Recorded.class.getResourceAsStream("/contracts/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
