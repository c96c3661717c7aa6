package dev.tidegate.gateway.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.RefusedException;
import dev.tidegate.gateway.ingest.ScopedRecord;
import dev.tidegate.gateway.ingest.SiteLabel;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.StringPool;
import dev.tidegate.model.log.AlertBatchReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.core.JacksonException;

/** The byte decoder against a plain decoder on Jackson's tokens, on JSON by chance and on JSON with mistakes. */
class AlertDecoderProperties {
    private static final long NOW = 1_800_000_000_000_000L;
    private static final int MARGIN = 16;

    /** Escaped surrogates: Jackson refuses half a pair, Go and we take it for U+FFFD. */
    private static final Pattern HALF_PAIR = Pattern.compile("(?i)\\\\ud[89a-f]");

    private final AlertBodies bodies = new AlertBodies(IngestLimits.DEFAULT, AlertShape.ALERTMANAGER);

    @Property(tries = 5_000)
    void agreesOnJsonByChance(@ForAll long seed) {
        String json = RandomJson.alerts(seed);
        ReferenceDecoder reference = new ReferenceDecoder(NOW);
        reference.read(json.getBytes(StandardCharsets.UTF_8));

        AlertBatches batches = batches();
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        bodies.readArray(body, body.length, batches);

        assertThat(decoded(batches)).as(json).containsExactlyInAnyOrderElementsOf(reference.alerts());
        assertThat(batches.refusals().total()).as(json).isEqualTo(reference.bad());
    }

    @Property(tries = 20_000)
    void mistakesAreTheDecodeErrorAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] json = mutated(RandomJson.alerts(seed).getBytes(StandardCharsets.UTF_8), random);
        // what lies around the text must neither be read nor written
        byte[] body = new byte[json.length + 2 * MARGIN];
        Arrays.fill(body, (byte) '"');
        System.arraycopy(json, 0, body, MARGIN, json.length);

        boolean taken = take(body, MARGIN, MARGIN + json.length);

        byte[] quotes = new byte[MARGIN];
        Arrays.fill(quotes, (byte) '"');
        assertThat(Arrays.copyOf(body, MARGIN)).isEqualTo(quotes);
        assertThat(Arrays.copyOfRange(body, MARGIN + json.length, body.length)).isEqualTo(quotes);
        String text = new String(json, StandardCharsets.UTF_8);
        boolean single = text.stripLeading().startsWith("{"); // an alert by itself, which the reference does not take
        if (isUtf8(json) && !single && !HALF_PAIR.matcher(text).find()) {
            assertThat(taken).as(text).isEqualTo(jacksonTakes(json));
        }
    }

    private boolean take(byte[] body, int from, int to) {
        try {
            bodies.readArrayOrOne(body, from, to, batches());
            return true;
        } catch (RefusedException e) {
            assertThat(e.refusal().words()).isNotEmpty();
            return false;
        }
    }

    private static boolean jacksonTakes(byte[] json) {
        try {
            new ReferenceDecoder(NOW).read(json);
            return true;
        } catch (JacksonException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] mutated(byte[] json, Random random) {
        byte[] out = json.clone();
        for (int i = random.nextInt(4); i >= 0 && out.length > 0; i--) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(4)) {
                case 0 -> out[at] = (byte) random.nextInt(256);
                case 1 -> out[at] = (byte) "{}[]\",:\\u0t-.eE".charAt(random.nextInt(15));
                case 2 -> out = Arrays.copyOf(out, at);
                default -> out = spliced(out, at, random.nextInt(out.length));
            }
        }
        return out;
    }

    private static byte[] spliced(byte[] in, int keep, int from) {
        byte[] out = Arrays.copyOf(in, keep + in.length - from);
        System.arraycopy(in, from, out, keep, in.length - from);
        return out;
    }

    private static boolean isUtf8(byte[] bytes) {
        byte[] again = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(bytes, again);
    }

    private static AlertBatches batches() {
        return new AlertBatches("test", "default", SiteLabel.DEFAULT, IngestLimits.DEFAULT, NOW);
    }

    private static List<Alert> decoded(AlertBatches batches) {
        List<Alert> alerts = new ArrayList<>();
        for (ScopedRecord record : batches.toIntake().records()) {
            AlertBatchReader reader = new AlertBatchReader(record.record());
            assertThat(reader.count()).isEqualTo(record.alerts());
            StringPool pool = new StringPool(64);
            while (reader.next()) {
                Alert alert = reader.alert(pool);
                assertThat(reader.fingerprint()).isEqualTo(Fingerprint.of(alert.labels()));
                assertThat(alert.labels().getOrEmpty("cluster"))
                        .isEqualTo(reader.scope().site());
                alerts.add(alert);
            }
        }
        return alerts;
    }
}
