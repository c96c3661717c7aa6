package dev.tidegate.rollout.review.git;

import dev.tidegate.rollout.review.ReviewException;
import java.io.IOException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.errors.TransportException;

/** Why a repository could not be asked, in words an engineer can act on. */
final class Sentences {
    private Sentences() {}

    static ReviewException of(GitSettings settings, Throwable failure) {
        String title = "repository " + settings.title();
        return switch (failure) {
            case ReviewException told -> told;
            case RaceException race ->
                new ReviewException(
                        title + ": " + race.getMessage() + " was changed by somebody else each of "
                                + settings.limits().tries() + " times it was to be written",
                        race);
            case RepositoryNotFoundException missing ->
                new ReviewException(title + " is not there: no Git repository in that directory", missing);
            case NotSupportedException unknown ->
                new ReviewException(title + " cannot be asked: " + unknown.getMessage(), unknown);
            case TransportException remote ->
                new ReviewException(title + " cannot be reached: " + deepest(remote), remote);
            case IOException broken -> new ReviewException(title + " cannot be read: " + deepest(broken), broken);
            default -> new ReviewException(title + " could not be asked: " + failure, failure);
        };
    }

    /** JGit wraps reasons; the innermost says most, together with the outermost. */
    private static String deepest(Throwable failure) {
        String outer = words(failure);
        String inner = outer;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            inner = words(cause);
        }
        return outer.contains(inner) ? outer : outer + ": " + inner;
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message.strip();
    }
}
