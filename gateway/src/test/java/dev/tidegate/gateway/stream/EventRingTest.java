package dev.tidegate.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.gateway.stream.RingReader.Polled;
import dev.tidegate.gateway.stream.StreamEvent.Facts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRingTest {
    private static final EventFilter ALL = new EventFilter.OneIncident("i");

    private static StreamEvent event(int partition, long seq) {
        byte[] json = ("{\"e\":\"" + partition + "." + seq + "\"}").getBytes(StandardCharsets.UTF_8);
        return new StreamEvent(partition, seq, "incident.updated", "acme", "c1", "i", json, Facts.NONE);
    }

    private static List<String> drain(RingReader reader) {
        List<String> out = new ArrayList<>();
        while (reader.poll() instanceof Polled.Frames frames) {
            frames.frames().forEach(frame -> out.add(new String(frame, StandardCharsets.UTF_8)));
        }
        return out;
    }

    @Test
    void givesEveryReaderWhatItLacks() {
        EventRing ring = new EventRing(8, 10_000);
        ring.append(event(0, 1));
        ring.append(event(1, 1));
        ring.append(event(0, 2));
        RingReader fresh = new RingReader(ring, ALL, Framing.NDJSON, Position.start(), ring.head());
        RingReader second = new RingReader(ring, ALL, Framing.NDJSON, Position.parse("0.1"), ring.head());
        assertThat(drain(fresh)).hasSize(3);
        assertThat(drain(second)).containsExactly("""
            {"event":"incident.updated","id":"0.1-1.1","data":{"e":"1.1"}}
            """, """
            {"event":"incident.updated","id":"0.2-1.1","data":{"e":"0.2"}}
            """);
        assertThat(second.position()).isEqualTo(Position.parse("0.2-1.1"));
        assertThat(fresh.poll()).isInstanceOf(Polled.Idle.class);
    }

    @Test
    void aReaderAheadOfTheRingKeepsItsOwnIds() {
        EventRing ring = new EventRing(8, 10_000);
        long tail = ring.tail();
        // the reader's snapshot had 1.3 already; the ring learns of these later
        RingReader reader = new RingReader(ring, ALL, Framing.NDJSON, Position.parse("0.0-1.3"), tail);
        ring.append(event(0, 1));
        ring.append(event(1, 1));
        ring.append(event(1, 2));
        ring.append(event(1, 3));
        ring.append(event(0, 2));
        assertThat(drain(reader)).hasSize(2).first().asString().contains("\"id\":\"0.1-1.3\"");
        assertThat(reader.position()).isEqualTo(Position.parse("0.2-1.3"));
    }

    @Test
    void tellsWhoIsOvertaken() {
        EventRing ring = new EventRing(4, 10_000);
        RingReader slow = new RingReader(ring, ALL, Framing.SSE, Position.start(), ring.head());
        for (int i = 1; i <= 5; i++) {
            ring.append(event(0, i));
        }
        assertThat(slow.poll()).isInstanceOf(Polled.Overtaken.class);
        assertThat(ring.floor()).isEqualTo(Position.parse("0.1"));
        assertThat(ring.cursorFor(Position.parse("0.1"))).isEqualTo(ring.head());
        assertThat(ring.cursorFor(Position.start())).isEqualTo(-1);
    }

    @Test
    void isBoundedInBytes() {
        EventRing ring = new EventRing(1_000, 100);
        for (int i = 1; i <= 50; i++) {
            ring.append(event(0, i));
        }
        assertThat(ring.tail() - ring.head()).isBetween(5L, 9L);
        assertThat(ring.top()).isEqualTo(Position.parse("0.50"));
    }

    @Test
    void dropsRepeatsAndRefusesGaps() {
        EventRing ring = new EventRing(4, 10_000);
        assertThat(ring.append(event(0, 1))).isTrue();
        assertThat(ring.append(event(0, 1))).isFalse();
        assertThatThrownBy(() -> ring.append(event(0, 3))).hasMessageContaining("event 2 is missing");
    }

    @Test
    void restartOvertakesEverybody() {
        EventRing ring = new EventRing(4, 10_000);
        RingReader reader = new RingReader(ring, ALL, Framing.SSE, Position.start(), ring.tail());
        ring.restart(Position.parse("0.100"));
        assertThat(reader.poll()).isInstanceOf(Polled.Overtaken.class);
        assertThat(ring.append(event(0, 101))).isTrue();
    }
}
