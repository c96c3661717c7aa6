package dev.tidegate.correlator.image;

import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Severity;
import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.Matchers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Arbitrary images from a seed, with the characters that break quoting and the times that break clocks. */
public final class Images {
    private static final String[] WORDS = {
        "",
        "a",
        "NodeDown",
        "cmp001",
        "it's",
        "say \"hi\"",
        "back\\slash",
        "{curly,}",
        "NULL",
        "null",
        "tab\there",
        "new\nline",
        "ünïcödé",
        "日本語",
        "🚀",
        "%s $1 ?",
        "\u0001",
        "\u2028",
        " lead",
        "trail ",
        "a,b",
        "\\",
        "\"",
        "'"
    };
    private final RandomGenerator random;

    public Images(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Changes of one partition whose rows have distinct keys; event numbers follow {@code eventSeq}. */
    public Changes changes(int partition, long nextOffset, long eventSeq, int rows) {
        List<AlertImage> alerts = list(rows, this::alert);
        List<IncidentImage> incidents = new ArrayList<>();
        for (int i = 0; i < rows / 4; i++) {
            incidents.add(incident("p" + partition + "s" + i + "-" + (i + 1)));
        }
        List<MemberImage> members = new ArrayList<>();
        for (AlertImage alert : incidents.isEmpty() ? List.<AlertImage>of() : alerts) {
            members.add(member(incidents.get(random.nextInt(incidents.size())).id(), alert));
        }
        List<EventImage> events = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            events.add(event(eventSeq + i + 1, alerts.get(i), incidents));
        }
        return new Changes(
                partition,
                nextOffset,
                time(),
                eventSeq + rows,
                random.nextBoolean() ? Policy.DEFAULT : null,
                list(3, () -> new ScopeImage(word(), word(), random.nextLong(1000), maybe(this::time))),
                list(random.nextInt(3), this::word),
                alerts,
                List.of(),
                incidents,
                members,
                list(rows / 8, this::silence),
                List.of(),
                events);
    }

    public AlertImage alert() {
        return new AlertImage(
                filled(),
                word(),
                random.nextLong(),
                word(),
                pick(Severity.values()),
                word(),
                labels(),
                labels(),
                word(),
                word(),
                random.nextBoolean(),
                random.nextBoolean(),
                list(random.nextInt(4), this::time),
                1 + random.nextInt(1000),
                time(),
                maybe(this::time),
                time(),
                time(),
                random.nextLong(1L << 40),
                list(random.nextInt(3), this::word),
                list(random.nextInt(3), this::word),
                maybe(this::filled));
    }

    public IncidentImage incident(String id) {
        return new IncidentImage(
                id,
                filled(),
                word(),
                random.nextLong(1L << 40),
                pick(IncidentState.OPEN, IncidentState.ACKNOWLEDGED, IncidentState.RESOLVED),
                pick(Severity.values()),
                word(),
                random.nextLong(),
                random.nextBoolean(),
                time(),
                time(),
                maybe(this::time),
                maybe(this::word),
                maybe(this::time),
                maybe(this::word),
                maybe(this::time),
                maybe(this::word),
                random.nextInt(100_000),
                random.nextInt(100_000),
                random.nextInt(100_000),
                list(random.nextInt(5), this::word),
                list(random.nextInt(4), this::cause),
                reason(),
                list(random.nextInt(3), random::nextLong),
                random.nextLong(1L << 40));
    }

    public MemberImage member(String incident, AlertImage alert) {
        return new MemberImage(
                incident, alert.tenant(), alert.fingerprint(), alert.episode(), time(), maybe(this::time), reason());
    }

    public SilenceImage silence() {
        return new SilenceImage(
                "s" + random.nextLong(),
                random.nextBoolean() ? "" : word(),
                new Matchers(list(2, this::matcher)),
                time(),
                time(),
                time(),
                word(),
                word());
    }

    private EventImage event(long seq, AlertImage alert, List<IncidentImage> incidents) {
        @Nullable Object subject = incidents.isEmpty() || random.nextBoolean() ? alert : incidents.getFirst();
        return new EventImage(
                seq,
                time(),
                "alert.firing",
                alert.tenant(),
                alert.site(),
                maybe(this::word),
                maybe(random::nextLong),
                word(),
                maybe(() -> subject),
                texts());
    }

    public Reason reason() {
        return new Reason(word(), random.nextDouble(), random.nextDouble() * 1e9, texts());
    }

    private Cause cause() {
        Map<String, Double> factors = new LinkedHashMap<>();
        factors.put("earliest", random.nextDouble());
        factors.put("a\"b", 1e-300);
        return new Cause(random.nextLong(), word(), word(), random.nextDouble(), factors);
    }

    private Matcher matcher() {
        return random.nextBoolean()
                ? new Matcher("host", Matcher.Op.REGEX, "cmp.*|\"x\"")
                : new Matcher(filled(), Matcher.Op.NOT_EQUAL, word());
    }

    private Labels labels() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            map.put(filled(), word());
        }
        return Labels.of(map);
    }

    private Map<String, String> texts() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(word(), word());
        }
        return map;
    }

    private Instant time() {
        return switch (random.nextInt(12)) {
            case 0 -> Instant.parse("0001-01-01T00:00:00Z");
            case 1 -> Instant.parse("9999-12-31T23:59:59.999999Z");
            case 2 -> Instant.EPOCH;
            case 3 -> Instant.parse("1883-11-18T12:03:57.5Z");
            default -> Micros.toInstant(random.nextLong(2_000_000_000_000_000L));
        };
    }

    private String filled() {
        return "w" + word() + random.nextInt(50);
    }

    private String word() {
        return pick(WORDS);
    }

    @SafeVarargs
    private <T> T pick(T... from) {
        return from[random.nextInt(from.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private static <T> List<T> list(int size, Supplier<T> value) {
        List<T> out = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            out.add(value.get());
        }
        return out;
    }
}
