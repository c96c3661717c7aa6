package dev.tidegate.gateway.config;

import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.policy.Policy.Timing;
import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.gateway.alertmanager.yaml.AlertmanagerYaml;
import dev.tidegate.gateway.alertmanager.yaml.ConfigSyntaxException;
import dev.tidegate.gateway.config.yaml.PolicyFiles;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the shards decide by. */
@Configuration(proxyBeanMethods = false)
class PolicyConfiguration {
    @Bean
    AlertmanagerConfig alertmanagerConfig(TidegateProperties properties) {
        return TidegateProperties.file(properties.alertmanagerConfig())
                .map(PolicyConfiguration::read)
                .orElse(AlertmanagerConfig.BUILT_IN);
    }

    private static AlertmanagerConfig read(Path file) {
        try {
            return AlertmanagerYaml.parse(Yaml.text(file));
        } catch (ConfigSyntaxException e) {
            throw new ConfigurationException(file + ": " + e.getMessage(), e);
        }
    }

    @Bean
    Policy policy(TidegateProperties properties, AlertmanagerConfig alertmanager) {
        return PolicyFiles.read(
                with(Policy.DEFAULT, alertmanager),
                TidegateProperties.file(properties.config()),
                TidegateProperties.file(properties.topology()));
    }

    private static Policy with(Policy base, AlertmanagerConfig alertmanager) {
        Timing timing = base.timing();
        return base.withInhibitions(alertmanager.inhibitions())
                .withTiming(new Timing(
                        alertmanager.resolveTimeout(),
                        timing.resolvedRetention(),
                        timing.incidentQuiet(),
                        timing.incidentReopen(),
                        timing.flapWindow(),
                        timing.textRefresh()))
                .withLimits(HeapShare.limits(Runtime.getRuntime().maxMemory()));
    }
}
