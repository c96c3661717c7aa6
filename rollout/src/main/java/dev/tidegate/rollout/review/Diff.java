package dev.tidegate.rollout.review;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a revision changes, file by file, as far as {@link Limits} let it be shown. What they leave out is counted, so that
 * nobody takes a part for the whole.
 *
 * @param from full hash of the commit it is compared with; empty when there is nothing before it
 * @param to full hash of the revision
 * @param left files that are not shown at all
 */
public record Diff(Optional<String> from, String to, List<ChangedFile> files, int left) {
    public Diff {
        files = List.copyOf(files);
    }

    /** Whether anything is left out. */
    public boolean cut() {
        return left > 0 || files.stream().anyMatch(ChangedFile::cut);
    }

    /** What became of a file. */
    public enum Kind {
        CHANGED,
        ADDED,
        DELETED,
        RENAMED,
        COPIED;

        /** As it is said. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A file that differs.
     *
     * @param path what it is called now, or was called when it is deleted
     * @param former what it was called before, when that is something else
     * @param binary whether it has no lines; nothing but its name is shown then
     * @param inserted lines, also those that are not shown
     * @param deleted lines, also those that are not shown
     * @param cut whether some of its lines are not shown
     */
    public record ChangedFile(
            String path,
            Optional<String> former,
            Kind kind,
            boolean binary,
            int inserted,
            int deleted,
            List<Hunk> hunks,
            boolean cut) {
        public ChangedFile {
            hunks = List.copyOf(hunks);
        }
    }

    /**
     * Lines that stand together.
     *
     * @param before number of its first line in the file as it was, from 1
     * @param after number of its first line in the file as it will be, from 1
     * @param lines as in a unified diff: each begins with a plus, a minus or a space; a remark about the line above it
     *     begins with a backslash
     */
    public record Hunk(int before, int after, List<String> lines) {
        public Hunk {
            lines = List.copyOf(lines);
        }
    }

    /**
     * How much is shown.
     *
     * @param files beyond them files are counted
     * @param fileLines of one file
     * @param lines of all files
     * @param characters of all lines
     */
    public record Limits(int files, int fileLines, int lines, int characters) {
        public static final Limits DEFAULT = new Limits(200, 1_000, 5_000, 512 << 10);

        public Limits {
            if (files < 1 || fileLines < 1 || lines < 1 || characters < 1) {
                throw new IllegalArgumentException("limits must be positive");
            }
        }
    }
}
