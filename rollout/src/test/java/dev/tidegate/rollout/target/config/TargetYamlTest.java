package dev.tidegate.rollout.target.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.rollout.target.command.CommandSettings;
import dev.tidegate.rollout.target.http.Endpoint;
import dev.tidegate.rollout.target.salt.SaltSettings;
import dev.tidegate.rollout.target.webhook.WebhookSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What may stand below {@code targets:}, its defaults, and what is said of mistakes. */
class TargetYamlTest {
    private static final Path DATA = Path.of("/var/lib/tidegate");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it
    Path directory;

    @Test
    void defaultsAreTheseOnes() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "x");

        List<TargetSettings> targets = parse("""
                salt: {kind: salt, url: "http://127.0.0.1:8000", user: tidegate, password_file: FILE}
                ssh: {kind: command, command: [ssh, "{node}", deploy, "{revision}"], proof: [ssh, "{node}", cat, /rev]}
                hook: {kind: webhook, url: "https://deploy.example/tidegate"}
                """.replace("FILE", file.toString()));

        assertThat(targets).extracting(TargetSettings::name).containsExactly("salt", "ssh", "hook");
        SaltSettings salt = ((TargetSettings.Salt) targets.get(0)).settings();
        assertThat(salt.eauth()).isEqualTo("pam");
        assertThat(salt.function()).isEqualTo("state.apply");
        assertThat(salt.proof()).isEqualTo(new SaltSettings.Call("grains.get", List.of("tidegate_revision")));
        assertThat(salt.look()).isEqualTo(Duration.ofSeconds(10));
        assertThat(salt.arguments()).isEmpty();
        assertThat(salt.endpoint().answer()).isEqualTo(Duration.ofMinutes(1));
        assertThat(salt.endpoint().answerBytes()).isEqualTo(64 << 20);
        CommandSettings ssh = ((TargetSettings.Command) targets.get(1)).settings();
        assertThat(ssh.concurrency()).isEqualTo(10);
        assertThat(ssh.unreachable()).containsExactly(255);
        assertThat(ssh.test()).isEmpty();
        assertThat(ssh.directory()).isEqualTo(DATA.resolve("targets/ssh"));
        WebhookSettings hook = ((TargetSettings.Webhook) targets.get(2)).settings();
        assertThat(hook.secretFile()).isEmpty();
        assertThat(hook.look()).isEqualTo(Duration.ofSeconds(2));
        assertThat(hook.endpoint().url()).hasToString("https://deploy.example/tidegate");
    }

    @Test
    void everythingCanBeSaid() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "x");

        SaltSettings salt = ((TargetSettings.Salt)
                        parse("""
                        salt: {kind: salt, url: "http://127.0.0.1:8000", user: u, password_file: FILE, eauth: ldap,
                               function: state.sls, arguments: {saltenv: prod}, look: 3s, timeout: 2m, answer_mb: 8,
                               proof: {fun: cmd.run, arg: [cat /etc/tidegate/revision]}}
                        """.replace("FILE", file.toString())).getFirst())
                .settings();

        assertThat(salt.eauth()).isEqualTo("ldap");
        assertThat(salt.function()).isEqualTo("state.sls");
        assertThat(salt.arguments()).isEqualTo(Map.of("saltenv", "prod"));
        assertThat(salt.look()).isEqualTo(Duration.ofSeconds(3));
        assertThat(salt.endpoint().answer()).isEqualTo(Duration.ofMinutes(2));
        assertThat(salt.endpoint().answerBytes()).isEqualTo(8 << 20);
        assertThat(salt.proof().arguments()).containsExactly("cat /etc/tidegate/revision");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: 7 | targets.a must be a mapping",
                "a: {} | targets.a.kind is missing",
                "a: {kind: chef} | targets.a.kind must be salt, command or webhook, not chef",
                "'-a': {kind: salt} | is not a name for a target",
                "a: {kind: webhook} | targets.a.url is missing",
                "a: {kind: webhook, url: 'ftp://x'} | targets.a: the url must be http://HOST:PORT",
                "a: {kind: webhook, url: 'http://u:p@x'} | targets.a: user and password do not belong into the url",
                "a: {kind: webhook, url: 'http://x', lok: 3s} | targets.a.lok is not known here",
                "a: {kind: webhook, url: 'http://x', look: soon} | targets.a.look is not a duration such as 10s: soon",
                "a: {kind: webhook, url: 'http://x', secret_file: /nowhere} | targets.a.secret_file names a file",
                "a: {kind: salt, url: 'http://x', user: u} | targets.a.password_file is missing",
                "a: {kind: salt, url: 'http://x', user: u, password: p, password_file: /dev/null} | targets.a.password is",
                "a: {kind: salt, url: 'http://x', user: u, password_file: /dev/null, function: cmd.run} | targets.a.function",
                "a: {kind: salt, url: 'http://x', user: u, password_file: /dev/null, arguments: {test: true}} | not have test",
                "a: {kind: command, command: [x]} | targets.a.proof is missing",
                "a: {kind: command, command: [x, '{host}'], proof: [y]} | targets.a: \"{host}\" has {host}",
                "a: {kind: command, command: [x], proof: [y], concurrency: 0} | targets.a.concurrency must be a whole",
                "a: {kind: command, command: [x], proof: [y], unreachable: [many]} | targets.a.unreachable must be",
            })
    void mistakesAreToldWithTheirPlace(String yaml, String sentence) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void targetsAreMadeOfThemByName() {
        Targets targets = Targets.of(
                List.of(new TargetSettings.Webhook(
                        WebhookSettings.of(Endpoint.of("hook", URI.create("http://127.0.0.1:1"))))),
                InstantSource.system(),
                new SimpleMeterRegistry());

        assertThat(targets.byName()).containsOnlyKeys("hook");
        targets.connections().dispose();
    }

    private static List<TargetSettings> parse(String yaml) {
        Map<String, Object> node = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return TargetYaml.parse(node, "targets", DATA);
    }
}
