package dev.tidegate.rollout.review.git;

import dev.tidegate.rollout.review.NoRevisionException;
import dev.tidegate.rollout.review.Review.TouchedFile;
import dev.tidegate.rollout.review.ReviewException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.jspecify.annotations.Nullable;

/** Questions about commits: is it one, what leads to it, what comes with it, what does it touch. */
final class Commits {
    private Commits() {}

    /** @throws ReviewException when there is no commit of exactly this name that a branch or tag leads to */
    static RevCommit find(GitSettings settings, Place place, String revision) throws IOException {
        String title = "repository " + settings.title();
        if (!ObjectId.isId(revision)) {
            throw new ReviewException("\"" + revision + "\" is not a full commit hash of 40 hexadecimal digits;"
                    + " branches and tags can move, commits cannot");
        }
        try (RevWalk walk = new RevWalk(place.repository())) {
            if (!(walk.parseAny(ObjectId.fromString(revision)) instanceof RevCommit commit)) {
                throw new NoRevisionException(
                        title + ": " + revision + " is not a commit; name the commit that a tag points to");
            }
            List<Ref> refs = place.repository().getRefDatabase().getRefs().stream()
                    .filter(ref ->
                            ref.getName().startsWith("refs/") && !ref.getName().startsWith("refs/notes/"))
                    .toList();
            if (!walk.isMergedIntoAny(commit, refs)) {
                throw new NoRevisionException(title + " has commit " + revision
                        + ", but no branch or tag leads to it, so it may be gone" + " tomorrow");
            }
            walk.parseBody(commit);
            return commit;
        } catch (MissingObjectException missing) {
            throw new NoRevisionException(title + " has no commit " + revision, missing);
        }
    }

    /** Whether {@link #find} would find it. */
    static boolean exists(GitSettings settings, Place place, String revision) throws IOException {
        try {
            return find(settings, place, revision).getId().name().equals(revision);
        } catch (NoRevisionException absent) {
            return false;
        }
    }

    static boolean isOn(Place place, RevCommit commit, ObjectId branch) throws IOException {
        try (RevWalk walk = new RevWalk(place.repository())) {
            return walk.isMergedInto(walk.parseCommit(commit), walk.parseCommit(branch));
        }
    }

    /** The commits that a branch would get with this one, the newest first; at most one more than asked for. */
    static List<RevCommit> notOn(Place place, RevCommit commit, ObjectId branch, int most) throws IOException {
        try (RevWalk walk = new RevWalk(place.repository())) {
            walk.markStart(walk.parseCommit(commit));
            walk.markUninteresting(walk.parseCommit(branch));
            List<RevCommit> found = new ArrayList<>();
            for (RevCommit next = walk.next(); next != null && found.size() <= most; next = walk.next()) {
                walk.parseBody(next);
                found.add(next);
            }
            return found;
        }
    }

    /** Where a commit left the branch; null when they have nothing in common. */
    static @Nullable RevCommit base(Place place, RevCommit commit, ObjectId branch) throws IOException {
        try (RevWalk walk = new RevWalk(place.repository())) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(commit));
            walk.markStart(walk.parseCommit(branch));
            return walk.next();
        }
    }

    /** What a commit is compared with: where it left the branch, or what stood before it there; null when nothing did. */
    static @Nullable ObjectId before(Place place, RevCommit commit, ObjectId branch) throws IOException {
        return isOn(place, commit, branch) ? parent(commit) : base(place, commit, branch);
    }

    static @Nullable ObjectId parent(RevCommit commit) {
        return commit.getParentCount() == 0 ? null : commit.getParent(0);
    }

    /**
     * Files that differ, with their lines; at most one more than asked for.
     *
     * @param from null for an empty tree
     */
    static List<TouchedFile> touched(GitSettings settings, Place place, @Nullable ObjectId from, RevCommit to, int most)
            throws IOException {
        try (RevWalk walk = new RevWalk(place.repository());
                DiffFormatter diff = new DiffFormatter(OutputStream.nullOutputStream())) {
            prepare(diff, settings, place);
            List<TouchedFile> files = new ArrayList<>();
            for (DiffEntry entry : diff.scan(tree(walk, from), tree(walk, to))) {
                if (files.size() > most) {
                    break;
                }
                int inserted = 0;
                int deleted = 0;
                for (Edit edit : diff.toFileHeader(entry).toEditList()) {
                    inserted += edit.getLengthB();
                    deleted += edit.getLengthA();
                }
                files.add(new TouchedFile(path(entry), inserted, deleted));
            }
            return files;
        }
    }

    static void prepare(DiffFormatter diff, GitSettings settings, Place place) throws IOException {
        diff.setRepository(place.repository());
        diff.setBinaryFileThreshold(settings.limits().fileBytes());
        diff.setDetectRenames(true);
    }

    static @Nullable RevTree tree(RevWalk walk, @Nullable ObjectId commit) throws IOException {
        return commit == null ? null : walk.parseCommit(commit).getTree();
    }

    static String path(DiffEntry entry) {
        return entry.getChangeType() == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
    }
}
