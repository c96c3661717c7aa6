package dev.tidegate.bench;

import com.alibaba.fastjson2.JSON;
import dev.tidegate.model.Scope;
import dev.tidegate.model.log.AlertBatchWriter;
import java.util.List;

/** fastjson2 into records, then into the log record by way of {@link dev.tidegate.model.Alert}. */
final class FastjsonRecords {
    byte[] record(byte[] body, long now) {
        List<WireAlert> alerts = JSON.parseArray(body, WireAlert.class);
        AlertBatchWriter writer = new AlertBatchWriter(Scope.of("eu1"), "alertmanager-v2", now);
        for (WireAlert alert : alerts) {
            writer.add(alert.toAlert());
        }
        return writer.toRecord();
    }
}
