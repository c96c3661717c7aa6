package dev.tidegate.rollout.review.git;

import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.Review.Deployed;
import dev.tidegate.rollout.review.Review.Deployment;
import dev.tidegate.rollout.review.ReviewException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * What was deployed where, kept in the repository itself: a note on the revision in {@value Notes#DEPLOYED}, and a ref
 * {@code refs/tidegate/deployed/GROUP} that leads to it.
 *
 * <p>Both are changed together or not at all, and only from the state that was read: of two writers at once one tries
 * again. Writing the same thing twice changes nothing.
 */
public final class GitLedger implements Disposable {
    private static final String DEPLOYED = "refs/tidegate/deployed/";
    private static final int MOST_NAME = 200;
    /** What a mirror needs that only keeps the ledger. */
    static final List<String> REFS =
            List.of("+refs/heads/*:refs/heads/*", "+refs/notes/*:refs/notes/*", "+refs/tidegate/*:refs/tidegate/*");

    private final GitStore store;

    GitLedger(GitStore store) {
        this.store = store;
    }

    /** A ledger in a repository that is reviewed elsewhere. */
    public static GitLedger of(GitSettings settings, MeterRegistry meters) {
        return new GitLedger(new GitStore(settings, REFS, meters));
    }

    /** @param more refs to fetch that the deployed revision may be found by, as Git writes them in a fetch */
    public Mono<Deployed> record(Deployment deployment, Writer by, List<String> more) {
        return store.ask(more, place -> write(place, deployment, by));
    }

    /** What was written down last for a group; empty when nothing was. */
    public Mono<Deployment> deployed(String group) {
        return store.ask(List.of(), place -> read(place, group)).flatMap(Mono::justOrEmpty);
    }

    /** Whether a branch, or a group that it was deployed to, leads to this commit. */
    public Mono<Boolean> exists(String revision) {
        return store.ask(List.of(), place -> Commits.exists(store.settings(), place, revision));
    }

    /**
     * What a commit changes, compared with its first parent.
     *
     * @param more refs to fetch that it may be found by, as Git writes them in a fetch
     */
    public Mono<Diff> diff(String revision, List<String> more) {
        return store.ask(more, place -> {
            RevCommit commit = Commits.find(store.settings(), place, revision);
            return Diffs.between(store.settings(), place, Commits.parent(commit), commit, Diff.Limits.DEFAULT);
        });
    }

    @Override
    public void dispose() {
        store.dispose();
    }

    private Deployed write(Place place, Deployment deployment, Writer by) throws IOException {
        ObjectId revision =
                Commits.find(store.settings(), place, deployment.revision()).getId();
        ObjectId notes = place.at(Notes.DEPLOYED);
        String note = Notes.read(place, notes, revision);
        String ref = ref(deployment.group());
        ObjectId at = place.at(ref);
        if (isWritten(DeploymentLines.read(note), at.equals(revision), deployment)) {
            return reference(notes);
        }
        String subject = "Record " + deployment.revision().substring(0, 12) + " on " + deployment.group() + ", rollout "
                + deployment.rollout();
        ObjectId written = Notes.write(
                place,
                notes,
                revision,
                DeploymentLines.with(note, deployment),
                subject.replaceAll("\\p{Cntrl}", " "),
                by,
                deployment.at());
        List<Move> moves = new ArrayList<>();
        moves.add(new Move(Notes.DEPLOYED, notes, written));
        if (!at.equals(revision)) {
            moves.add(new Move(ref, at, revision));
        }
        place.move(moves);
        return reference(written);
    }

    /** It is there to the letter, perhaps with others after it; or it is what was written last, told at another time. */
    private static boolean isWritten(List<Deployment> lines, boolean current, Deployment deployment) {
        return lines.contains(deployment)
                || (current
                        && last(lines, deployment.group())
                                .filter(found -> found.rollout().equals(deployment.rollout())
                                        && found.former().equals(deployment.former())
                                        && found.nodes().equals(deployment.nodes()))
                                .isPresent());
    }

    private Optional<Deployment> read(Place place, String group) throws IOException {
        ObjectId at = place.at(ref(group));
        if (at.equals(ObjectId.zeroId())) {
            return Optional.empty();
        }
        List<Deployment> lines = DeploymentLines.read(Notes.read(place, place.at(Notes.DEPLOYED), at));
        Optional<Deployment> found =
                last(lines, group).filter(line -> line.revision().equals(at.name()));
        if (found.isEmpty()) {
            throw new ReviewException(
                    "repository " + store.settings().title() + ": " + ref(group) + " is at " + at.name()
                            + ", and no note on it tells of " + group + "; somebody has changed one of them by hand");
        }
        return found;
    }

    private static Optional<Deployment> last(List<Deployment> lines, String group) {
        return lines.reversed().stream()
                .filter(line -> line.group().equals(group))
                .findFirst();
    }

    private static Deployed reference(ObjectId notes) {
        return new Deployed(Notes.DEPLOYED + "@" + notes.name());
    }

    /** The group's name with everything escaped that Git does not allow in one part of a ref. */
    static String ref(String group) {
        StringBuilder name = new StringBuilder();
        group.codePoints().forEach(c -> {
            if (c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '=')) {
                name.appendCodePoint(c);
            } else {
                name.append(String.format("%%%02X", c));
            }
        });
        if (name.isEmpty() || name.length() > MOST_NAME) {
            throw new ReviewException("\"" + group + "\" cannot be the name of a group: it must have 1 to " + MOST_NAME
                    + " characters, escaped ones counting three");
        }
        return DEPLOYED + name;
    }
}
