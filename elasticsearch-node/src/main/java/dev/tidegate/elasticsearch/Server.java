package dev.tidegate.elasticsearch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.ClassPathNode;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/**
 * The server's process: says its port in one line, and runs until its standard input ends, so that it cannot outlive
 * whoever started it.
 */
final class Server {
    static final String READY = "elasticsearch is ready at port ";

    private Server() {}

    /** {@code HOME PORT}; port 0 takes a free one. */
    public static void main(String... arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Path config = Files.createDirectories(home.resolve("config"));
        Settings settings = Settings.builder()
                .put("path.home", home.toString())
                .put("cluster.name", "tidegate-tests")
                .put("node.name", "es01")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", arguments[1])
                .put("transport.port", "0")
                .put("http.type", "netty4")
                .put("transport.type", "netty4")
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), config, () -> "es01");
        LogConfigurator.configureESLogging();
        try (ClassPathNode node = new ClassPathNode(environment, List.of(Netty4Plugin.class, Greeting.class))) {
            node.start();
            System.out.println(READY + node.port());
            while (System.in.read() >= 0) {
                // nothing is said to it; the end of input is what counts
            }
        }
    }
}
