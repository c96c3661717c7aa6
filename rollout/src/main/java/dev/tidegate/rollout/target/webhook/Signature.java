package dev.tidegate.rollout.target.webhook;

import dev.tidegate.rollout.target.TargetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code Tidegate-Signature: t=SECONDS,v1=HEX}: HMAC-SHA256 over {@code SECONDS.METHOD.PATH.BODY}. The time lets a receiver
 * refuse what somebody has recorded.
 */
final class Signature {
    static final String HEADER = "Tidegate-Signature";

    private Signature() {}

    /** Reads the key from its file, which waits for the disk. */
    static String of(Path secretFile, Instant now, String method, String path, byte[] body) {
        try {
            byte[] secret = Files.readString(secretFile).strip().getBytes(StandardCharsets.UTF_8);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            long seconds = now.getEpochSecond();
            mac.update((seconds + "." + method + "." + path + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (IOException | IllegalArgumentException e) {
            throw new TargetException("the secret file " + secretFile + " cannot be used: " + e, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
