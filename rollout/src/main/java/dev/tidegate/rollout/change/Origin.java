package dev.tidegate.rollout.change;

/** The exact revision that a change brings. Branches and tags are not origins: they move. */
public sealed interface Origin {
    /** Full commit hash, 40 hexadecimal digits. */
    String revision();

    /**
     * A commit.
     *
     * @param repository name of a configured repository
     */
    record Git(String repository, String revision) implements Origin {
        public Git {
            Revisions.check(revision);
        }
    }

    /**
     * A patch set of a Gerrit change.
     *
     * @param server name of a configured server
     * @param change its number
     * @param patchSet from 1
     */
    record Gerrit(String server, int change, int patchSet, String revision) implements Origin {
        public Gerrit {
            Revisions.check(revision);
        }
    }
}
