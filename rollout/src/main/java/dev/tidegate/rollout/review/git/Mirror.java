package dev.tidegate.rollout.review.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.RemoteRefUpdate.Status;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** A bare repository of ours that has what a server has; refs are changed on the server, and fetched afterwards. */
final class Mirror extends Place {
    private static final Set<String> RACES =
            Set.of("lock", "failed to update ref", "stale info", "fetch first", "reference already exists");

    private final URIish address;
    private final List<RefSpec> refs;

    Mirror(GitSettings settings, URIish address, List<String> refs) {
        super(settings);
        this.address = address;
        this.refs = refs.stream().map(RefSpec::new).toList();
    }

    @Override
    Repository open() throws IOException {
        File directory = settings.mirrors().resolve(settings.name() + ".git").toFile();
        if (!directory.isDirectory()) {
            Files.createDirectories(settings.mirrors());
            try (Repository created =
                    new FileRepositoryBuilder().setBare().setGitDir(directory).build()) {
                created.create(true);
            }
        }
        return existing(directory);
    }

    @Override
    void refresh(List<String> more) throws IOException {
        List<RefSpec> wanted = new ArrayList<>(refs);
        more.forEach(ref -> wanted.add(new RefSpec(ref)));
        try (Transport transport = connect()) {
            transport.setRemoveDeletedRefs(true);
            transport.fetch(NullProgressMonitor.INSTANCE, wanted);
        }
    }

    @Override
    void move(List<Move> moves) throws IOException {
        List<RemoteRefUpdate> updates = new ArrayList<>();
        for (Move move : moves) {
            // forced, because the way back leads to an older commit; the expected object is what guards it
            updates.add(new RemoteRefUpdate(
                    repository(), move.to().name(), move.to(), move.ref(), true, null, move.from()));
        }
        try (Transport transport = connect()) {
            transport.setPushAtomic(moves.size() > 1);
            check(transport.push(NullProgressMonitor.INSTANCE, updates).getRemoteUpdates());
        }
    }

    private void check(Collection<RemoteRefUpdate> updates) {
        List<RemoteRefUpdate> undone = updates.stream()
                .filter(update -> update.getStatus() != Status.OK && update.getStatus() != Status.UP_TO_DATE)
                .toList();
        for (RemoteRefUpdate update : undone) {
            if (isRace(update)) {
                throw new RaceException(update.getRemoteName());
            }
        }
        for (RemoteRefUpdate update : undone) {
            // one of several was refused, and another one of them says why
            if (undone.size() == 1 || !words(update).contains("transaction aborted")) {
                throw refused(update.getRemoteName(), update.getStatus() + " " + words(update));
            }
        }
        if (!undone.isEmpty()) {
            throw refused(undone.getFirst().getRemoteName(), "transaction aborted");
        }
    }

    /** Servers have words of their own for a ref that has moved, or is being moved right now. */
    private static boolean isRace(RemoteRefUpdate update) {
        return switch (update.getStatus()) {
            case REJECTED_REMOTE_CHANGED, REJECTED_NONFASTFORWARD -> true;
            case REJECTED_OTHER_REASON -> RACES.stream().anyMatch(words(update)::contains);
            default -> false;
        };
    }

    private static String words(RemoteRefUpdate update) {
        return update.getMessage() == null ? "" : update.getMessage().toLowerCase(Locale.ROOT);
    }

    private Transport connect() throws IOException {
        Transport transport = Transport.open(repository(), address);
        transport.setTimeout(Math.toIntExact(settings.limits().network().toSeconds()));
        settings.login()
                .ifPresent(login -> transport.setCredentialsProvider(
                        new UsernamePasswordCredentialsProvider(login.user(), login.password())));
        return transport;
    }
}
