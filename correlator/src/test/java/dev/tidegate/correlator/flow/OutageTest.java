package dev.tidegate.correlator.flow;

import static dev.tidegate.correlator.flow.Installation.PATIENCE;
import static dev.tidegate.correlator.flow.Installation.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidegate.correlator.image.r2dbc.Migrations;
import dev.tidegate.correlator.log.kafka.KafkaLogSettings;
import dev.tidegate.embedded.DataDirectory;
import dev.tidegate.embedded.EmbeddedKafka;
import dev.tidegate.embedded.EmbeddedPostgres;
import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.model.log.LogUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens while the database or the broker is away: the log keeps, nothing is skipped, nobody waits for ever. */
@Tag("slow")
class OutageTest {
    @Test
    void work_goes_on_where_it_stopped_when_database_and_broker_come_back(@TempDir Path temporary) {
        DataDirectory directory = DataDirectory.open(temporary.resolve("data"));
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0);
        EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
        PostgresConnection database = postgres.connection();
        Migrations.migrate(database.jdbcUrl(), database.user(), database.password())
                .block(PATIENCE);
        KafkaLogSettings settings =
                KafkaLogSettings.at(kafka.clientProperties()).withInFlight(1 << 20, 1_000, Duration.ofSeconds(3));
        try (Installation at = new Installation(settings, database)) {
            Correlator correlator = at.start("a", false);
            await("ready", () -> readiness(correlator).ready());
            at.append(50);

            postgres.close();
            at.append(50);
            await(
                    "the database is missed",
                    () -> readiness(correlator).waitingFor().stream()
                            .anyMatch(reason -> reason.startsWith("the database does not answer")));
            postgres = EmbeddedPostgres.start(directory, database.port());
            await("ready again", () -> readiness(correlator).ready());
            at.append(50);
            at.awaitApplied(correlator);

            kafka.close();
            assertThatExceptionOfType(LogUnavailableException.class)
                    .isThrownBy(() -> at.kafka.log().append(0, new byte[] {1}).block(PATIENCE));
            kafka = EmbeddedKafka.start(directory, kafka.port());
            await("the log is back", () -> readiness(correlator).ready());
            at.append(50);
            at.awaitApplied(correlator);

            List<Long> ends = Objects.requireNonNull(at.kafka.log().ends().block(PATIENCE));
            at.journal()
                    .forEach((partition, offsets) -> assertThat(offsets)
                            .isEqualTo(LongStream.range(0, ends.get(partition))
                                    .boxed()
                                    .toList()));
            assertThat(ends).allSatisfy(end -> assertThat(end).isGreaterThanOrEqualTo(201));
        } finally {
            kafka.close();
            postgres.close();
            directory.close();
        }
    }

    private static Readiness readiness(Correlator correlator) {
        return Objects.requireNonNull(correlator.readiness().block(PATIENCE));
    }
}
