package dev.tidegate.rollout.packages.aptly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.packages.Packages.Difference;
import dev.tidegate.rollout.packages.Packages.Switched;
import dev.tidegate.rollout.remote.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Debian's Aptly with two snapshots, switched there and back, and read as a node would read it. */
@Tag("peer")
class RealAptlyIT {
    private static final List<String> PREFIXES = List.of("rollout", "a/b_c", ".");

    @TempDir
    private static Path home = Path.of("none");

    private static @Nullable AptlyNode node;
    private static @Nullable AptlyPackages asked;

    @BeforeAll
    static void start() throws Exception {
        AptlyNode started = AptlyNode.open(home, PREFIXES);
        node = started;
        asked = started.packages(Optional.empty());
    }

    @AfterAll
    static void stop() {
        if (asked != null) {
            asked.dispose();
        }
        if (node != null) {
            node.close();
        }
    }

    private static AptlyNode node() {
        return Objects.requireNonNull(node);
    }

    private static AptlyPackages aptly() {
        return Objects.requireNonNull(asked);
    }

    private static PackageSnapshot at(String prefix, String snapshot) {
        return new PackageSnapshot(prefix, "bookworm", "main", snapshot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollout", "a/b_c", "."})
    void thereAndBackIsWhatNodesRead(String prefix) throws IOException {
        assertThat(node().index(prefix)).contains("Version: 1.0");
        assertThat(Await.value(aptly().switchTo(at(prefix, "apps-2"))))
                .isEqualTo(new Switched(at(prefix, "apps-1"), at(prefix, "apps-2")));
        assertThat(node().index(prefix)).contains("Version: 2.0").doesNotContain("Version: 1.0");
        assertThat(Await.value(aptly().published(prefix, "bookworm", "main"))).isEqualTo(at(prefix, "apps-2"));
        assertThat(Await.value(aptly().switchTo(at(prefix, "apps-2"))).from()).isEqualTo(at(prefix, "apps-2"));
        Await.value(aptly().switchTo(at(prefix, "apps-1")));
        assertThat(node().index(prefix)).contains("Version: 1.0").doesNotContain("Version: 2.0");
        assertThat(Await.value(aptly().published(prefix, "bookworm", "main"))).isEqualTo(at(prefix, "apps-1"));
    }

    @Test
    void manySwitchesAtOnceEndAsTheLastSays() throws IOException {
        Await.value(Flux.fromStream(IntStream.range(0, 20).boxed())
                .flatMap(i -> aptly().switchTo(at("rollout", "apps-" + (1 + i % 2))), 20)
                .then(Mono.just(true)));
        Await.value(aptly().switchTo(at("rollout", "apps-2")));
        assertThat(node().index("rollout")).contains("Version: 2.0");
        Await.value(aptly().switchTo(at("rollout", "apps-1")));
        assertThat(node().index("rollout")).contains("Version: 1.0");
    }

    @Test
    void snapshotsAreComparedAndLookedFor() {
        assertThat(Await.value(aptly().exists("apps-1"))).isTrue();
        assertThat(Await.value(aptly().exists("apps-9"))).isFalse();
        assertThat(Await.value(aptly().difference("apps-1", "apps-2")))
                .containsExactly(new Difference("demo-app", "1.0", "2.0"));
        Await.failure(aptly().difference("apps-1", "apps-9"))
                .hasMessageContaining("refused (404): snapshot with name apps-9 not found");
    }

    @Test
    void whatCannotBeSwitchedIsTold() {
        Await.failure(aptly().switchTo(at("rollout", "apps-9")))
                .hasMessageContaining("refused (404): snapshot with name apps-9 not found");
        Await.failure(aptly().switchTo(at("nowhere", "apps-1")))
                .hasMessageContaining("publishes nothing at nowhere/bookworm");
        AptlyPackages signing = node().packages(Optional.of(new AptlySettings.Signing("no-such-key", "")));
        Await.failure(signing.switchTo(at("a/b_c", "apps-2")))
                .hasMessageContaining("was told to switch a/b_c/bookworm to apps-2 and refused (500): ");
        signing.dispose();
    }
}
