package dev.tidegate.embedded;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A real PostgreSQL server on loopback, in processes of its own that end with this one, however it ends. Commits wait
 * for the disk, so they survive a power cut as well as a {@code kill -9}.
 *
 * <p>Passwords are asked for on every connection (scram-sha-256); there is no Unix socket. Starting and stopping
 * block; keep both off reactive threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String NAME = "PostgreSQL";
    /** A free port can be gone again before the server takes it. */
    private static final int PORT_ATTEMPTS = 5;

    private final PostgresServer server;
    private final PostgresConnection connection;
    private final PostgresConnection superuser;
    private final CompletableFuture<String> failed = new CompletableFuture<>();
    private volatile boolean closing;

    private EmbeddedPostgres(PostgresServer server, PostgresConnection connection, PostgresConnection superuser) {
        this.server = server;
        this.connection = connection;
        this.superuser = superuser;
        server.ended().thenAccept(code -> {
            if (!closing) {
                failed.complete("its server process ended with code " + code);
            }
        });
    }

    /**
     * Starts the server on its part of the data directory and returns when it takes connections. A server that a
     * killed process left behind there is stopped first.
     *
     * @param wantedPort 0 takes the port used last when it is free, or else any free one
     * @throws EmbeddedException when the port is taken, the data is damaged or of another version, or it does not
     *     come up
     */
    public static EmbeddedPostgres start(DataDirectory directory, int wantedPort) {
        return start(directory, wantedPort, Durability.SURVIVES_POWER_LOSS, Privileges.ofThisProcess());
    }

    static EmbeddedPostgres start(
            DataDirectory directory, int wantedPort, Durability durability, Privileges privileges) {
        boolean durable = durability == Durability.SURVIVES_POWER_LOSS;
        Credentials credentials = directory.credentials();
        try {
            PostgresBinaries binaries = PostgresBinaries.unpacked(directory.path(), privileges);
            PostmasterFile.endOrphan(PostgresCluster.dataIn(directory.postgres()));
            privileges.own(directory.postgres());
            PostgresCluster cluster =
                    PostgresCluster.open(directory.postgres(), binaries, privileges, credentials, durable);
            for (int attempt = 1; ; attempt++) {
                int port = choosePort(directory.ports(), wantedPort);
                cluster.configure(port, durable, privileges);
                try {
                    PostgresServer server = PostgresServer.start(binaries, cluster, privileges);
                    directory.ports().remember("postgres", port);
                    return new EmbeddedPostgres(
                            server,
                            connection(
                                    port,
                                    PostgresCluster.DATABASE,
                                    PostgresCluster.USER,
                                    credentials.postgresPassword()),
                            connection(
                                    port,
                                    PostgresCluster.SUPERUSER,
                                    PostgresCluster.SUPERUSER,
                                    credentials.postgresSuperuserPassword()));
                } catch (PostgresServer.StartFailure failure) {
                    if (!failure.portTaken() || attempt == PORT_ATTEMPTS) {
                        throw failure;
                    }
                    if (wantedPort != 0) {
                        throw RememberedPorts.taken(NAME, wantedPort, failure);
                    }
                }
            }
        } catch (IOException failure) {
            throw new EmbeddedException(
                    "PostgreSQL could not start in " + directory.postgres() + ": " + Causes.explain(failure), failure);
        }
    }

    private static int choosePort(RememberedPorts ports, int wanted) throws IOException {
        try (ServerSocketChannel probe = ports.bind("postgres", NAME, wanted)) {
            return RememberedPorts.portOf(probe);
        }
    }

    private static PostgresConnection connection(int port, String database, String user, String password) {
        return new PostgresConnection(RememberedPorts.LOOPBACK, port, database, user, password);
    }

    /** The database and role Tidegate works with; the role owns the database and nothing else. */
    public PostgresConnection connection() {
        return connection;
    }

    /** The server's own role, for tests that create databases. */
    PostgresConnection superuser() {
        return superuser;
    }

    /** The server's process id. */
    public long pid() {
        return server.pid();
    }

    /** Completes with a reason when the server ends by itself; never after {@link #close()}. */
    public CompletionStage<String> failed() {
        return failed.minimalCompletionStage();
    }

    /** Ends all connections and stops the server with a checkpoint. */
    @Override
    public void close() {
        closing = true;
        try {
            server.close();
        } catch (IOException failure) {
            throw new EmbeddedException("PostgreSQL could not be stopped: " + Causes.explain(failure), failure);
        }
    }

    /** Stops the server without a checkpoint: for data that nobody will look at again. */
    void abandon() throws IOException {
        closing = true;
        server.abandon();
    }
}
