package dev.tidegate.embedded;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Leaves marks in both services and finds them again, with the clients everybody uses. */
final class Traces {
    static final String TOPIC = "traces";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private Traces() {}

    static void leave(EmbeddedServices services, String mark) throws Exception {
        leaveInKafka(services.kafka().clientProperties(), mark.getBytes(StandardCharsets.UTF_8));
        leaveInPostgres(services.postgres().connection(), mark);
    }

    static void leaveInKafka(Map<String, Object> client, byte[] mark) throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        } catch (ExecutionException exists) {
            if (!(exists.getCause() instanceof TopicExistsException)) {
                throw exists;
            }
        }
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("acks", "all");
        properties.put("max.request.size", EmbeddedKafka.MAX_MESSAGE_BYTES);
        properties.put("buffer.memory", 2L * EmbeddedKafka.MAX_MESSAGE_BYTES);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, mark)).get();
        }
    }

    static void leaveInPostgres(PostgresConnection database, String mark) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS traces (mark text)");
            statement.execute("INSERT INTO traces VALUES (" + statement.enquoteLiteral(mark) + ")");
        }
    }

    static List<byte[]> inKafka(Map<String, Object> client, int atLeast) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("auto.offset.reset", "earliest");
        List<byte[]> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(Set.of(PARTITION));
            consumer.seekToBeginning(Set.of(PARTITION));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (found.size() < atLeast && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> found.add(record.value()));
            }
        }
        return found;
    }

    static List<String> textInKafka(EmbeddedServices services, int atLeast) {
        return inKafka(services.kafka().clientProperties(), atLeast).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    static List<String> inPostgres(PostgresConnection database) throws SQLException {
        return query(database, "SELECT mark FROM traces ORDER BY mark");
    }

    static List<String> query(PostgresConnection database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static Connection connect(PostgresConnection database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}
