package dev.tidegate.gateway;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.gateway.config.Arguments;
import dev.tidegate.gateway.config.Backbone;
import dev.tidegate.gateway.config.Excuse;
import dev.tidegate.gateway.config.TidegateProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway process. */
@SpringBootApplication(
        proxyBeanMethods = false,
        // people are in PostgreSQL, and nobody needs one made up at start
        exclude = ReactiveUserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
public class Tidegate {
    private static final int USAGE = 2;

    public static void main(String[] arguments) {
        Map<String, Object> properties;
        try {
            properties = new LinkedHashMap<>(Arguments.properties(arguments));
            properties.putAll(logFormat(System.getenv().getOrDefault("TIDEGATE_LOG", "plain")));
        } catch (ConfigurationException e) {
            System.err.println("tidegate: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        try {
            run(properties);
        } catch (RuntimeException e) {
            System.err.println("tidegate: " + Excuse.of(e));
            System.exit(1);
        }
    }

    /** Starts everything; returns when it is ready to be asked whether it is ready. */
    public static ConfigurableApplicationContext run(Map<String, Object> properties) {
        SpringApplication application = new SpringApplication(Tidegate.class);
        application.addInitializers(Tidegate::startBackbone);
        String[] asArguments = properties.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        return application.run(asArguments);
    }

    /** Before anything else, so that servers and beans start side by side. */
    private static void startBackbone(ConfigurableApplicationContext context) {
        TidegateProperties properties =
                Binder.get(context.getEnvironment()).bindOrCreate("tidegate", TidegateProperties.class);
        var log = LoggerFactory.getLogger(Tidegate.class);
        Backbone backbone = Backbone.start(properties, log::info);
        context.getBeanFactory().registerSingleton("backbone", backbone);
        if (context.getBeanFactory() instanceof DefaultSingletonBeanRegistry registry) {
            registry.registerDisposableBean("backbone", backbone::close); // first in, so last to be closed
        }
    }

    private static Map<String, Object> logFormat(String asked) {
        return switch (asked) {
            case "plain" -> Map.of();
            case "json" -> Map.of("logging.structured.format.console", "logstash");
            default -> throw new ConfigurationException("TIDEGATE_LOG is \"" + asked + "\", and must be plain or json");
        };
    }
}
