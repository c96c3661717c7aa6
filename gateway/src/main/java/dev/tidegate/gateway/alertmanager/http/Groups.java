package dev.tidegate.gateway.alertmanager.http;

import dev.tidegate.gateway.alertmanager.AlertOrder;
import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.gateway.alertmanager.Route;
import dev.tidegate.gateway.read.AlertRow;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * Sorts alerts into the groups of their routes. Groups can only be told when the last alert is in, so this holds all of
 * them, each as its labels and its finished JSON.
 */
final class Groups {
    private final AlertmanagerConfig config;
    private final AlertFilter filter;
    private final Instant now;
    private final IdentityHashMap<Route, Map<Labels, Group>> byRoute = new IdentityHashMap<>();

    Groups(AlertmanagerConfig config, AlertFilter filter, Instant now) {
        this.config = config;
        this.filter = filter;
        this.now = now;
    }

    private record Entry(Labels labels, byte[] json) {}

    private record Group(Labels labels, String receiver, List<Entry> alerts) {}

    void add(AlertRow row) {
        Labels labels = row.labelSet();
        List<Route> routes = config.route().taking(labels);
        List<String> receivers = routes.stream().map(Route::receiver).toList();
        if (!filter.wants(receivers)) {
            return;
        }
        byte[] json = RowJson.bytes(out -> V2Json.alert(out, row, receivers, now, config.resolveTimeout()));
        Entry entry = new Entry(labels, json);
        for (Route route : routes) {
            if (filter.wants(List.of(route.receiver()))) {
                byRoute.computeIfAbsent(route, unused -> new HashMap<>())
                        .computeIfAbsent(
                                route.groupOf(labels), group -> new Group(group, route.receiver(), new ArrayList<>()))
                        .alerts()
                        .add(entry);
            }
        }
    }

    Flux<DataBuffer> written() {
        List<Group> groups = byRoute.values().stream()
                .flatMap(byLabels -> byLabels.values().stream())
                .sorted(Comparator.comparing(Group::labels, AlertOrder.LABELS).thenComparing(Group::receiver))
                .toList();
        if (groups.isEmpty()) {
            return Flux.just(AlertHandlers.text("[]\n"));
        }
        return Flux.concat(
                Flux.just(AlertHandlers.text("[")),
                Flux.range(0, groups.size()).concatMap(i -> written(groups.get(i), i > 0)),
                Flux.just(AlertHandlers.text("]\n")));
    }

    private static Flux<DataBuffer> written(Group group, boolean comma) {
        group.alerts().sort(Comparator.comparing(Entry::labels, AlertOrder.IN_GROUP));
        String begin = (comma ? "," : "") + "{\"alerts\":[";
        String end =
                "],\"labels\":" + json(group.labels()) + ",\"receiver\":{\"name\":" + quoted(group.receiver()) + "}}";
        Stream<DataBuffer> alerts = Stream.iterate(0, i -> i < group.alerts().size(), i -> i + CHUNK)
                .map(from -> joined(group.alerts(), from));
        return Flux.concat(
                Flux.just(AlertHandlers.text(begin)), Flux.fromStream(alerts), Flux.just(AlertHandlers.text(end)));
    }

    private static final int CHUNK = 64;

    private static DataBuffer joined(List<Entry> alerts, int from) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (int i = from; i < Math.min(alerts.size(), from + CHUNK); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(alerts.get(i).json());
        }
        return org.springframework.core.io.buffer.DefaultDataBufferFactory.sharedInstance.wrap(out.toByteArray());
    }

    private static String json(Labels labels) {
        return new String(RowJson.bytes(out -> V2Json.labels(out, labels)), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return new String(RowJson.bytes(out -> out.writeString(text)), java.nio.charset.StandardCharsets.UTF_8);
    }
}
