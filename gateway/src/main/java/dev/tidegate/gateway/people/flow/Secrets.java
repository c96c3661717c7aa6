package dev.tidegate.gateway.people.flow;

import dev.tidegate.gateway.people.AccessToken;
import java.security.SecureRandom;
import java.util.HexFormat;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Makes secrets, away from the event loop: the machine's source of chance is a file, and may have to be waited for. */
public final class Secrets {
    private static final int BYTES = 32;
    /** Without those that look like others. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private final SecureRandom random = new SecureRandom();
    private final Scheduler threads;

    public Secrets(Scheduler threads) {
        this.threads = threads;
    }

    /** 256 bits in hexadecimal. */
    public Mono<String> secret() {
        return Mono.fromCallable(this::hex).subscribeOn(threads);
    }

    /** A token of a person. */
    public Mono<String> token() {
        return secret().map(hex -> AccessToken.PREFIX + hex);
    }

    /** Four groups of five characters: 100 bits that can be read out. */
    public Mono<String> password() {
        return Mono.fromCallable(() -> {
                    StringBuilder out = new StringBuilder();
                    for (int i = 0; i < 20; i++) {
                        out.append(i > 0 && i % 5 == 0 ? "-" : "")
                                .append(LETTERS.charAt(random.nextInt(LETTERS.length())));
                    }
                    return out.toString();
                })
                .subscribeOn(threads);
    }

    /** Now, on the caller's thread; at start only. */
    public String hex() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
