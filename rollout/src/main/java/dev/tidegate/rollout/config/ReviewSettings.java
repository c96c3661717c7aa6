package dev.tidegate.rollout.config;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.health.remote.Credentials;
import dev.tidegate.health.remote.HttpLimits;
import dev.tidegate.health.remote.Server;
import dev.tidegate.rollout.review.gerrit.GerritSettings;
import dev.tidegate.rollout.review.git.GitLimits;
import dev.tidegate.rollout.review.git.GitSettings;
import dev.tidegate.rollout.review.git.GitSettings.Login;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part {@code repositories} of the fleet file: where changes come from, each under the name that changes call it. */
public record ReviewSettings(List<GitSettings> git, List<GerritSettings> gerrit) {
    private static final String PATH = "repositories";
    private static final Set<String> GIT =
            Set.of("kind", "url", "branch", "trusted", "user", "password_file", "timeout");
    private static final Set<String> GERRIT =
            Set.of("kind", "url", "project", "user", "password_file", "ca_file", "timeout");

    public ReviewSettings {
        git = List.copyOf(git);
        gerrit = List.copyOf(gerrit);
    }

    /**
     * @param repositories as it stands in the file; null when the file has no such part
     * @param mirrors directory that mirrors are kept in
     * @throws ConfigurationException with file, line and path of what is wrong
     */
    public static ReviewSettings read(@Nullable Yaml repositories, Path mirrors) {
        List<GitSettings> git = new ArrayList<>();
        List<GerritSettings> gerrit = new ArrayList<>();
        Entries.of(PATH, repositories).each().forEach((name, entries) -> {
            try {
                String kind = entries.text("kind");
                switch (kind) {
                    case "git" -> git.add(git(name, entries.only(GIT), mirrors));
                    case "gerrit" -> gerrit.add(gerrit(name, entries.only(GERRIT), mirrors));
                    default -> throw entries.problem("kind", "\"" + kind + "\" is not known; known are gerrit, git");
                }
            } catch (ConfigurationException told) {
                throw told;
            } catch (IllegalArgumentException wrong) {
                throw entries.problem(wrong);
            }
        });
        return new ReviewSettings(git, gerrit);
    }

    private static GitSettings git(String name, Entries entries, Path mirrors) {
        String url = entries.text("url");
        Set<String> committers = new HashSet<>();
        Optional<Path> signers = Optional.empty();
        for (String trusted : entries.texts("trusted")) {
            if (trusted.contains("@") && !trusted.contains("/")) {
                committers.add(trusted);
            } else if (signers.isPresent()) {
                throw entries.problem("trusted", "there can be one file of allowed signers, and more e-mail addresses");
            } else if (!Files.isReadable(Path.of(trusted))) {
                throw entries.problem(
                        "trusted",
                        "\"" + trusted + "\" is neither an e-mail address nor a file of allowed signers that can be"
                                + " read");
            } else {
                signers = Optional.of(Path.of(trusted));
            }
        }
        if (committers.isEmpty() && signers.isEmpty()) {
            throw entries.problem(
                    "trusted", "is missing: without a file of allowed signers or e-mail addresses nothing is reviewed");
        }
        GitSettings settings = GitSettings.of(name, url, mirrors)
                .withBranch(entries.text("branch", GitSettings.BRANCH))
                .withTrust(signers, committers)
                .withLimits(entries.duration("timeout")
                        .map(GitLimits.DEFAULT::withAnswer)
                        .orElse(GitLimits.DEFAULT));
        return switch (credentials(entries)) {
            case Credentials.Basic as -> settings.withLogin(new Login(as.username(), as.password()));
            case Credentials.Bearer unused -> settings;
            case Credentials.None unused -> settings;
        };
    }

    private static GerritSettings gerrit(String name, Entries entries, Path mirrors) {
        return new GerritSettings(server(name, entries, GerritSettings.LIMITS), entries.text("project"), mirrors);
    }

    /** What all servers have: {@code url}, {@code user}, {@code password_file}, {@code ca_file}, {@code timeout}. */
    static Server server(String name, Entries entries, HttpLimits limits) {
        Server server = Server.of(name, entries.http("url"))
                .withCredentials(credentials(entries))
                .withLimits(entries.duration("timeout").map(limits::withAnswer).orElse(limits));
        return entries.find("ca_file").map(Path::of).map(server::withCaFile).orElse(server);
    }

    private static Credentials credentials(Entries entries) {
        Optional<String> user = entries.find("user");
        Optional<String> password = entries.secret("password_file");
        if (user.isPresent() != password.isPresent()) {
            throw entries.problem(
                    user.isPresent() ? "password_file" : "user", "is missing: user and password_file go together");
        }
        return user.isPresent() && password.isPresent()
                ? new Credentials.Basic(user.get(), password.get())
                : new Credentials.None();
    }
}
