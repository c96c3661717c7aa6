package dev.tidegate.rollout.review.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.notes.NoteMap;
import org.eclipse.jgit.revwalk.RevWalk;

/** Texts about commits, as {@code git notes} keeps them. */
final class Notes {
    /** What people say about a revision. */
    static final String REVIEW = "refs/notes/review";
    /** What was deployed where. */
    static final String DEPLOYED = "refs/notes/tidegate";

    private static final int MOST_BYTES = 8 << 20;

    private Notes() {}

    /** The note about a commit; empty when there is none. */
    static String read(Place place, ObjectId notes, AnyObjectId about) throws IOException {
        if (notes.equals(ObjectId.zeroId())) {
            return "";
        }
        Repository repository = place.repository();
        try (RevWalk walk = new RevWalk(repository);
                ObjectReader reader = repository.newObjectReader()) {
            NoteMap map = NoteMap.read(reader, walk.parseCommit(notes));
            return map.contains(about) ? new String(map.getCachedBytes(about, MOST_BYTES), StandardCharsets.UTF_8) : "";
        }
    }

    /** Makes the commit that the notes' ref is to be moved to; nothing sees it before. */
    static ObjectId write(
            Place place, ObjectId notes, AnyObjectId about, String text, String subject, Writer by, Instant at)
            throws IOException {
        Repository repository = place.repository();
        try (RevWalk walk = new RevWalk(repository);
                ObjectReader reader = repository.newObjectReader();
                ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            NoteMap map;
            if (notes.equals(ObjectId.zeroId())) {
                map = NoteMap.newEmptyMap();
            } else {
                map = NoteMap.read(reader, walk.parseCommit(notes));
                commit.setParentId(notes);
            }
            map.set(about, text, inserter);
            PersonIdent writer = new PersonIdent(by.name(), by.email(), at, ZoneOffset.UTC);
            commit.setTreeId(map.writeTree(inserter));
            commit.setAuthor(writer);
            commit.setCommitter(writer);
            commit.setMessage(subject + "\n");
            ObjectId written = inserter.insert(commit);
            inserter.flush();
            return written;
        }
    }
}
