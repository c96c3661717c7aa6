package dev.tidegate.health.evidence.prometheus;

import dev.tidegate.health.evidence.http.FakeServer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * Answers every query with the same numbers at every time, and every question for the time of samples with fresh ones.
 */
record FakePrometheus(Map<String, Double> numbers, DoubleUnaryOperator sampled) implements FakeServer.Behaviour {

    static FakePrometheus having(Map<String, Double> numbers) {
        return new FakePrometheus(numbers, at -> at - 2);
    }

    @Override
    public FakeServer.Reply apply(FakeServer.Asked asked) {
        boolean times = asked.field("query").contains("timestamp(");
        boolean range = asked.path().endsWith("_range");
        StringBuilder series = new StringBuilder();
        new TreeMap<>(numbers).forEach((node, number) -> {
            series.append(series.isEmpty() ? "" : ",");
            series.append("{\"metric\":{\"node\":\"").append(node).append("\"},");
            series.append(range ? "\"values\":[" : "\"value\":");
            double from = Double.parseDouble(asked.field(range ? "start" : "time"));
            double end = range ? Double.parseDouble(asked.field("end")) : from;
            double step = range ? Double.parseDouble(asked.field("step")) : 1;
            for (double at = from; at <= end; at += step) {
                double value = times ? sampled.applyAsDouble(at) : number;
                series.append(at == from ? "" : ",");
                series.append('[').append(String.format("%.3f", at)).append(",\"");
                series.append(String.format("%.6f", value)).append("\"]");
            }
            series.append(range ? "]}" : "}");
        });
        return FakeServer.json("{\"status\":\"success\",\"data\":{\"resultType\":\"" + (range ? "matrix" : "vector")
                + "\",\"result\":[" + series + "]}}");
    }
}
