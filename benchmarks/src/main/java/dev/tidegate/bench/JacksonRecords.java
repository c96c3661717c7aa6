package dev.tidegate.bench;

import dev.tidegate.model.Scope;
import dev.tidegate.model.log.AlertBatchWriter;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Jackson 3 databind into records, then into the log record by way of {@link dev.tidegate.model.Alert}. */
final class JacksonRecords {
    private final ObjectReader reader = JsonMapper.shared().readerFor(new TypeReference<List<WireAlert>>() {});

    byte[] record(byte[] body, long now) {
        List<WireAlert> alerts = reader.readValue(body);
        AlertBatchWriter writer = new AlertBatchWriter(Scope.of("eu1"), "alertmanager-v2", now);
        for (WireAlert alert : alerts) {
            writer.add(alert.toAlert());
        }
        return writer.toRecord();
    }
}
