package dev.tidegate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One Kafka and one PostgreSQL for all tests of a JVM, started by the first that asks and gone with the JVM. Every test
 * takes a database and a topic prefix of its own, so tests share the servers and nothing else; JVMs share nothing, since
 * each has its own temporary directory and free ports.
 *
 * <p>It is the same start-up code as in production, with one difference: PostgreSQL does not wait for the disk.
 *
 * <pre>{@code
 * SharedEmbedded shared = SharedEmbedded.get();
 * PostgresConnection database = shared.freshDatabase();
 * String topic = shared.freshTopicPrefix() + "alerts";
 * Map<String, Object> properties = shared.kafkaClientProperties();
 * }</pre>
 */
public final class SharedEmbedded {
    private static final String DIRECTORY_PREFIX = "tidegate-shared-";

    private final EmbeddedServices services;
    private final AtomicInteger sequence = new AtomicInteger();
    private final Map<String, PostgresConnection> migrated = new HashMap<>();

    private SharedEmbedded(EmbeddedServices services) {
        this.services = services;
    }

    /** Started on first use; a failure to start stays the answer for the rest of the JVM. */
    private static final class Holder {
        static final SharedEmbedded INSTANCE = launch();
    }

    /**
     * The instance of this JVM. The first call takes some seconds and blocks.
     *
     * @throws EmbeddedException (first call; later ones fail too) when it cannot be started
     */
    public static SharedEmbedded get() {
        return Holder.INSTANCE;
    }

    private static SharedEmbedded launch() {
        try {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
            removeAbandoned(temporary);
            Path directory = Files.createTempDirectory(temporary, DIRECTORY_PREFIX);
            EmbeddedServices services =
                    EmbeddedServices.start(EmbeddedSettings.at(directory), line -> {}, Durability.THROW_AWAY);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform()
                            .name("embedded-shared-stop")
                            .unstarted(() -> discard(services, directory)));
            return new SharedEmbedded(services);
        } catch (IOException failure) {
            throw new EmbeddedException("no temporary directory could be made: " + Causes.explain(failure), failure);
        }
    }

    /** The JVM is ending, and with it the broker's threads; the database's processes need to be told. */
    private static void discard(EmbeddedServices services, Path directory) {
        try {
            services.postgres().abandon();
            PrivateFiles.deleteRecursively(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(directory + " is left behind", failure);
        }
    }

    /** Removes what killed JVMs left: directories whose lock nobody holds any more. */
    private static void removeAbandoned(Path temporary) throws IOException {
        List<Path> candidates;
        try (Stream<Path> entries = Files.list(temporary)) {
            candidates = entries.filter(
                            entry -> String.valueOf(entry.getFileName()).startsWith(DIRECTORY_PREFIX))
                    .filter(entry -> Files.exists(entry.resolve(Credentials.FILE)))
                    .toList();
        }
        for (Path candidate : candidates) {
            if (!Files.isWritable(candidate)) {
                continue; // another user's
            }
            removeUnlessHeld(candidate);
        }
    }

    private static void removeUnlessHeld(Path directory) throws IOException {
        DirectoryLock lock;
        try {
            lock = DirectoryLock.acquire(directory);
        } catch (DataDirectoryException inUse) {
            return; // by another test JVM, right now
        }
        try {
            PostmasterFile.endOrphan(PostgresCluster.dataIn(directory.resolve("postgres")));
            PrivateFiles.deleteRecursively(directory);
        } finally {
            lock.close();
        }
    }

    /** The broker's address and login, for any Kafka client. */
    public Map<String, Object> kafkaClientProperties() {
        return services.kafka().clientProperties();
    }

    /** A prefix for topics and consumer groups that no other test of this JVM has. */
    public String freshTopicPrefix() {
        return "t" + sequence.incrementAndGet() + "-";
    }

    /** A new, empty database, owned by the role that the connection logs in as. */
    public PostgresConnection freshDatabase() {
        return copyOf("template1");
    }

    /**
     * A new database with the tables and rows of another, which must have no open connections: for tests that would
     * otherwise run the same migrations again and again.
     */
    public PostgresConnection freshDatabase(PostgresConnection template) {
        return copyOf(template.database());
    }

    /**
     * A new database with the tables that a migration makes. It runs once in a JVM, the others are copies: of one name,
     * whichever is given first is everybody's. It must leave no connection open.
     */
    public synchronized PostgresConnection migratedDatabase(String name, Consumer<PostgresConnection> migration) {
        PostgresConnection template = migrated.get(name);
        if (template == null) {
            template = freshDatabase();
            migration.accept(template);
            migrated.put(name, template);
        }
        return freshDatabase(template);
    }

    private PostgresConnection copyOf(String template) {
        PostgresConnection superuser = services.postgres().superuser();
        String name = "test_" + sequence.incrementAndGet();
        try (Connection connection =
                        DriverManager.getConnection(superuser.jdbcUrl(), superuser.user(), superuser.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + statement.enquoteIdentifier(template, true)
                    + " OWNER " + PostgresCluster.USER + " STRATEGY FILE_COPY");
        } catch (SQLException failure) {
            throw new EmbeddedException(
                    "database " + name + " could not be made from " + template + ": " + Causes.explain(failure),
                    failure);
        }
        return services.postgres().connection().withDatabase(name);
    }

    /** Both services, for tests of the services themselves. Never close them. */
    public EmbeddedServices services() {
        return services;
    }
}
