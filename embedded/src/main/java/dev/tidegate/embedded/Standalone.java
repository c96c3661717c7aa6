package dev.tidegate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * The servers in a process of their own, until it is told to stop: an external Kafka and PostgreSQL for trying out a
 * cluster on one machine.
 *
 * <pre>Standalone DIR</pre>
 *
 * <p>When they are ready, {@code DIR/gateway.args} holds the options of a gateway that is to use them, one a line; its
 * owner alone can read it.
 */
public final class Standalone {
    private static final int USAGE = 2;

    private Standalone() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        if (arguments.length != 1) {
            System.err.println("usage: Standalone DIR");
            System.exit(USAGE);
            return;
        }
        Path directory = Path.of(arguments[0]).toAbsolutePath();
        EmbeddedServices services;
        try {
            services = EmbeddedServices.start(EmbeddedSettings.at(directory), System.out::println);
        } catch (EmbeddedException failure) {
            System.err.println(failure.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(services::close));
        Path options = directory.resolve("gateway.args");
        PrivateFiles.write(options, String.join("\n", options(services)) + "\n");
        System.out.println("ready; options for a gateway are in " + options);
        CountDownLatch failed = new CountDownLatch(1);
        services.failed().thenAccept(reason -> {
            System.err.println(reason);
            failed.countDown();
        });
        failed.await();
        System.exit(1);
    }

    private static List<String> options(EmbeddedServices services) {
        PostgresConnection database = services.postgres().connection();
        List<String> options = new ArrayList<>();
        options.add("--tidegate.postgres=postgres://" + database.user() + ":" + database.password() + "@"
                + database.host() + ":" + database.port() + "/" + database.database());
        new TreeMap<>(services.kafka().clientProperties())
                .forEach((key, value) -> options.add(
                        key.equals("bootstrap.servers")
                                ? "--tidegate.kafka=" + value
                                : "--tidegate.kafka-client[" + key + "]=" + value));
        return options;
    }
}
