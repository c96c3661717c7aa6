package dev.tidegate.gateway.config;

import dev.tidegate.correlator.image.r2dbc.Migrations;
import dev.tidegate.correlator.log.kafka.KafkaLog;
import dev.tidegate.correlator.log.kafka.KafkaLogSettings;
import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.gateway.ingest.AcknowledgedOffsets;
import dev.tidegate.gateway.ingest.micrometer.IngestMetrics;
import dev.tidegate.model.log.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** The log and the database. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
    /** Both at once: the schema is brought up to date while the topics are looked at. Closed by {@link Running}. */
    @Bean(destroyMethod = "")
    KafkaLog kafkaLog(Backbone backbone, TidegateProperties properties, MeterRegistry meters) {
        PostgresConnection database = backbone.postgres();
        if (properties.embedded()) {
            ClientFiles.write(properties.dataDirectory(), backbone.kafka(), database);
        }
        KafkaLogSettings settings = KafkaLogSettings.at(backbone.kafka()).withPartitions(properties.partitions());
        return Waiting.until(Mono.zip(
                KafkaLog.open(settings, meters),
                Migrations.migrate(database.jdbcUrl(), database.user(), database.password()),
                (log, steps) -> log));
    }

    /** After the log, because with it comes the schema. */
    @Bean
    Pools pools(Backbone backbone, KafkaLog schemaIsThere, MeterRegistry meters) {
        return Pools.to(backbone.postgres(), meters);
    }

    @Bean
    IngestMetrics ingestMetrics(MeterRegistry meters) {
        return new IngestMetrics(meters);
    }

    @Bean
    EventLog eventLog(KafkaLog kafka, DiskSpace disk, IngestMetrics metrics) {
        return metrics.around(new RoomyEventLog(kafka.log(), disk::shortage));
    }

    @Bean
    AcknowledgedOffsets acknowledgedOffsets(EventLog log) {
        return new AcknowledgedOffsets(log.partitions());
    }
}
