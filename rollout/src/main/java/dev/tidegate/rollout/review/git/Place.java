package dev.tidegate.rollout.review.git;

import dev.tidegate.rollout.review.ReviewException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** Where a repository is: a directory that is worked on, or a mirror of what a server has. Used by one thread. */
abstract class Place implements AutoCloseable {
    private static final Set<String> SCHEMES = Set.of("https", "http", "ssh", "file");

    protected final GitSettings settings;
    private @Nullable Repository open;

    Place(GitSettings settings) {
        this.settings = settings;
    }

    /** @throws IllegalArgumentException when the address is none */
    static Place of(GitSettings settings, List<String> refs) {
        Ambient.ignore();
        URIish address;
        try {
            address = new URIish(settings.url());
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException(
                    "repository " + settings.name() + ": \"" + settings.url() + "\" is no address: "
                            + wrong.getMessage(),
                    wrong);
        }
        if (address.getPass() != null) {
            throw new IllegalArgumentException("repository " + settings.name()
                    + ": a password does not belong into the url, which is shown to people; use password_file");
        }
        if (address.getScheme() == null && address.getHost() == null) {
            return new Directory(settings);
        }
        if (address.getScheme() != null && !SCHEMES.contains(address.getScheme())) {
            throw new IllegalArgumentException("repository " + settings.name() + ": addresses with "
                    + address.getScheme() + ":// are not fetched; use https, http, ssh or file");
        }
        return new Mirror(settings, address, refs);
    }

    /** The repository's objects and refs. */
    final Repository repository() throws IOException {
        Repository found = open;
        if (found == null) {
            found = open();
            open = found;
        }
        return found;
    }

    /** Makes refs and objects those of now. */
    abstract void refresh(List<String> more) throws IOException;

    /**
     * Moves all refs or none.
     *
     * @throws RaceException when somebody else has moved one meanwhile
     * @throws ReviewException when it is refused
     */
    abstract void move(List<Move> moves) throws IOException;

    abstract Repository open() throws IOException;

    /** Where a ref is; all zeros when it does not exist. */
    final ObjectId at(String ref) throws IOException {
        Ref found = repository().exactRef(ref);
        ObjectId id = found == null ? null : found.getObjectId();
        return id == null ? ObjectId.zeroId() : id;
    }

    final ReviewException refused(String ref, @Nullable String why) {
        return new ReviewException("repository " + settings.title() + " refuses to change " + ref + ": "
                + (why == null || why.isBlank() ? "it does not say why" : why));
    }

    @Override
    public final void close() {
        Repository found = open;
        open = null;
        if (found != null) {
            found.close();
        }
    }

    static Repository existing(File directory) throws IOException {
        FileRepositoryBuilder found = new FileRepositoryBuilder().addCeilingDirectory(directory);
        File inside = new File(directory, ".git");
        Repository repository = found.setGitDir(inside.exists() ? inside : directory)
                .setMustExist(true)
                .build();
        if (!repository.getObjectDatabase().exists()) {
            repository.close();
            throw new RepositoryNotFoundException(directory);
        }
        return repository;
    }
}
