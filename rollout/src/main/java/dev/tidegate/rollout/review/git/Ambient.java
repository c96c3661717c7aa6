package dev.tidegate.rollout.review.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What the machine and its user have configured for Git does not change what a rollout does: addresses are not rewritten,
 * and the git command is not looked for.
 */
final class Ambient extends SystemReader.Delegate {

    static {
        SystemReader.setInstance(new Ambient(SystemReader.getInstance()));
    }

    private Ambient(SystemReader machine) {
        super(machine);
    }

    /** Nothing to do but to be loaded. */
    static void ignore() {}

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    private static final class Empty extends FileBasedConfig {
        @SuppressWarnings("NullAway") // there is no file, as in JGit's own test readers
        Empty(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // there is nothing to read
        }

        @Override
        public void save() {
            // what is measured about a file system is measured again by the next process
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
