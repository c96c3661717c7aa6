package dev.tidegate.rollout.review.git;

import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.Diff.ChangedFile;
import dev.tidegate.rollout.review.Diff.Hunk;
import dev.tidegate.rollout.review.Diff.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.FileHeader.PatchType;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Gathers the lines that differ between two commits instead of writing them, until there is no room for more. */
final class Diffs extends DiffFormatter {
    private static final String NO_NEWLINE = "\\ No newline at end of file";

    private final Diff.Limits limits;
    private final List<Hunk> hunks = new ArrayList<>();
    private List<String> open = new ArrayList<>();
    private int before;
    private int after;
    private int lines;
    private int characters;
    private int fileLines;
    private boolean full;

    private Diffs(Diff.Limits limits) {
        super(OutputStream.nullOutputStream());
        this.limits = limits;
    }

    /** @param from null for an empty tree */
    static Diff between(GitSettings settings, Place place, @Nullable ObjectId from, RevCommit to, Diff.Limits limits)
            throws IOException {
        try (RevWalk walk = new RevWalk(place.repository());
                Diffs diffs = new Diffs(limits)) {
            Commits.prepare(diffs, settings, place);
            List<DiffEntry> entries = diffs.scan(Commits.tree(walk, from), Commits.tree(walk, to));
            List<ChangedFile> files = new ArrayList<>();
            for (DiffEntry entry : entries.subList(0, Math.min(entries.size(), limits.files()))) {
                files.add(diffs.file(entry));
            }
            return new Diff(
                    Optional.ofNullable(from).map(ObjectId::name), to.name(), files, entries.size() - files.size());
        }
    }

    private ChangedFile file(DiffEntry entry) throws IOException {
        FileHeader header = toFileHeader(entry);
        int inserted = 0;
        int deleted = 0;
        for (Edit edit : header.toEditList()) {
            inserted += edit.getLengthB();
            deleted += edit.getLengthA();
        }
        hunks.clear();
        fileLines = 0;
        full = false;
        boolean binary = header.getPatchType() != PatchType.UNIFIED;
        if (!binary) {
            format(entry);
            closeHunk();
        }
        String path = Commits.path(entry);
        return new ChangedFile(path, former(entry, path), kind(entry), binary, inserted, deleted, hunks, full);
    }

    private static Optional<String> former(DiffEntry entry, String path) {
        return entry.getChangeType() == DiffEntry.ChangeType.ADD
                ? Optional.empty()
                : Optional.of(entry.getOldPath()).filter(old -> !old.equals(path));
    }

    private static Kind kind(DiffEntry entry) {
        return switch (entry.getChangeType()) {
            case ADD -> Kind.ADDED;
            case DELETE -> Kind.DELETED;
            case RENAME -> Kind.RENAMED;
            case COPY -> Kind.COPIED;
            case MODIFY -> Kind.CHANGED;
        };
    }

    private void closeHunk() {
        if (!open.isEmpty()) {
            hunks.add(new Hunk(before, after, open));
            open = new ArrayList<>();
        }
    }

    @Override
    protected void writeHunkHeader(
            int aStartLine, int aEndLine, int bStartLine, int bEndLine, @Nullable String funcHeader) {
        closeHunk();
        before = aStartLine + 1;
        after = bStartLine + 1;
    }

    @Override
    protected void writeContextLine(RawText text, int line) {
        take(' ', text, line);
    }

    @Override
    protected void writeAddedLine(RawText text, int line) {
        take('+', text, line);
    }

    @Override
    protected void writeRemovedLine(RawText text, int line) {
        take('-', text, line);
    }

    /** Once a file is cut nothing more of it is taken: a gap would look like lines that follow each other. */
    private void take(char sign, RawText text, int line) {
        String taken = sign + text.getString(line);
        full |= fileLines == limits.fileLines()
                || lines == limits.lines()
                || taken.length() > limits.characters() - characters;
        if (full) {
            return;
        }
        open.add(taken);
        fileLines++;
        lines++;
        characters += taken.length();
        if (line == text.size() - 1 && text.isMissingNewlineAtEnd()) {
            open.add(NO_NEWLINE);
        }
    }
}
