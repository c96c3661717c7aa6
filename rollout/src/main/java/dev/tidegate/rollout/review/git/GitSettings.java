package dev.tidegate.rollout.review.git;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A repository that changes come from.
 *
 * @param name what changes call it
 * @param url a directory of this machine, which is worked on directly, or an address (https, http, ssh, file), of which
 *     a mirror is kept
 * @param branch the one that is deployed, without {@code refs/heads/}
 * @param signers file of allowed signers as {@code ssh-keygen} reads it; empty when signatures do not count
 * @param committers e-mail addresses of people who are trusted without a signature
 * @param login for http and https
 * @param mirrors directory that mirrors are kept in
 */
public record GitSettings(
        String name,
        String url,
        String branch,
        Optional<Path> signers,
        Set<String> committers,
        Optional<Login> login,
        Path mirrors,
        GitLimits limits) {
    public static final String BRANCH = "main";

    public GitSettings {
        committers =
                committers.stream().map(email -> email.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        signers = signers.map(Path::toAbsolutePath);
    }

    /** A repository whose branch is {@value #BRANCH}, and which nobody is trusted in yet. */
    public static GitSettings of(String name, String url, Path mirrors) {
        return new GitSettings(
                name, url, BRANCH, Optional.empty(), Set.of(), Optional.empty(), mirrors, GitLimits.DEFAULT);
    }

    public GitSettings withBranch(String other) {
        return new GitSettings(name, url, other, signers, committers, login, mirrors, limits);
    }

    public GitSettings withTrust(Optional<Path> file, Set<String> emails) {
        return new GitSettings(name, url, branch, file, emails, login, mirrors, limits);
    }

    public GitSettings withLogin(Login other) {
        return new GitSettings(name, url, branch, signers, committers, Optional.of(other), mirrors, limits);
    }

    public GitSettings withLimits(GitLimits others) {
        return new GitSettings(name, url, branch, signers, committers, login, mirrors, others);
    }

    /** For sentences: its name and where it is. */
    String title() {
        return name + " (" + url + ")";
    }

    /** Never shown: {@code toString} leaves the password out. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[" + user + ", …]";
        }
    }
}
