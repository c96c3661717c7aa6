package dev.tidegate.embedded;

import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Turns exceptions into the words of a sentence. */
final class Causes {
    private Causes() {}

    /** The innermost cause, in words: the file concerned where the exception names one. */
    static String explain(Throwable failure) {
        Throwable root = root(failure);
        return switch (root) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case NotDirectoryException file -> file.getFile() + " is not a directory";
            case FileSystemException other -> other.getFile() + ": " + describe(other.getReason(), other);
            default -> describe(root.getMessage(), root);
        };
    }

    static boolean isPortTaken(Throwable failure) {
        return root(failure) instanceof BindException;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }

    private static String describe(@Nullable String message, Throwable failure) {
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
