package dev.tidegate.rollout.fleet.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.rollout.fleet.Fleets;
import dev.tidegate.rollout.fleet.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetFileTest {
    private static final String WHOLE = """
            machines:
              - {name: cmp001, role: compute, hardware: r640, domain: rack-1, site: eu1, target: salt, properties: {az: a}}
              - {name: dbs001, role: database, quorum: galera-1, tenant: acme, target: salt}
              - {name: stg001, role: compute, staging: true, target: salt}
            targets:
              salt: {kind: salt, url: "http://127.0.0.1:8000"}
            repositories:
              infra: {kind: git, url: /srv/git/infra.git, branch: main}
            """;

    @TempDir
    private Path directory = Path.of("");

    private FleetFile read(String text) throws IOException {
        return FleetFile.read(Files.writeString(directory.resolve("fleet.yaml"), text));
    }

    @Test
    void machinesAreSelectedByTheirProperties() throws IOException {
        FleetFile fleet = read(WHOLE);
        assertThat(names(fleet.select("", "{az=\"a\"}").block(Duration.ofSeconds(5))))
                .containsExactly("cmp001");
        assertThat(names(fleet.select("acme", "{}").block(Duration.ofSeconds(5))))
                .containsExactly("dbs001");
        assertThat(names(fleet.select("default", "{role=\"compute\", staging=\"false\"}")
                        .block(Duration.ofSeconds(5))))
                .containsExactly("cmp001");
        assertThat(fleet.sections()).containsOnlyKeys("targets", "repositories");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fleets.select(fleet.machines(), "", "{rol!=\"compute\"}"))
                .withMessageContaining("no machine has a property \"rol\"; known are az, domain");
    }

    @Test
    void standInsAreOfTheSameRoleAndOfTheSameHardwareIfThereAreAny() throws IOException {
        List<Machine> machines = read("""
                machines:
                  - {name: a1, role: compute, hardware: r640}
                  - {name: b1, role: database, hardware: r740}
                  - {name: s1, role: compute, hardware: r640, staging: true}
                  - {name: s2, role: compute, hardware: old, staging: true}
                  - {name: s3, role: database, hardware: old, staging: true}
                  - {name: s4, role: router, staging: true}
                """).machines();
        List<Machine> staging = machines.stream().filter(Machine::staging).toList();
        assertThat(names(Fleets.standIns(staging, Fleets.production(machines)))).containsExactly("s1", "s3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            role: compute, hardware   | rolle: compute, hardware   | fleet.yaml:2: "rolle" is not known here; known are name, role
            name: dbs001              | name: cmp001               | fleet.yaml:3: machine "cmp001" is there twice
            name: dbs001,             | ''                         | fleet.yaml:3: "name" is missing
            staging: true             | staging: perhaps           | fleet.yaml:4: "perhaps" is neither true nor false
            target: salt}             | target: pepper}            | fleet.yaml:3: target "pepper" of dbs001 is not under targets; there are salt
            machines:                 | hosts:                     | fleet.yaml:1: "hosts" is not known here
            az: a                     | role: a                    | fleet.yaml:2: "role" is a machine's own field
            site: eu1                 | site: fleet                | fleet.yaml:2: site "fleet" of cmp001 is how machines without a site are written down
            targets:                  | target:                    | fleet.yaml:5: "target" is not known here
            """)
    void everyMistakeIsToldWithFileLineAndReason(String what, String instead, String words) {
        assertThatThrownBy(() -> read(WHOLE.replace(what, instead)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aLargeFleetIsRead() throws IOException {
        StringBuilder text = new StringBuilder("machines:\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("  - {name: cmp")
                    .append(i)
                    .append(", role: compute, hardware: r640, domain: rack-")
                    .append(i / 40)
                    .append(", site: eu1, tenant: acme, properties: {az: a, release: yoga}}\n");
        }
        assertThat(read(text.toString()).machines()).hasSize(20_000);
    }

    private static List<String> names(@Nullable List<Machine> machines) {
        return machines == null
                ? List.of()
                : machines.stream().map(Machine::name).toList();
    }
}
