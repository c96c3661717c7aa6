package dev.tidegate.correlator.log.kafka;

import java.time.Duration;
import java.util.Map;

/**
 * How the log is reached and how much of it is kept.
 *
 * @param client what any Kafka client needs: {@code bootstrap.servers} and the login
 * @param alerts topic of alerts and commands
 * @param incidents topic of events
 * @param group consumer group for topics that others write to
 * @param partitions of the two topics, when they are created here
 * @param retention how long records are kept, when the topics are created here
 * @param maxRecordBytes the largest record that is taken
 * @param inFlightBytes bound of all records that wait for the log's confirmation
 * @param inFlightRecords likewise, by number
 * @param confirmWithin how long the log may take to confirm a record
 */
public record KafkaLogSettings(
        Map<String, Object> client,
        String alerts,
        String incidents,
        String group,
        int partitions,
        Duration retention,
        int maxRecordBytes,
        int inFlightBytes,
        int inFlightRecords,
        Duration confirmWithin) {
    public KafkaLogSettings {
        client = Map.copyOf(client);
    }

    /** What ships: topics {@code tidegate.alerts} and {@code tidegate.incidents} with four partitions, kept for a week. */
    public static KafkaLogSettings at(Map<String, Object> client) {
        return new KafkaLogSettings(
                client,
                "tidegate.alerts",
                "tidegate.incidents",
                "tidegate",
                4,
                Duration.ofDays(7),
                20 << 20,
                64 << 20,
                20_000,
                Duration.ofSeconds(8));
    }

    /** These settings with other names for the topics and the group. */
    public KafkaLogSettings named(String alertsTopic, String incidentsTopic, String groupName) {
        return new KafkaLogSettings(
                client,
                alertsTopic,
                incidentsTopic,
                groupName,
                partitions,
                retention,
                maxRecordBytes,
                inFlightBytes,
                inFlightRecords,
                confirmWithin);
    }

    /** These settings with another number of partitions for new topics. */
    public KafkaLogSettings withPartitions(int count) {
        return new KafkaLogSettings(
                client,
                alerts,
                incidents,
                group,
                count,
                retention,
                maxRecordBytes,
                inFlightBytes,
                inFlightRecords,
                confirmWithin);
    }

    /** These settings with other bounds for what waits for confirmation. */
    public KafkaLogSettings withInFlight(int bytes, int records, Duration within) {
        return new KafkaLogSettings(
                client, alerts, incidents, group, partitions, retention, maxRecordBytes, bytes, records, within);
    }
}
