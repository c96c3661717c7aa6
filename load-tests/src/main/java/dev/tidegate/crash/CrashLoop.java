package dev.tidegate.crash;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts a gateway, sends it batches of alerts that are all different, kills it with -9 in the middle, and starts it
 * again on the same directory; so many times. At the end every alert whose batch got its 200 must be listed, and each
 * must be in exactly one incident. Prints both counts; exits 1 when one is missing.
 *
 * <pre>./tidegate load crash [--rounds 20]</pre>
 */
public final class CrashLoop {
    private static final int BATCH = 64;
    private static final int SENDERS = 4;
    private static final Pattern SERIAL = Pattern.compile("\"serial\"\\s*:\\s*\"(\\d+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicInteger nextSerial = new AtomicInteger();
    private final URI url;

    private CrashLoop(int port) {
        url = URI.create("http://127.0.0.1:" + port);
    }

    /** Arguments: the launcher, and {@code --rounds N}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 1 && !(args.length == 3 && args[1].equals("--rounds"))) {
            System.err.println("usage: CrashLoop LAUNCHER [--rounds N]");
            System.exit(2);
        }
        int rounds = args.length == 3 ? Integer.parseInt(args[2]) : 20;
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        System.exit(new CrashLoop(port).run(Path.of(args[0]).toAbsolutePath(), port, rounds) ? 0 : 1);
    }

    private boolean run(Path launcher, int port, int rounds) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("tidegate-crash");
        Path data = work.resolve("data");
        for (int round = 1; round <= rounds; round++) {
            GatewayProcess gateway = GatewayProcess.start(http, launcher, data, port, List.of());
            gateway.awaitReady();
            int before = acknowledged.size();
            try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
                for (int i = 0; i < SENDERS; i++) {
                    senders.execute(this::sendUntilRefused);
                }
                TimeUnit.MILLISECONDS.sleep(300 + ThreadLocalRandom.current().nextInt(1500)); // the moment is the test
                gateway.kill();
            }
            System.out.printf(
                    "round %d of %d: killed, %d more acknowledged%n", round, rounds, acknowledged.size() - before);
        }
        GatewayProcess gateway = GatewayProcess.start(http, launcher, data, port, List.of());
        gateway.awaitReady();
        boolean kept = compare();
        gateway.stop();
        if (kept) {
            deleteTree(work);
        } else {
            System.out.println("kept for a look: " + work);
        }
        return kept;
    }

    /** Sends until the gateway dies under it; only whole batches with a 200 count as acknowledged. */
    private void sendUntilRefused() {
        while (true) {
            int first = nextSerial.getAndAdd(BATCH);
            HttpRequest request = request("/api/v2/alerts", "INGEST")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(batch(first)))
                    .build();
            try {
                if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                    for (int i = 0; i < BATCH; i++) {
                        acknowledged.add(first + i);
                    }
                }
            } catch (IOException killed) {
                return; // the connection broke: this batch was not acknowledged, whatever became of it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static String batch(int first) {
        StringBuilder out = new StringBuilder("[");
        Instant ends = Instant.now().plus(Duration.ofHours(2));
        for (int serial = first; serial < first + BATCH; serial++) {
            out.append(serial == first ? "" : ",")
                    .append("{\"labels\":{\"alertname\":\"CrashLoop\",\"cluster\":\"site-")
                    .append(serial / BATCH % 4)
                    .append("\",\"host\":\"node")
                    .append(serial % 500)
                    .append("\",\"serial\":\"")
                    .append(serial)
                    .append("\"},\"endsAt\":\"")
                    .append(ends)
                    .append("\"}");
        }
        return out.append(']').toString();
    }

    /** Awaits what was acknowledged, for the shards may still be reading it, and says what is missing. */
    private boolean compare() throws IOException, InterruptedException {
        Set<Integer> missing = new TreeSet<>(acknowledged);
        int listed = 0;
        for (int attempt = 0; attempt < 60 && !missing.isEmpty(); attempt++) {
            TimeUnit.MILLISECONDS.sleep(attempt == 0 ? 0 : 1000);
            BitSet there = listed();
            listed = there.cardinality();
            missing.removeIf(there::get);
        }
        System.out.printf(
                "acknowledged %d alerts, %d of them are there, %d listed in all (a batch may have landed whose answer was"
                        + " cut off)%n",
                acknowledged.size(), acknowledged.size() - missing.size(), listed);
        if (!missing.isEmpty()) {
            System.out.println(
                    "missing, for example: " + missing.stream().limit(10).toList());
        }
        return missing.isEmpty() && !acknowledged.isEmpty();
    }

    private BitSet listed() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(request("/api/v2/alerts", "READ").build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("GET /api/v2/alerts answered " + answer.statusCode() + ": " + answer.body());
        }
        BitSet there = new BitSet();
        Matcher serial = SERIAL.matcher(answer.body());
        while (serial.find()) {
            there.set(Integer.parseInt(serial.group(1)));
        }
        return there;
    }

    private HttpRequest.Builder request(String path, String role) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + GatewayProcess.token(role));
    }

    private static void deleteTree(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
