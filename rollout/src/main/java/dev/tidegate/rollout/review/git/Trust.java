package dev.tidegate.rollout.review.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.GpgConfig.GpgFormat;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier.SignatureVerification;
import org.eclipse.jgit.lib.SignatureVerifiers;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Whether one commit is vouched for, and agreed to by somebody else than its authors.
 *
 * <p>Somebody vouches: an allowed key has signed it, or its committer is trusted by name. Somebody else agrees: the
 * signer, when the signer is no author; or a trusted person named by {@code Reviewed-by:} in the message or in the
 * revision's note on {@value Notes#REVIEW}. {@code Objected-by:} of a trusted person in the note outweighs all.
 *
 * <p>Names and addresses in commits are what their writer typed; only signatures cannot be made up. The branch and the
 * notes must therefore be guarded by whoever serves the repository.
 */
final class Trust {
    private static final Pattern TRAILER = Pattern.compile("(?im)^(Reviewed-by|Objected-by|Co-authored-by):\\s*(.+)$");
    private static final Pattern ADDRESS = Pattern.compile("<([^<>]+)>");

    private final GitSettings settings;
    private final AllowedSigners signers;

    /** Reads the file of signers as it is now. */
    Trust(GitSettings settings) {
        this.settings = settings;
        this.signers = settings.signers().map(AllowedSigners::read).orElse(AllowedSigners.none());
    }

    /** @param reason why, or what is missing */
    record Judged(boolean approved, String reason, List<String> reviewers) {
        Judged {
            reviewers = List.copyOf(reviewers);
        }
    }

    private record Signature(Optional<String> principals, Optional<String> problem) {}

    /** @param note what stands about the commit on the notes of review; empty when nothing does */
    Judged judge(Repository repository, RevCommit commit, String note) throws IOException {
        String message = commit.getFullMessage();
        Set<String> authors = new LinkedHashSet<>();
        authors.add(author(commit));
        authors.addAll(named("Co-authored-by", message));
        List<String> objecting =
                named("Objected-by", note).stream().filter(this::isTrusted).toList();
        if (!objecting.isEmpty()) {
            return refused("objected to by " + String.join(", ", objecting));
        }
        Signature signature = signature(repository, commit);
        if (signature.problem().isPresent()) {
            return refused(
                    "its signature does not count: " + signature.problem().get());
        }
        String committer = commit.getCommitterIdent().getEmailAddress().toLowerCase(Locale.ROOT);
        if (signature.principals().isEmpty() && !settings.committers().contains(committer)) {
            return refused(
                    "nobody vouches for it: it is not signed, and its committer " + committer + " is not trusted");
        }
        Set<String> reviewers = new LinkedHashSet<>();
        signature
                .principals()
                .filter(signer -> authors.stream().noneMatch(by -> AllowedSigners.matches(signer, by)))
                .ifPresent(reviewers::add);
        List<String> named = new ArrayList<>(named("Reviewed-by", message));
        named.addAll(named("Reviewed-by", note));
        named.stream()
                .filter(this::isTrusted)
                .filter(by -> !authors.contains(by))
                .forEach(reviewers::add);
        if (reviewers.isEmpty()) {
            return refused("nobody but its author agreed: there is no Reviewed-by of a trusted person"
                    + (named.isEmpty() ? "" : " (named are " + String.join(", ", named) + ")"));
        }
        String vouching =
                signature.principals().map(signer -> "signed by " + signer).orElse("committed by " + committer);
        // by whom it is reviewed stands beside the reason
        return new Judged(true, vouching + " and reviewed", List.copyOf(reviewers));
    }

    static String author(RevCommit commit) {
        return commit.getAuthorIdent().getEmailAddress().toLowerCase(Locale.ROOT);
    }

    private boolean isTrusted(String email) {
        return settings.committers().contains(email) || signers.know(email);
    }

    private Signature signature(Repository repository, RevCommit commit) throws IOException {
        byte[] raw = commit.getRawGpgSignature();
        Optional<Path> file = settings.signers();
        if (raw == null || file.isEmpty()) {
            return new Signature(Optional.empty(), Optional.empty());
        }
        if (SignatureVerifiers.getFormat(raw) != GpgFormat.SSH) {
            return new Signature(Optional.empty(), Optional.of("only SSH signatures are checked"));
        }
        Config allowed = new Config();
        allowed.setString("gpg", "ssh", "allowedSignersFile", file.get().toString());
        SignatureVerification found;
        try {
            found = SignatureVerifiers.verify(repository, new GpgConfig(allowed), commit);
        } catch (IOException | RuntimeException garbled) {
            return new Signature(Optional.empty(), Optional.of("it cannot be read (" + garbled.getMessage() + ")"));
        }
        if (found == null || !found.verified() || found.expired() || found.keyUser() == null) {
            String why = found == null || found.message() == null ? "it does not match" : found.message();
            return new Signature(Optional.empty(), Optional.of(why));
        }
        return new Signature(Optional.of(found.keyUser()), Optional.empty());
    }

    private static Judged refused(String reason) {
        return new Judged(false, reason, List.of());
    }

    private static List<String> named(String trailer, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = TRAILER.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equalsIgnoreCase(trailer)) {
                Matcher address = ADDRESS.matcher(matcher.group(2));
                String email = address.find() ? address.group(1) : matcher.group(2);
                found.add(email.strip().toLowerCase(Locale.ROOT));
            }
        }
        return found;
    }
}
