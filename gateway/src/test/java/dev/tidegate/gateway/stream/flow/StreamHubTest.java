package dev.tidegate.gateway.stream.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.read.EventRow;
import dev.tidegate.gateway.read.IncidentQuery;
import dev.tidegate.gateway.stream.EventFilter;
import dev.tidegate.gateway.stream.EventRing;
import dev.tidegate.gateway.stream.Framing;
import dev.tidegate.gateway.stream.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Readers of a hub on virtual time, over a hand-written table and topic. */
class StreamHubTest {
    private static final int PARTITIONS = 3;
    private static final Duration BEAT = Duration.ofSeconds(15);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TableOfEvents table = new TableOfEvents(PARTITIONS);

    private StreamHub hub(int ringSize) {
        StreamHub hub =
                new StreamHub(new EventRing(ringSize, 1L << 20), table, table, time, BEAT, new SimpleMeterRegistry());
        hub.start();
        return hub;
    }

    /** A connection that asks for frames as told, and remembers by number what it was given. */
    private static final class Client extends BaseSubscriber<List<byte[]>> {
        final List<String> events = new ArrayList<>();
        final List<String> had = new ArrayList<>();
        final List<String> ids = new ArrayList<>();
        Position snapshotAt = Position.start();
        String lastId = "";
        int skipped;
        int heartbeats;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // asks when told
        }

        @Override
        protected void hookOnNext(List<byte[]> frames) {
            for (byte[] frame : frames) {
                take(JSON.readTree(new String(frame, StandardCharsets.UTF_8)));
            }
        }

