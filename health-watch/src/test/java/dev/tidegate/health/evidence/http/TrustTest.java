package dev.tidegate.health.evidence.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.health.remote.Server;
import dev.tidegate.health.remote.UnansweredException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** TLS with a certificate that only the configured file signs. */
class TrustTest {
    @TempDir
    Path directory = Path.of(".");

    @Test
    void theCaFileDecidesWhoIsTrusted() throws Exception {
        Path store = directory.resolve("store.p12");
        Path pem = directory.resolve("ca.pem");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString());
        keytool("-exportcert", "-rfc", "-file", pem.toString(), "-keystore", store.toString());
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .secure(tls -> tls.sslContext(context(store)))
                .handle((request, response) ->
                        response.header("content-type", "application/json").sendString(Mono.just("{}")))
                .bindNow();
        Server https = Server.of("main", URI.create("https://127.0.0.1:" + server.port()));
        ServerClient trusting = client(https.withCaFile(pem));
        ServerClient strict = client(https);
        try {
            Answer answer = Await.value(trusting.post("/x", new Form().with("a", "b")));
            assertThat(answer.excerpt()).isEqualTo("{}");
            assertThatThrownBy(() -> strict.post("/x", new Form()).block(Duration.ofSeconds(20)))
                    .isInstanceOf(UnansweredException.class)
                    .hasMessageStartingWith("main (" + https.url() + ") is not trusted, or speaks no TLS: ");
        } finally {
            trusting.dispose();
            strict.dispose();
            server.disposeNow();
        }
    }

    @Test
    void aCaFileThatIsNoneIsToldAtStart() throws Exception {
        Path file = Files.writeString(directory.resolve("ca.pem"), "nothing");
        Server server = Server.of("main", URI.create("https://127.0.0.1:1")).withCaFile(file);
        assertThatThrownBy(() -> client(server))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("server main: the CA file " + file + " cannot be used: ");
    }

    private static ServerClient client(Server server) {
        return new ServerClient(server, InstantSource.system(), new SimpleMeterRegistry());
    }

    private static SslContext context(Path store) {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, "secret".toCharArray());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, "secret".toCharArray());
            return SslContextBuilder.forServer(factory).build();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "server", "-storepass", "secret"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
