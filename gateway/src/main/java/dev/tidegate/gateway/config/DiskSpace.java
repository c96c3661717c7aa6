package dev.tidegate.gateway.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How much is free on the disk of the embedded servers. A broker whose disk is full ends, and with it the process; so the
 * last piece of the disk is kept for what the servers write by themselves, and the doors in are closed before it is
 * reached. They open again when there is space again. With external servers there is nothing to watch.
 */
@Component
class DiskSpace {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final long NOBODYS = Long.MAX_VALUE;
    private static final long LOOK_EVERY = Duration.ofMillis(500).toNanos();
    private static final int MIB = 20;

    private final Path directory;
    private final long reserve;
    private final FileStore disk;
    private final boolean embedded;
    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime() - LOOK_EVERY);
    private volatile long free = NOBODYS;
    private volatile boolean low;

    DiskSpace(TidegateProperties properties, Backbone backboneHasMadeIt, MeterRegistry meters) throws IOException {
        embedded = properties.embedded();
        directory = properties.dataDirectory();
        reserve = embedded ? (long) properties.diskReserve() << MIB : 0;
        disk = Files.getFileStore(existing(directory));
        Gauge.builder("tidegate.disk.free.bytes", this, DiskSpace::free)
                .description("Free on the disk of the data directory")
                .register(meters);
        Gauge.builder("tidegate.disk.reserve.bytes", () -> reserve)
                .description("When less than this is free, senders get 503; 0 with external servers")
                .register(meters);
    }

    /** Empty while there is enough; otherwise a sentence. */
    String shortage() {
        if (!embedded) {
            return "";
        }
        look();
        return low
                ? "only " + (free >> MIB) + " MiB are free on the disk of " + directory + ", and " + (reserve >> MIB)
                        + " MiB are kept in reserve"
                : "";
    }

    private double free() {
        look();
        return free;
    }

    /** At most twice a second, by whoever asks: it is one call to the system, which does not wait for the disk. */
    private void look() {
        long now = System.nanoTime();
        long before = lookedAt.get();
        if (now - before < LOOK_EVERY || !lookedAt.compareAndSet(before, now)) {
            return;
        }
        try {
            free = disk.getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("the disk of " + directory + " does not say how much is free", e);
        }
        boolean lowNow = free < reserve;
        if (lowNow != low) {
            low = lowNow;
            if (lowNow) {
                LOG.error("{}; senders get 503 until there is more", shortage());
            } else {
                LOG.info("there is space again on the disk of {}; senders are taken again", directory);
            }
        }
    }

    private static Path existing(Path wanted) {
        Path path = wanted;
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }
}