        private void take(JsonNode line) {
            String event = line.path("event").asString("");
            events.add(event);
            switch (event) {
                case "heartbeat" -> heartbeats++;
                case "skipped" -> skipped += line.path("data").path("skipped").asInt();
                case "snapshot.begin" -> {
                    snapshotAt =
                            Position.parse(line.path("data").path("position").asString(""));
                    had.clear();
                }
                case "incident.updated" -> had.add(line.path("data").path("e").asString(""));
                default -> {}
            }
            String id = line.path("id").asString("");
            if (!id.isEmpty()) {
                lastId = id;
                if (event.equals("incident.updated")) {
                    ids.add(id);
                }
            }
        }
    }

    private static Client connect(StreamHub hub, TableOfEvents table, @Nullable Position from) {
        Topic topic = new Topic(new EventFilter.OneIncident("i1"), table.incidents(IncidentQuery.ALL));
        Client client = new Client();
        Flux<List<byte[]>> frames =
                hub.session(topic, Framing.NDJSON, from).blockOptional().orElseThrow();
        frames.subscribe(client);
        return client;
    }

    private void publish(int partition) {
        table.publish(table.commit(partition));
        time.advanceTimeBy(Tails.COALESCE);
    }

    @Test
    void snapshotThenTail() {
        table.commit(0);
        StreamHub hub = hub(100);
        Client client = connect(hub, table, null);
        client.request(Long.MAX_VALUE);
        publish(1);
        publish(0);
        assertThat(client.events)
                .containsExactly("snapshot.begin", "snapshot.end", "incident.updated", "incident.updated");
        assertThat(client.had).containsExactly("1.1", "0.2");
        assertThat(client.lastId).isEqualTo("0.2-1.1-2.0");
    }

    @Test
    void aReaderTooManyIsRefusedAndCounted() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        StreamHub hub = new StreamHub(new EventRing(100, 1L << 20), table, table, time, BEAT, meters);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < StreamHub.MAX_READERS; i++) {
            clients.add(connect(hub, table, null));
        }
        Topic topic = new Topic(new EventFilter.OneIncident("i1"), table.incidents(IncidentQuery.ALL));
        assertThat(hub.session(topic, Framing.SSE, null).blockOptional()).isEmpty();
        assertThat(meters.counter("tidegate.stream.refused").count()).isEqualTo(1);
        assertThat(meters.get("tidegate.stream.readers").gauge().value()).isEqualTo(StreamHub.MAX_READERS);
        clients.getFirst().cancel();
        assertThat(hub.session(topic, Framing.SSE, null).blockOptional()).isPresent();
        clients.forEach(Client::cancel);
    }

    @Test
    void resumesAnywhereWithExactlyWhatIsMissing() {
        StreamHub hub = hub(100);
        Client first = connect(hub, table, null);
        first.request(Long.MAX_VALUE);
        for (int i = 0; i < 30; i++) {
            publish(i * 7 % PARTITIONS);
        }
        assertThat(first.had).hasSize(30);
        for (int i = 0; i < 30; i++) {
            Client again = connect(hub, table, Position.parse(first.ids.get(i)));
            again.request(Long.MAX_VALUE);
            assertThat(again.had).isEqualTo(first.had.subList(i + 1, 30));
            assertThat(again.events).doesNotContain("snapshot.begin");
            again.cancel();
        }
    }

    @Test
    void resumesFromTheTableWhatTheRingHasForgotten() {
        StreamHub hub = hub(4);
        for (int i = 0; i < 20; i++) {
            publish(i % PARTITIONS);
        }
        Client client = connect(hub, table, Position.parse("0.2-1.1-2.0"));
        client.request(Long.MAX_VALUE);
        publish(0);
        assertThat(client.had).hasSize(18).doesNotHaveDuplicates().endsWith("0.8");
        assertThat(client.skipped).isZero();
    }

    @Test
    void whoComesTooLateIsToldAndGetsASnapshot() {
        StreamHub hub = hub(4);
        for (int i = 0; i < 20; i++) {
            publish(0);
        }
        table.trim(0, 15);
        Client client = connect(hub, table, Position.parse("0.3"));
        client.request(Long.MAX_VALUE);
        assertThat(client.events).containsExactly("skipped", "snapshot.begin", "snapshot.end");
        assertThat(client.skipped).isEqualTo(17);
        assertThat(client.lastId).isEqualTo("0.20-1.0-2.0");
    }

    @Test
    void aSlowReaderIsSkippedAheadAndOthersAreNot() {
        StreamHub hub = hub(8);
        Client slow = connect(hub, table, null);
        Client quick = connect(hub, table, null);
        slow.request(1);
        quick.request(Long.MAX_VALUE);
        for (int i = 0; i < 50; i++) {
            publish(i % PARTITIONS);
        }
        assertThat(quick.had).hasSize(50);
        assertThat(slow.had).isEmpty();
        slow.request(Long.MAX_VALUE);
        assertThat(slow.events)
                .containsExactly("snapshot.begin", "snapshot.end", "skipped", "snapshot.begin", "snapshot.end");
        assertThat(slow.skipped).isEqualTo(50);
        publish(0);
        assertThat(slow.had).containsExactly("0.18");
    }

    @Test
    void aQuietStreamShowsThatItLives() {
        StreamHub hub = hub(8);
        Client client = connect(hub, table, null);
        client.request(Long.MAX_VALUE);
        time.advanceTimeBy(BEAT.multipliedBy(3));
        assertThat(client.heartbeats).isEqualTo(3);
    }

    @Test
    void whatTheTopicLostComesFromTheTable() {
        StreamHub hub = hub(100);
        Client client = connect(hub, table, null);
        client.request(Long.MAX_VALUE);
        table.commit(0);
        table.commit(0);
        publish(0);
        assertThat(client.had).containsExactly("0.1", "0.2", "0.3");
        table.commit(1);
        time.advanceTimeBy(BEAT.multipliedBy(2));
        assertThat(client.had).containsExactly("0.1", "0.2", "0.3", "1.1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void nothingIsLostOrRepeated(long seed) {
        Random random = new Random(seed);
        StreamHub hub = hub(16 + random.nextInt(64));
        List<Client> clients = new ArrayList<>();
        List<EventRow> unpublished = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> unpublished.add(table.commit(random.nextInt(PARTITIONS)));
                case 4, 5, 6 -> publishSome(random, unpublished);
                case 7 -> {
                    if (clients.size() < 20) {
                        clients.add(connect(hub, table, null));
                    } else {
                        reconnect(random, hub, clients);
                    }
                }
                case 8 -> {
                    if (!clients.isEmpty()) {
                        clients.get(random.nextInt(clients.size())).request(1 + random.nextInt(5));
                    }
                }
                default -> time.advanceTimeBy(Duration.ofMillis(random.nextInt(50)));
            }
        }
        unpublished.forEach(table::publish);
        clients.forEach(client -> client.request(Long.MAX_VALUE));
        time.advanceTimeBy(BEAT.multipliedBy(3));
        Position end = Position.of(table.latest().blockOptional().orElseThrow());
        assertThat(clients).isNotEmpty().allSatisfy(client -> {
            assertThat(client.had).doesNotHaveDuplicates();
            assertThat(client.had).hasSize((int) end.since(client.snapshotAt));
            assertThat(Position.parse(client.lastId)).isEqualTo(end);
        });
    }

    /** The relay is late, in order within a partition, and sometimes says a thing twice. */
    private void publishSome(Random random, List<EventRow> unpublished) {
        int count = Math.min(unpublished.size(), random.nextInt(4));
        for (int i = 0; i < count; i++) {
            EventRow row = unpublished.removeFirst();
            table.publish(row);
            if (random.nextInt(8) == 0) {
                table.publish(row);
            }
        }
    }

    /** Hangs up and comes back with the last id, keeping what was had. */
    private void reconnect(Random random, StreamHub hub, List<Client> clients) {
        int which = random.nextInt(clients.size());
        Client old = clients.get(which);
        if (old.lastId.isEmpty()) {
            return;
        }
        old.cancel();
        Client next = connect(hub, table, Position.parse(old.lastId));
        next.had.addAll(old.had);
        next.snapshotAt = old.snapshotAt;
        next.lastId = old.lastId;
        clients.set(which, next);
    }
}
