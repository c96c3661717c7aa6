package dev.tidegate.rollout.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.health.remote.Credentials;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.packages.PackagesException;
import dev.tidegate.rollout.packages.aptly.AptlySettings;
import dev.tidegate.rollout.remote.Await;
import dev.tidegate.rollout.review.ReviewException;
import dev.tidegate.rollout.review.git.GitLimits;
import dev.tidegate.rollout.review.git.GitSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir
    private Path home = Path.of("none");

    @BeforeEach
    void files() throws IOException {
        Files.writeString(home.resolve("password"), "secret\n");
        Files.writeString(home.resolve("empty"), "\n");
        Files.writeString(home.resolve("signers"), "");
    }

    private Yaml yaml(String text) {
        return Yaml.parse(text.replace("HOME", home.toString()), "fleet.yaml");
    }

    private ReviewSettings review(String text) {
        return ReviewSettings.read(yaml(text), home.resolve("mirrors"));
    }

    @Test
    void repositoriesAreReadWithTheirDefaults() {
        ReviewSettings found = review("""
                infra: {kind: git, url: /srv/git/infra.git, trusted: [HOME/signers, Bob@example.org]}
                apps: {kind: git, url: "https://git.example.org/apps", branch: prod, trusted: a@x, user: tidegate,
                       password_file: HOME/password, timeout: 5s}
                gerrit: {kind: gerrit, url: "http://gerrit:8080", project: infra/states, user: robot,
                         password_file: HOME/password}
                """);
        GitSettings infra = found.git().getFirst();
        assertThat(infra.name()).isEqualTo("infra");
        assertThat(infra.branch()).isEqualTo("main");
        assertThat(infra.signers()).contains(home.resolve("signers"));
        assertThat(infra.committers()).isEqualTo(Set.of("bob@example.org"));
        assertThat(infra.limits()).isEqualTo(GitLimits.DEFAULT);
        assertThat(infra.login()).isEmpty();
        GitSettings apps = found.git().getLast();
        assertThat(apps.branch()).isEqualTo("prod");
        assertThat(apps.limits().answer()).isEqualTo(Duration.ofSeconds(5));
        assertThat(apps.login()).contains(new GitSettings.Login("tidegate", "secret"));
        assertThat(apps.toString()).doesNotContain("secret");
        assertThat(found.gerrit().getFirst().project()).isEqualTo("infra/states");
        assertThat(found.gerrit().getFirst().server().credentials())
                .isEqualTo(new Credentials.Basic("robot", "secret"));
        assertThat(ReviewSettings.read(null, home)).isEqualTo(review("{}"));
    }

    @Test
    void packagesAreReadWithTheirDefaults() {
        AptlySettings found = PackageSettings.read(yaml("aptly: {url: 'http://127.0.0.1:8081'}"))
                .aptly()
                .orElseThrow();
        assertThat(found.signing()).isEmpty();
        assertThat(found.server().limits()).isEqualTo(AptlySettings.LIMITS);
        assertThat(PackageSettings.read(
                                yaml("aptly: {url: 'http://a', gpg_key: ABC, gpg_passphrase_file: HOME/password}"))
                        .aptly()
                        .orElseThrow()
                        .signing())
                .contains(new AptlySettings.Signing("ABC", "secret"));
        assertThat(PackageSettings.read(null).aptly()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "infra: 5 | expected a mapping of names to values",
                "infra: {url: x} | repositories.infra.kind: is missing",
                "infra: {kind: svn} | repositories.infra.kind: \"svn\" is not known; known are gerrit, git",
                "infra: {kind: git, trusted: a@x} | repositories.infra.url: is missing",
                "infra: {kind: git, url: x} | repositories.infra.trusted: is missing: without",
                "infra: {kind: git, url: x, trusted: [[1]]} | expected a single value",
                "infra: {kind: git, url: x, trusted: nowhere} | repositories.infra.trusted: \"nowhere\" is neither",
                "infra: {kind: git, url: x, trusted: [HOME/signers, HOME/signers]} | repositories.infra.trusted: there can be one file",
                "infra: {kind: git, url: [x]} | repositories.infra.url: expected a single value",
                "infra: {kind: git, url: x, colour: red} | repositories.infra.colour: is not known here; known are branch,",
                "infra: {kind: git, url: x, trusted: a@x, timeout: soon} | repositories.infra.timeout: \"soon\" is not a duration",
                "infra: {kind: git, url: x, trusted: a@x, timeout: 10ms} | repositories.infra: the time-out of the network",
                "infra: {kind: git, url: x, trusted: a@x, user: me} | repositories.infra.password_file: is missing",
                "../x: {kind: git} | repositories: \"../x\" cannot be a name",
                "g: {kind: gerrit, url: 'http://g'} | repositories.g.project: is missing",
                "g: {kind: gerrit, url: 'ftp://g', project: p} | repositories.g: server g: the url must begin with http",
                "g: {kind: gerrit, url: 'http://g h', project: p} | repositories.g.url: \"http://g h\" is no address",
                "g: {kind: gerrit, url: 'http://g', project: p, user: u, password_file: HOME/none} | repositories.g.password_file: the file",
                "g: {kind: gerrit, url: 'http://g', project: p, user: u, password_file: HOME/empty} | repositories.g.password_file: the file",
            })
    void mistakesAreToldWithTheirPath(String text, String sentence) {
        assertThatThrownBy(() -> review(text))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .startsWith("fleet.yaml:1: " + sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pulp: {} | packages.pulp: is not known here; known are aptly",
                "aptly: {} | packages.aptly.url: is missing",
                "aptly: {url: 'http://a', gpg_passphrase_file: HOME/password} | packages.aptly.gpg_key: is missing",
                "aptly: {url: 'http://a', key: x} | packages.aptly.key: is not known here",
            })
    void mistakesAboutPackagesAreToldWithTheirPath(String text, String sentence) {
        assertThatThrownBy(() -> PackageSettings.read(yaml(text)))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .startsWith("fleet.yaml:1: " + sentence);
    }

    @Test
    void whatIsNotConfiguredIsToldWhenItIsAsked() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Reviews none = Reviews.of(review("{}"), meters);
        Await.failure(none.deployed("infra", "eu1"))
                .isInstanceOf(ReviewException.class)
                .hasMessage("no repository \"infra\" is configured; none is");
        Reviews some = Reviews.of(review("infra: {kind: git, url: HOME/none, trusted: a@x}"), meters);
        Await.failure(some.look(new Origin.Gerrit("gerrit", 1, 1, "0".repeat(40))))
                .hasMessage("no repository \"gerrit\" is configured; there are: infra");
        Await.failure(some.look(new Origin.Git("infra", "0".repeat(40)))).hasMessageContaining("is not there");
        assertThat(meters.get("tidegate.review.questions")
                        .tags("repository", "infra", "question", "look", "outcome", "failed")
                        .timer()
                        .count())
                .isOne();
        some.dispose();
        PackageSources packages = PackageSources.of(new PackageSettings(Optional.empty()), meters);
        Await.failure(packages.switchTo(new PackageSnapshot("p", "d", "c", "s")))
                .isInstanceOf(PackagesException.class)
                .hasMessageContaining("no package repository is configured");
    }
}
