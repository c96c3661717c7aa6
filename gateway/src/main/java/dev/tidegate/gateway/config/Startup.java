package dev.tidegate.gateway.config;

import dev.tidegate.correlator.flow.Correlator;
import dev.tidegate.correlator.flow.Readiness;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells when Tidegate is ready, and ends the process when an embedded server cannot go on. */
@Component
class Startup implements ApplicationListener<ApplicationReadyEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final Duration ASK_EVERY = Duration.ofMillis(100);

    private final TidegateProperties properties;
    private final Correlator correlator;
    private final Backbone backbone;
    private volatile int port;

    Startup(TidegateProperties properties, Correlator correlator, Backbone backbone) {
        this.properties = properties;
        this.correlator = correlator;
        this.backbone = backbone;
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
        ClientFiles.writeUrl(properties.dataDirectory(), properties.listen(), port);
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (properties.embedded()) {
            backbone.failed().thenAccept(reason -> {
                LOG.error("{}; stopping, a new start will recover", reason);
                exit(1);
            });
        }
        Mono.defer(correlator::readiness)
                .filter(Readiness::ready)
                .repeatWhenEmpty(again -> again.delayElements(ASK_EVERY))
                .subscribe(ready -> ready());
    }

    private void ready() {
        Duration took = Duration.ofMillis(System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime());
        LOG.info("{}", new Greeting(properties, port, took).text());
        if (properties.stopWhenReady()) {
            exit(0);
        }
    }

    /** From a thread of its own: the shutdown waits for the ones we may be on. */
    private static void exit(int status) {
        Thread.ofPlatform().name("exit").start(() -> System.exit(status));
    }
}
