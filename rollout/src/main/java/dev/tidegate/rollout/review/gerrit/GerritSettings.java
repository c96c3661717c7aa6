package dev.tidegate.rollout.review.gerrit;

import dev.tidegate.health.remote.Credentials;
import dev.tidegate.health.remote.HttpLimits;
import dev.tidegate.health.remote.Server;
import dev.tidegate.rollout.review.git.GitSettings;
import dev.tidegate.rollout.review.git.GitSettings.Login;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One project on a Gerrit.
 *
 * @param server where it is, and as whom we ask: an account with an HTTP password
 * @param project whose changes are rolled out, and whose Git keeps the notes
 * @param mirrors directory that mirrors are kept in
 */
public record GerritSettings(Server server, String project, Path mirrors) {
    /** A submit runs the project's merges and hooks. */
    public static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(60), 16 << 20, 8, 256);

    public GerritSettings {
        if (project.isBlank()) {
            throw new IllegalArgumentException("server " + server.name() + ": the project must have a name");
        }
    }

    /** The project's repository behind Gerrit's own access control. */
    GitSettings git() {
        String root = server.url().toString().replaceFirst("/+$", "");
        return switch (server.credentials()) {
            case Credentials.Basic as ->
                GitSettings.of(server.name(), root + "/a/" + project, mirrors)
                        .withLogin(new Login(as.username(), as.password()));
            case Credentials.Bearer unused ->
                throw new IllegalArgumentException(
                        "server " + server.name() + ": Gerrit's Git knows users with passwords, no bearer tokens");
            case Credentials.None unused -> GitSettings.of(server.name(), root + "/" + project, mirrors);
        };
    }

    /** Before every path: Gerrit knows who asks only there. */
    String root() {
        return server.credentials() instanceof Credentials.None ? "" : "/a";
    }
}
