package dev.tidegate.gateway.config;

import dev.tidegate.correlator.log.kafka.KafkaLog;
import dev.tidegate.gateway.stream.flow.StreamHub;
import dev.tidegate.gateway.watch.feed.HealthTopic;
import dev.tidegate.gateway.watch.flow.WatchHub;
import dev.tidegate.gateway.watch.http.WatchDoors;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.elasticsearch.ElasticsearchProbe;
import dev.tidegate.health.evidence.influx.InfluxProbes;
import dev.tidegate.health.evidence.prometheus.PrometheusProbes;
import dev.tidegate.health.evidence.r2dbc.IncidentProbe;
import dev.tidegate.health.flow.WatchPorts;
import dev.tidegate.health.flow.WatchSettings;
import dev.tidegate.health.flow.Watches;
import dev.tidegate.health.judge.Judges;
import dev.tidegate.health.policy.yaml.PolicyYaml;
import dev.tidegate.health.watch.Probes;
import dev.tidegate.health.watch.WatchLimits;
import dev.tidegate.health.watch.r2dbc.R2dbcWatchReads;
import dev.tidegate.health.watch.r2dbc.R2dbcWatchStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Watches: what they read, who runs them, and who reads along. */
@Configuration(proxyBeanMethods = false)
class WatchConfiguration {
    /** Judges have threads of their own, so that neither readers nor senders can keep them from judging. */
    private static final int JUDGING_THREADS = 2;

    @Bean(destroyMethod = "dispose")
    Scheduler judging() {
        return Schedulers.newParallel("health", JUDGING_THREADS, true);
    }

    @Bean
    PrometheusProbes prometheusProbes(HealthProperties properties, InstantSource clock, MeterRegistry meters) {
        return PrometheusProbes.of(properties.of(HealthProperties.PROMETHEUS), clock, meters);
    }

    @Bean
    InfluxProbes influxProbes(HealthProperties properties, InstantSource clock, MeterRegistry meters) {
        return InfluxProbes.of(properties.of(HealthProperties.INFLUX), clock, meters);
    }

    @Bean
    ElasticsearchProbe elasticsearchProbe(HealthProperties properties, MeterRegistry meters) {
        return ElasticsearchProbe.open(
                properties.of(HealthProperties.ELASTICSEARCH), ElasticsearchProbe.DEFAULT_DELAY, meters);
    }

    @Bean
    Probes probes(
            HealthProperties properties,
            PrometheusProbes prometheus,
            InfluxProbes influx,
            ElasticsearchProbe search,
            KafkaLog kafka,
            Pools pools) {
        Map<String, Probe> byKind = new HashMap<>();
        byKind.put(HealthProperties.PROMETHEUS, prometheus.probe());
        byKind.put(HealthProperties.INFLUX, influx.probe());
        byKind.put(HealthProperties.ELASTICSEARCH, search);
        return new ConfiguredProbes(
                properties,
                byKind,
                tenant -> new IncidentProbe(
                        tenant, pools.readers(), () -> kafka.log().ends(), IncidentProbe.Settings.DEFAULT));
    }

    @Bean
    HealthTopic healthTopic(KafkaLog kafka) {
        return new HealthTopic(Waiting.until(kafka.channel(HealthTopic.NAME, HealthTopic.RETENTION)));
    }

    @Bean
    WatchHub watchHub(HealthTopic topic, MeterRegistry meters) {
        return new WatchHub(
                topic,
                Schedulers.parallel(),
                StreamHub.HEARTBEAT,
                WatchLimits.DEFAULT.frames(),
                WatchHub.MAX_BYTES,
                meters);
    }

    @Bean(destroyMethod = "")
    Watches watches(
            TidegateProperties properties,
            HealthProperties health,
            Pools pools,
            Probes probes,
            WatchHub hub,
            HealthTopic topic,
            Scheduler judging,
            MeterRegistry meters) {
        WatchPorts ports = new WatchPorts(
                new R2dbcWatchStore(pools.shards()),
                probes,
                Judges::of,
                text -> PolicyYaml.parse(text, "policy"),
                hub::offer,
                topic);
        return new Watches(
                WatchSettings.of(properties.nodeName(), WatchLimits.DEFAULT.withOpen(health.watches())),
                ports,
                judging,
                meters);
    }

    @Bean
    WatchDoors watchDoors(Watches watches, Pools pools, WatchHub hub, InstantSource clock) {
        return new WatchDoors(watches, new R2dbcWatchReads(pools.readers()), hub, clock);
    }

    @Bean
    Worker watching(Watches watches) {
        return new Worker("watches", watches::start, watches::close);
    }

    @Bean
    Worker watchStreaming(WatchHub hub) {
        return Worker.reading("streams of watches", hub::start);
    }
}
