package dev.tidegate.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble.VerificationFlag;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The broker's formatted storage, as {@code kafka-storage format} makes it. A directory is formatted aside and moved
 * into place, so a crash never leaves a half-formatted one.
 *
 * @param properties the identity of the storage: cluster, node and directory
 * @param bootstrap the feature levels it was formatted with
 */
record KafkaStorage(MetaPropertiesEnsemble properties, BootstrapMetadata bootstrap) {
    static final String META_FILE = "meta.properties";
    static final int NODE_ID = 1;

    /**
     * Opens the storage, formatting it first where the directory is empty.
     *
     * @throws DataDirectoryException when there is something else in it, or storage of another cluster
     */
    static KafkaStorage open(Path directory, String clusterId) throws IOException {
        if (!Files.exists(directory.resolve(META_FILE))) {
            requireEmpty(directory);
            format(directory, clusterId);
        }
        try {
            MetaPropertiesEnsemble properties = new MetaPropertiesEnsemble.Loader()
                    .addLogDirs(List.of(directory.toString()))
                    .addMetadataLogDir(directory.toString())
                    .load();
            properties.verify(
                    Optional.of(clusterId),
                    OptionalInt.of(NODE_ID),
                    EnumSet.of(VerificationFlag.REQUIRE_AT_LEAST_ONE_VALID, VerificationFlag.REQUIRE_METADATA_LOG_DIR));
            return new KafkaStorage(properties, new BootstrapDirectory(directory.toString()).read());
        } catch (Exception failure) { // what the two Kafka calls declare
            throw new DataDirectoryException(
                    "the Kafka data in " + directory + " is damaged or belongs to another cluster: "
                            + Causes.explain(failure) + "; put it back from your backup",
                    failure);
        }
    }

    private static void requireEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            Optional<Path> any = entries.findAny();
            if (any.isPresent()) {
                throw new DataDirectoryException(directory.resolve(META_FILE) + " is missing, but the directory holds "
                        + any.get().getFileName() + "; put the file back from your backup");
            }
        }
    }

    private static void format(Path directory, String clusterId) throws IOException {
        Path fresh = directory.resolveSibling(directory.getFileName() + ".new");
        PrivateFiles.deleteRecursively(fresh);
        PrivateFiles.createDirectories(fresh);
        try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(quiet)
                    .setNodeId(NODE_ID)
                    .setClusterId(clusterId)
                    .setControllerListenerName(KafkaSettings.CONTROLLER)
                    .setMetadataLogDirectory(fresh.toString())
                    .setDirectories(List.of(fresh.toString()))
                    .setUnstableFeatureVersionsEnabled(false)
                    .run();
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) { // what Formatter.run declares
            throw new IOException("formatting " + fresh + " failed", failure);
        }
        Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    }
}
