package dev.tidegate.gateway.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of a data directory: {@code tokens/hashes} holds a line {@code name sha256} for each, {@code tokens/admin},
 * {@code tokens/read} and {@code tokens/ingest} hold the ones that were made here, each alone in its file, so that a file
 * can be named in Prometheus' {@code credentials_file}. Only the owner can read them; the three may be moved elsewhere,
 * the hashes are what counts.
 */
final class TokenFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFiles.class);
    private static final int TOKEN_BYTES = 32;
    private static final int SHORT_CHOSEN = 16;

    private final Path directory;

    TokenFiles(Path dataDirectory) {
        directory = dataDirectory.resolve("tokens");
    }

    Path directory() {
        return directory;
    }

    /**
     * Reads what is there, takes over what was chosen, makes what is missing.
     *
     * @param chosen tokens from the configuration; they replace earlier ones of their kind, whose files go away
     * @throws IOException naming the file
     */
    Map<SharedToken, byte[]> open(Map<SharedToken, String> chosen) throws IOException {
        Map<SharedToken, byte[]> hashes = read();
        Map<SharedToken, byte[]> before = Map.copyOf(hashes);
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        for (SharedToken kind : SharedToken.values()) {
            @Nullable String token = chosen.get(kind);
            if (token != null) {
                require(kind, token);
                hashes.put(kind, HashedTokens.hash(token));
                if (!same(before.get(kind), hashes.get(kind))) {
                    Files.deleteIfExists(directory.resolve(kind.word()));
                }
            } else if (!hashes.containsKey(kind)) {
                hashes.put(kind, HashedTokens.hash(make(kind)));
            }
        }
        List<String> lines = hashes.entrySet().stream()
                .map(entry -> entry.getKey().word() + " " + HexFormat.of().formatHex(entry.getValue()))
                .toList();
        PrivateFile.write(directory.resolve("hashes"), String.join("\n", lines) + "\n");
        return hashes;
    }

    private Map<SharedToken, byte[]> read() throws IOException {
        Map<SharedToken, byte[]> hashes = new EnumMap<>(SharedToken.class);
        Path file = directory.resolve("hashes");
        if (!Files.exists(file)) {
            return hashes;
        }
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String[] words = line.strip().split(" ");
            try {
                hashes.put(
                        SharedToken.of(words[0]).orElseThrow(() -> new IllegalArgumentException(words[0])),
                        HexFormat.of().parseHex(words[1]));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new IOException(
                        file + ", line " + number + ": expected ingest, read or admin and a SHA-256; remove the file"
                                + " and new tokens are made at the next start",
                        e);
            }
        }
        return hashes;
    }

    private String make(SharedToken kind) throws IOException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = "tg_" + kind.word() + "_" + HexFormat.of().formatHex(random);
        PrivateFile.write(directory.resolve(kind.word()), token);
        return token;
    }

    private static void require(SharedToken kind, String token) throws IOException {
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IOException("the " + kind.word() + " token must be printable ASCII characters without spaces");
        }
        if (token.length() < SHORT_CHOSEN) {
            LOG.warn("the {} token has fewer than {} characters and may be guessed", kind.word(), SHORT_CHOSEN);
        }
    }

    private static boolean same(byte @Nullable [] one, byte @Nullable [] other) {
        return Arrays.equals(one, other);
    }
}
