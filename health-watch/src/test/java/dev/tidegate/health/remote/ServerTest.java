package dev.tidegate.health.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTest {

    @Test
    void defaultsAreBelowTheShortestInterval() {
        HttpLimits limits =
                Server.of("main", URI.create("http://127.0.0.1:9090")).limits();
        assertThat(limits.connect()).isEqualTo(Duration.ofSeconds(2));
        assertThat(limits.answer()).isEqualTo(Duration.ofSeconds(5));
        assertThat(limits.answerBytes()).isEqualTo(16 * 1024 * 1024);
        assertThat(limits.concurrency()).isEqualTo(16);
        assertThat(limits.waiting()).isEqualTo(1024);
        assertThat(limits.answerNumbers()).isEqualTo(349_525);
        assertThat(limits.withAnswer(Duration.ofSeconds(1)).connect()).isEqualTo(Duration.ofSeconds(1));
        assertThat(limits.withAnswer(Duration.ofSeconds(9)).connect()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://host           | the url must begin with http:// or https://",
                "host:9090            | the url must begin with http:// or https://",
                "http:///path         | the url names no host",
                "http://user:pw@host  | user and password do not belong into the url, which is shown to people",
                "http://host/?a=b     | the url must end with its path",
            })
    void anAddressThatIsNoneSaysWhy(String url, String reason) {
        assertThatThrownBy(() -> Server.of("main", URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("server main: " + reason);
    }

    @Test
    void secretsAreNotShown() {
        Server server = Server.of("main", URI.create("http://host/prefix"))
                .withHeaders(Map.of("X-Key", "s3cret"))
                .withCredentials(new Credentials.Bearer("s3cret"));
        assertThat(server.toString()).isEqualTo("Server[main (http://host/prefix), Bearer[…]]");
        assertThat(server.withCredentials(new Credentials.Basic("jo", "s3cret")).toString())
                .isEqualTo("Server[main (http://host/prefix), Basic[jo, …]]");
        assertThat(new Credentials.Basic("Aladdin", "open sesame").header())
                .contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void limitsMustBePositive() {
        assertThatThrownBy(() -> new HttpLimits(Duration.ZERO, Duration.ofSeconds(1), 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
