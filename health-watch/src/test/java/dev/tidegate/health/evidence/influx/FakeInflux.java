package dev.tidegate.health.evidence.influx;

import dev.tidegate.health.evidence.http.FakeServer;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers every SELECT with the same numbers in every bin, and says that all names of the tests are there. */
record FakeInflux(Map<String, Double> numbers) implements FakeServer.Behaviour {
    private static final Pattern BINS =
            Pattern.compile("time >= (\\d+)ms AND time < (\\d+)ms.*time\\((\\d+)ms, (\\d+)ms\\)");
    static final String SCHEMA = "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"measurements\",\"columns\":"
            + "[\"name\"],\"values\":[[\"cpu\"]]}]},{\"statement_id\":1,\"series\":[{\"name\":\"cpu\",\"columns\":"
            + "[\"tagKey\"],\"values\":[[\"host\"],[\"zone\"]]}]},{\"statement_id\":2,\"series\":[{\"name\":\"cpu\","
            + "\"columns\":[\"fieldKey\",\"fieldType\"],\"values\":[[\"errors\",\"integer\"],[\"usage\",\"float\"]]}]}]}";

    @Override
    public FakeServer.Reply apply(FakeServer.Asked asked) {
        String query = asked.field("q");
        if (query.startsWith("SHOW")) {
            return FakeServer.json(SCHEMA);
        }
        Matcher bins = BINS.matcher(query);
        if (!bins.find()) {
            return FakeServer.json("{\"results\":[{\"statement_id\":0,\"error\":\"no bins\"}]}");
        }
        long from = Long.parseLong(bins.group(1));
        long to = Long.parseLong(bins.group(2));
        long step = Long.parseLong(bins.group(3));
        StringBuilder series = new StringBuilder();
        new TreeMap<>(numbers).forEach((node, number) -> {
            StringBuilder rows = new StringBuilder();
            for (long at = from; at < to; at += step) {
                rows.append(rows.isEmpty() ? "" : ",").append("[" + at + "," + number + "]");
            }
            series.append(series.isEmpty() ? "" : ",").append(series(node, rows.toString()));
        });
        String found = series.isEmpty() ? "" : ",\"series\":[" + series + "]";
        return FakeServer.json("{\"results\":[{\"statement_id\":0" + found + "}]}\n");
    }

    static String series(String node, String rows) {
        return "{\"name\":\"cpu\",\"tags\":{\"host\":\"" + node + "\"},\"columns\":[\"time\",\"mean\"],\"values\":["
                + rows + "]}";
    }
}
