package dev.tidegate.health.evidence.influx;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks names up when an answer is empty, and remembers them for a moment, as every round would ask again. */
final class Schema {
    static final Duration REMEMBERED = Duration.ofSeconds(30);
    static final int MOST_REMEMBERED = 256;

    private final InfluxServer server;
    private final InstantSource clock;
    private final Map<String, Known> known = new LinkedHashMap<>();

    Schema(InfluxServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /** A name of the query that the database does not have, in a sentence; empty when all are there. */
    Mono<Optional<String>> mistake(String database, Names names, String tag) {
        return Flux.fromIterable(names.measurements())
                .concatMap(measurement -> look(
                                measurement.database().isEmpty() ? database : measurement.database(),
                                measurement.name())
                        .map(found -> Optional.ofNullable(found.lacks(tag, names.fields()))))
                .filter(Optional::isPresent)
                .next()
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<Known> look(String database, String measurement) {
        String key = database + "/" + measurement;
        synchronized (known) {
            Known remembered = known.get(key);
            if (remembered != null && clock.instant().isBefore(remembered.until)) {
                return Mono.just(remembered);
            }
        }
        String name = Statement.name(measurement);
        String query = "SHOW MEASUREMENTS WITH MEASUREMENT = " + name + "; SHOW TAG KEYS FROM " + name
                + "; SHOW FIELD KEYS FROM " + name;
        Known fresh = new Known(database, measurement, clock.instant().plus(REMEMBERED));
        return server.ask(database, query, fresh).map(outcome -> {
            if (outcome instanceof InfluxServer.Refused refused) {
                fresh.refusal = refused.sentence();
            } else {
                remember(key, fresh);
            }
            return fresh;
        });
    }

    private void remember(String key, Known fresh) {
        synchronized (known) {
            if (known.size() >= MOST_REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
            known.put(key, fresh);
        }
    }

    /** What one measurement has. Filled by one reader, then only read. */
    private static final class Known implements InfluxReply.Rows {
        private final String database;
        private final String measurement;
        private final Instant until;
        private final Set<String> tags = new TreeSet<>();
        private final Set<String> fields = new TreeSet<>();
        private boolean there;
        private String refusal = "";

        Known(String database, String measurement, Instant until) {
            this.database = database;
            this.measurement = measurement;
            this.until = until;
        }

        @Override
        public void begin(SeriesHead head) {
            // which statement a row is of says enough
        }

        @Override
        public void row(int statement, InfluxReply.Row row) {
            switch (statement) {
                case 0 -> there = true;
                case 1 -> tags.add(row.text(0));
                default -> fields.add(row.text(0));
            }
        }

        @Nullable
        String lacks(String tag, Set<String> names) {
            if (!refusal.isEmpty()) {
                return "the answer is empty, and whether its names are right could not be found out: " + refusal;
            }
            if (!there) {
                return "there is no measurement \"" + measurement + "\" in database \"" + database + "\"";
            }
            if (!tags.contains(tag)) {
                return has("tag", tag, tags);
            }
            for (String name : names) {
                if (!fields.contains(name) && !tags.contains(name)) {
                    return has("field", name, fields);
                }
            }
            return null;
        }

        private String has(String kind, String name, Set<String> others) {
            return "measurement \"" + measurement + "\" in database \"" + database + "\" has no " + kind + " \"" + name
                    + "\"" + (others.isEmpty() ? "" : "; it has: " + String.join(", ", others));
        }
    }
}
