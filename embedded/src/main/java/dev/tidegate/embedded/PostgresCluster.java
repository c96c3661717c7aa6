package dev.tidegate.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database cluster on disk: made once by initdb, configured anew before every start.
 *
 * <p>It is made aside, with its role and database, and moved into place when complete: a crash in the middle leaves
 * nothing that a later start could take for data.
 *
 * @param data the cluster's directory
 */
record PostgresCluster(Path data) {
    static final String SUPERUSER = "postgres";
    /** The role Tidegate works as, and the database it owns. */
    static final String USER = "tidegate";

    static final String DATABASE = "tidegate";
    private static final String CONFIGURATION = "tidegate.conf";

    /** So often a password is hashed, which who knows it does at every login; PostgreSQL's own choice. */
    private static final int HASHES = 4096;

    /** Tests log in thousands of times, and nobody looks for their passwords. */
    private static final int HASHES_OF_THROW_AWAY_DATA = 1;

    static Path dataIn(Path directory) {
        return directory.resolve("data");
    }

    /**
     * Opens the cluster below a directory, making it first where there is none.
     *
     * @throws DataDirectoryException when it is damaged or of another major version
     * @throws EmbeddedException when it cannot be made
     */
    static PostgresCluster open(
            Path directory, PostgresBinaries binaries, Privileges privileges, Credentials credentials, boolean durable)
            throws IOException {
        Path data = dataIn(directory);
        if (!Files.exists(data)) {
            create(directory, data, binaries, privileges, credentials, durable);
        }
        privileges.own(data);
        Path version = data.resolve("PG_VERSION");
        if (!Files.isRegularFile(version)) {
            throw new DataDirectoryException("the PostgreSQL data in " + data + " is damaged: " + version
                    + " is missing; put the directory back from your backup");
        }
        String major = Files.readString(version, StandardCharsets.UTF_8).strip();
        if (!major.equals(binaries.majorVersion())) {
            throw new DataDirectoryException("the PostgreSQL data in " + data + " was made by version " + major
                    + ", and this Tidegate brings version " + binaries.majorVersion()
                    + "; use the Tidegate that made it, or move the data by dump and restore");
        }
        return new PostgresCluster(data);
    }

    private static void create(
            Path directory,
            Path data,
            PostgresBinaries binaries,
            Privileges privileges,
            Credentials credentials,
            boolean durable)
            throws IOException {
        Path fresh = directory.resolve("data.new");
        PrivateFiles.deleteRecursively(fresh);
        PrivateFiles.createDirectories(fresh);
        privileges.own(fresh);
        Path password = directory.resolve("initdb.password");
        PrivateFiles.write(password, credentials.postgresSuperuserPassword() + "\n");
        privileges.own(password);
        try {
            require(
                    "initdb",
                    privileges,
                    List.of(
                            binaries.program("initdb").toString(),
                            "--pgdata=" + fresh,
                            "--username=" + SUPERUSER,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-instructions",
                            // what the move below makes visible must be on the disk before it
                            durable ? "--sync-method=fsync" : "--no-sync",
                            "--set=scram_iterations=" + (durable ? HASHES : HASHES_OF_THROW_AWAY_DATA)),
                    null);
        } finally {
            Files.deleteIfExists(password);
        }
        Files.writeString(
                fresh.resolve("postgresql.conf"),
                "\ninclude_if_exists = '" + CONFIGURATION + "'\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND);
        PrivateFiles.write(fresh.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        privileges.own(fresh.resolve("pg_hba.conf"));
        require(
                "creating the database",
                privileges,
                List.of(binaries.program("postgres").toString(), "--single", "-j", "-D", fresh.toString(), SUPERUSER),
                roleAndDatabase(credentials));
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** For single-user mode, where a blank line ends a command. Names and passwords are letters and digits. */
    private static String roleAndDatabase(Credentials credentials) {
        return "CREATE ROLE " + USER + " LOGIN PASSWORD '" + credentials.postgresPassword() + "';\n\n"
                + "CREATE DATABASE " + DATABASE + " OWNER " + USER + ";\n\n";
    }

    private static void require(String what, Privileges privileges, List<String> command, @Nullable String input)
            throws IOException {
        Command.Result result = Command.run(privileges.command(command), input);
        // single-user mode goes on after an error and ends well
        if (!result.succeeded() || result.output().contains("ERROR:")) {
            throw new EmbeddedException("PostgreSQL could not be set up (" + what + "): " + result.lastLine());
        }
    }

    /**
     * Writes the settings of one start.
     *
     * @param durable false gives up the data of a crash for speed: throw-away data only
     */
    void configure(int port, boolean durable, Privileges privileges) throws IOException {
        String disk = durable ? "on" : "off";
        String settings = """
                # written by Tidegate before every start
                listen_addresses = '%s'
                port = %d
                unix_socket_directories = ''
                password_encryption = scram-sha-256
                max_connections = 100
                shared_buffers = 128MB
                max_wal_size = 1GB
                min_wal_size = 64MB
                checkpoint_timeout = 5min
                wal_compression = on
                wal_level = minimal
                max_wal_senders = 0
                fsync = %s
                synchronous_commit = %s
                full_page_writes = %s
                jit = off
                timezone = 'UTC'
                log_timezone = 'UTC'
                logging_collector = on
                log_directory = '../log'
                log_filename = 'postgresql-%%a.log'
                log_rotation_age = 1d
                log_truncate_on_rotation = on
                log_file_mode = 0600
                cluster_name = 'tidegate'
                """.formatted(RememberedPorts.LOOPBACK, port, disk, disk, disk);
        Path file = data.resolve(CONFIGURATION);
        PrivateFiles.write(file, settings);
        privileges.own(file);
    }
}
