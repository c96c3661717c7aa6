package dev.tidegate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;

/** Who gets in: from this machine, with the password, and nobody else. */
class DoorsTest {
    private final EmbeddedServices services = SharedEmbedded.get().services();
    private final PostgresConnection database = services.postgres().connection();

    @Test
    void everyPortListensOnLoopbackOnly() throws IOException {
        Set<Integer> ports =
                Set.of(services.kafka().port(), services.directory().ports().last("kafka.controller"), database.port());
        Set<Integer> found = new TreeSet<>();
        for (String[] socket : listening()) {
            int port = Integer.parseInt(socket[1], 16);
            if (ports.contains(port)) {
                // 127.0.0.1, as the kernel prints it, plain or mapped into IPv6
                assertThat(socket[0]).endsWith("0100007F");
                found.add(port);
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(ports);
    }

    @Test
    void postgresHasNoUnixSocketAndNoTrust() throws SQLException {
        PostgresConnection superuser = services.postgres().superuser();
        assertThat(Traces.query(superuser, "SHOW unix_socket_directories")).containsExactly("");
        assertThat(Traces.query(superuser, "SELECT DISTINCT auth_method FROM pg_hba_file_rules"))
                .containsExactly("scram-sha-256");
    }

    @Test
    void theRoleOfTheApplicationIsNoSuperuser() throws SQLException {
        assertThat(Traces.query(
                        database,
                        "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname"
                                + " = current_user"))
                .containsExactly("f");
    }

    @Test
    void postgresRefusesAWrongPassword() {
        PostgresConnection wrong =
                new PostgresConnection(database.host(), database.port(), database.database(), database.user(), "wrong");
        assertThatThrownBy(() -> Traces.query(wrong, "SELECT 1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        assertThat(wrong).hasToString("PostgresConnection[tidegate@127.0.0.1:" + database.port() + "/tidegate]");
    }

    @Test
    void kafkaRefusesAWrongPasswordAndNone() {
        Map<String, Object> wrong = client();
        wrong.computeIfPresent(
                "sasl.jaas.config", (key, login) -> ((String) login).replace("password=\"", "password=\"x"));
        assertThatThrownBy(() -> describe(wrong)).hasCauseInstanceOf(SaslAuthenticationException.class);
        Map<String, Object> none = client();
        none.put("security.protocol", "PLAINTEXT");
        assertThatThrownBy(() -> describe(none)).isInstanceOf(Exception.class);
    }

    @Test
    void theControllerRefusesTheClientsLogin() {
        Map<String, Object> client = client();
        client.remove("bootstrap.servers");
        client.put(
                "bootstrap.controllers",
                "127.0.0.1:" + services.directory().ports().last("kafka.controller"));
        assertThatThrownBy(() -> describe(client)).hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void kafkaTakesARecordOfTwentyMebibytes() throws Exception {
        byte[] large = new byte[20 << 20];
        new Random(1).nextBytes(large);
        Traces.leaveInKafka(client(), large);
        assertThat(Traces.inKafka(client(), 1)).contains(large);
    }

    private Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(services.kafka().clientProperties());
        client.put("default.api.timeout.ms", "2000");
        client.put("request.timeout.ms", "1000");
        return client;
    }

    private static void describe(Map<String, Object> client) throws Exception {
        Admin admin = Admin.create(client);
        try {
            admin.describeCluster().nodes().get();
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /** Address and port, in hexadecimal digits, of every listening socket of this machine. */
    private static List<String[]> listening() throws IOException {
        List<String[]> sockets = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            Path file = Path.of(table);
            if (Files.exists(file)) {
                Files.readString(file)
                        .lines()
                        .map(line -> line.strip().split("\\s+", -1))
                        .filter(columns -> columns.length > 3 && columns[3].equals("0A"))
                        .forEach(columns -> sockets.add(columns[1].split(":", -1)));
            }
        }
        return sockets;
    }
}
