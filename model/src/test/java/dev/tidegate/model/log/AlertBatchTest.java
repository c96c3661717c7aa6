package dev.tidegate.model.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.StringPool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AlertBatchTest {
    private static final long RECEIVED = 1_750_000_000_000_000L;

    private static byte[] record(List<Alert> alerts) {
        AlertBatchWriter writer = new AlertBatchWriter(new Scope("acme", "fra1"), "test", RECEIVED);
        alerts.forEach(writer::add);
        return writer.toRecord();
    }

    private static List<Alert> read(byte[] record) {
        AlertBatchReader reader = new AlertBatchReader(record);
        StringPool pool = new StringPool(64);
        List<Alert> out = new ArrayList<>();
        while (reader.next()) {
            Alert alert = reader.alert(pool);
            assertThat(reader.fingerprint()).isEqualTo(alert.fingerprint());
            out.add(alert);
        }
        return out;
    }

    @Provide
    Arbitrary<Alert> alerts() {
        Arbitrary<Labels> labels = Arbitraries.maps(
                        Arbitraries.strings().ofMaxLength(20),
                        Arbitraries.strings().ofMaxLength(40))
                .ofMaxSize(10)
                .map(AlertBatchTest::wellFormed);
        Arbitrary<Long> times = Arbitraries.longs().between(0, 4_000_000_000_000_000L);
        return Combinators.combine(
                        labels,
                        labels,
                        times,
                        times.injectNull(0.3),
                        Arbitraries.strings().ofMaxLength(20))
                .as((l, a, from, to, url) -> new Alert(
                        l,
                        a,
                        Micros.toInstant(from),
                        to == null ? null : Micros.toInstant(to),
                        url.replaceAll("\\p{Cs}", "?")));
    }

    /** Lone surrogates have no UTF-8. */
    private static Labels wellFormed(java.util.Map<String, String> map) {
        java.util.Map<String, String> out = new java.util.TreeMap<>();
        map.forEach((name, value) -> out.put(name.replaceAll("\\p{Cs}", "?"), value.replaceAll("\\p{Cs}", "?")));
        return Labels.of(out);
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadBack(@ForAll List<@net.jqwik.api.From("alerts") Alert> alerts) {
        assertThat(read(record(alerts))).isEqualTo(alerts);
    }

    @Property(tries = 100)
    void aLookAheadSeesWhatComesAndMovesNothing(
            @ForAll List<@net.jqwik.api.From("alerts") Alert> alerts, @ForAll @IntRange(max = 9) int most) {
        AlertBatchReader reader = new AlertBatchReader(record(alerts));
        for (int i = 0; i <= alerts.size(); i++) {
            long[] ahead = new long[most];
            int seen = reader.peek(ahead);
            assertThat(seen).isEqualTo(Math.min(most, alerts.size() - i));
            for (int k = 0; k < seen; k++) {
                assertThat(ahead[k]).isEqualTo(alerts.get(i + k).fingerprint());
            }
            assertThat(reader.hasNext()).isEqualTo(i < alerts.size());
            assertThat(reader.next()).isEqualTo(i < alerts.size());
        }
    }

    @Property(tries = 200)
    void aRecordCutShortIsMalformedAndNothingElse(@ForAll @net.jqwik.api.From("alerts") Alert alert, @ForAll int cut) {
        byte[] whole = record(List.of(alert));
        byte[] part = Arrays.copyOf(whole, Math.floorMod(cut, whole.length));
        assertThatThrownBy(() -> read(part)).isInstanceOf(MalformedRecordException.class);
    }

    @Property(tries = 2000)
    void aDamagedRecordIsReadOrMalformedAndNothingElse(
            @ForAll @net.jqwik.api.From("alerts") Alert alert, @ForAll int where, @ForAll byte damage) {
        byte[] record = record(List.of(alert, alert));
        record[Math.floorMod(where, record.length)] ^= damage;
        try {
            AlertBatchReader reader = new AlertBatchReader(record);
            StringPool pool = new StringPool(64);
            assertThat(reader.peek(new long[4])).isLessThanOrEqualTo(4);
            while (reader.next()) {
                reader.labels(pool);
                reader.annotations(pool);
                reader.generatorUrl(pool);
            }
        } catch (MalformedRecordException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Test
    void theTextHashChangesWithTheTextsAlone() {
        Alert alert = new Alert(Labels.of("a", "1"), Labels.of("s", "x"), Micros.toInstant(RECEIVED), null, "u");
        Alert later = new Alert(alert.labels(), alert.annotations(), Micros.toInstant(RECEIVED + 9), null, "u");
        Alert other = new Alert(alert.labels(), Labels.of("s", "y"), alert.startsAt(), null, "u");
        Alert elsewhere = new Alert(alert.labels(), alert.annotations(), alert.startsAt(), null, "v");
        AlertBatchReader reader = new AlertBatchReader(record(List.of(alert, later, other, elsewhere)));
        List<Long> hashes = new ArrayList<>();
        while (reader.next()) {
            hashes.add(reader.textHash());
        }
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
        assertThat(hashes.get(2)).isNotEqualTo(hashes.get(0));
        assertThat(hashes.get(3)).isNotEqualTo(hashes.get(0)).isNotEqualTo(hashes.get(2));
    }

    @Test
    void thousandsOfAlertsShareTheirWords() {
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            alerts.add(new Alert(
                    Labels.of("alertname", "Down", "host", "cmp" + i),
                    Labels.EMPTY,
                    Micros.toInstant(RECEIVED),
                    null,
                    ""));
        }
        byte[] record = record(alerts);
        assertThat(read(record)).isEqualTo(alerts);
        assertThat(record.length).isLessThan(5_000 * 40);
    }

    @Test
    void strangersAreTurnedAway() {
        assertThatThrownBy(() -> RecordKind.of("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessageContaining("does not begin with 'T'");
        assertThatThrownBy(() -> RecordKind.of(new byte[] {'T', 9, 1})).hasMessageContaining("version 9");
        assertThatThrownBy(() -> RecordKind.of(new byte[] {'T', 1, 77})).hasMessageContaining("kind 77");
        assertThatThrownBy(() -> RecordKind.of(new byte[0])).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void a_word_is_the_same_one_whether_its_place_is_known_or_not() {
        AlertBatchWriter writer = new AlertBatchWriter(new Scope("acme", "fra1"), "test", RECEIVED);
        byte[] text = "node1node2node1".getBytes(StandardCharsets.UTF_8);

        int first = writer.word(3, text, 0, 5);
        int second = writer.word(3, text, 5, 5);
        int again = writer.word(3, text, 10, 5);
        int elsewhere = writer.word(200, text, 0, 5);
        int placeless = writer.word(text, 5, 5);

        assertThat(List.of(again, elsewhere)).containsOnly(first);
        assertThat(second).isNotEqualTo(first).isEqualTo(placeless);
    }

    @Test
    void numbers_have_the_length_they_are_said_to_have() {
        for (int bits = 0; bits < 64; bits++) {
            for (long value : new long[] {1L << bits, (1L << bits) - 1, -1L >>> bits}) {
                Bytes bytes = new Bytes(16);
                bytes.putVarint(value);
                assertThat(bytes.size()).as("%d", value).isEqualTo(Bytes.varintLength(value));
            }
        }
    }
}
