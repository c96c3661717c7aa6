package dev.tidegate.readers;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Many readers of one stream, some of whom stall after its snapshot until they are let go. */
final class Crowd {
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(20);

    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Reader> readers = new ArrayList<>();

    private Crowd() {}

    /** Until all of them have the snapshot. */
    static Crowd gather(WatchedGateway gateway, int count, int stalled) throws InterruptedException {
        Crowd crowd = new Crowd();
        for (int i = 0; i < count; i++) {
            crowd.readers.add(gateway.reader(i < stalled ? crowd.go : null));
        }
        for (Reader reader : crowd.readers) {
            reader.awaitConnected();
        }
        return crowd;
    }

    /**
     * Lets go those that stall, and waits until they have read on and were told.
     *
     * @param forLong whether they stalled for so long that they must have been skipped ahead
     * @return what went wrong
     */
    List<String> letGo(boolean forLong) throws InterruptedException {
        go.countDown();
        long deadline = System.nanoTime() + TOLD_WITHIN.toNanos();
        while (forLong && untold() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        List<String> faults = new ArrayList<>();
        readers.stream()
                .filter(reader -> !reader.failure().isEmpty())
                .findFirst()
                .ifPresent(reader -> faults.add("a reader lost its stream: " + reader.failure()));
        if (forLong && untold() > 0) {
            faults.add(untold() + " stalled readers were not told that frames were skipped; did they stall for long"
                    + " enough?");
        }
        long missing = readers.stream().filter(reader -> reader.missed() > 0).count();
        if (missing > 0) {
            faults.add(missing + " readers missed frames without being told");
        }
        long skipped = readers.stream()
                .filter(reader -> !reader.stalls() && reader.toldOfSkipping() > 0)
                .count();
        if (skipped > 0) {
            faults.add(skipped + " readers that did not stall were skipped ahead");
        }
        return faults;
    }

    void hangUp() throws IOException {
        for (Reader reader : readers) {
            reader.close();
        }
    }

    /** Readers that had every frame. */
    long whole() {
        return readers.stream()
                .filter(reader -> reader.missed() == 0 && reader.toldOfSkipping() == 0)
                .count();
    }

    /** Readers that were told what they had missed. */
    long told() {
        return readers.stream().filter(reader -> reader.toldOfSkipping() > 0).count();
    }

    private long untold() {
        return readers.stream()
                .filter(reader -> reader.stalls() && reader.toldOfSkipping() == 0)
                .count();
    }
}
