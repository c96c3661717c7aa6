package dev.tidegate.gateway.config;

import dev.tidegate.correlator.yaml.ConfigurationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.reactive.ConfigurableReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/** Where the doors are. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {
    /** Alerts are decoded on the server's own threads: more of them than processors only take turns. */
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    @Bean
    ReactorResourceFactory threads() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResourcesSupplier(() -> LoopResources.create("doors", THREADS, true));
        return resources;
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableReactiveWebServerFactory> address(TidegateProperties properties) {
        InetAddress address;
        try {
            address = InetAddress.getByName(properties.listen());
        } catch (UnknownHostException e) {
            throw new ConfigurationException(
                    "tidegate.listen = \"" + properties.listen() + "\" is not an address of this machine", e);
        }
        return server -> {
            server.setAddress(address);
            server.setPort(properties.port());
        };
    }
}
