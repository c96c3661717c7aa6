package dev.tidegate.rollout.review.git;

import dev.tidegate.rollout.review.ReviewException;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;

/** A repository on this machine, read and written in place. */
final class Directory extends Place {

    Directory(GitSettings settings) {
        super(settings);
    }

    @Override
    Repository open() throws IOException {
        return existing(new File(settings.url()).getAbsoluteFile());
    }

    @Override
    void refresh(List<String> more) throws IOException {
        // what others write is seen when it is read
        repository();
    }

    @Override
    void move(List<Move> moves) throws IOException {
        Repository repository = repository();
        for (Move move : moves) {
            if (!repository.isBare() && move.ref().equals(repository.getFullBranch())) {
                throw new ReviewException("repository " + settings.title() + " has " + settings.branch()
                        + " checked out, so its files would no longer be those of the branch; merge there by hand, or"
                        + " configure a bare repository");
            }
        }
        BatchRefUpdate batch = repository.getRefDatabase().newBatchUpdate();
        batch.setAtomic(true).setAllowNonFastForwards(true).setRefLogMessage("tidegate", true);
        moves.forEach(move -> batch.addCommand(new ReceiveCommand(move.from(), move.to(), move.ref())));
        try (RevWalk walk = new RevWalk(repository)) {
            batch.execute(walk, NullProgressMonitor.INSTANCE);
        }
        List<ReceiveCommand> undone = batch.getCommands().stream()
                .filter(command -> command.getResult() != Result.OK && !ReceiveCommand.isTransactionAborted(command))
                .toList();
        for (ReceiveCommand command : undone) {
            if (command.getResult() == Result.LOCK_FAILURE) {
                throw new RaceException(command.getRefName());
            }
            throw refused(command.getRefName(), command.getResult() + " " + command.getMessage());
        }
    }
}
