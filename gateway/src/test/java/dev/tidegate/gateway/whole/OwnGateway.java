package dev.tidegate.gateway.whole;

import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.gateway.Tidegate;
import dev.tidegate.gateway.console.Console;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A gateway of a test's own, over a database of its own: it may be started again, and its database meddled with. */
final class OwnGateway implements AutoCloseable {
    private final PostgresConnection database = SharedEmbedded.get().freshDatabase();
    private final Path directory;
    private ConfigurableApplicationContext context;

    OwnGateway(Path directory) {
        this.directory = directory;
        context = Tidegate.run(SharedGateway.external(database, directory));
    }

    /** When it is ready. */
    SharedGateway serving() {
        SharedGateway serving = SharedGateway.of(context);
        serving.await("/actuator/health/readiness", "", answer -> answer.statusCode() == 200);
        return serving;
    }

    SharedGateway restarted() {
        context.close();
        context = Tidegate.run(SharedGateway.external(database, directory));
        return serving();
    }

    /** What a command of the console ended with. */
    record Said(int code, String out, String err) {}

    /** Runs {@code ./tidegate} with these arguments, as an administrator. */
    Said tidegate(String in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", directory.toString()));
        int code = Console.run(
                all,
                Map.of("TIDEGATE_ADMIN_TOKEN", "admin-of-these-tests"),
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Said(code, out.toString(StandardCharsets.UTF_8).strip(), err.toString(StandardCharsets.UTF_8));
    }

    /** Of the stream of incidents, as a browser with this cookie sees it. */
    String firstLineOfStream(String cookie) {
        try (Stream<String> lines = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(Files.readString(directory.resolve("url"))
                                                .strip() + "/api/v1/incidents/stream"))
                                .header("Cookie", cookie)
                                .header("Accept", "text/event-stream")
                                .build(),
                        HttpResponse.BodyHandlers.ofLines())
                .body()) {
            return lines.filter(line -> !line.isBlank()).findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What only who has the database's password can do. */
    void sql(String statement) {
        PostgresqlConnectionFactory connections =
                new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                        .host(database.host())
                        .port(database.port())
                        .database(database.database())
                        .username(database.user())
                        .password(database.password())
                        .build());
        Mono.usingWhen(
                        connections.create(),
                        connection -> Flux.from(
                                        connection.createStatement(statement).execute())
                                .flatMap(result -> result.getRowsUpdated())
                                .then(),
                        connection -> connection.close())
                .block(Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        context.close();
    }
}
