package dev.tidegate.board;

import dev.tidegate.fleet.FleetServers;
import dev.tidegate.fleet.FleetSpec;
import dev.tidegate.fleet.Repository;
import dev.tidegate.fleet.SimulatedFleet;
import dev.tidegate.fleet.demo.Acts;
import dev.tidegate.fleet.demo.Api;
import dev.tidegate.fleet.demo.Cast;
import dev.tidegate.fleet.demo.DemoFailedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A real gateway that lets nobody in unasked, the simulated fleet of the rollout demo behind its salt-api, a repository with
 * a revision that is bad once five nodes have it, and the people of the demo.
 */
final class Office implements AutoCloseable {
    static final String PASSWORD = "a long enough password";

    /** Whose one machine is not for acme's people to see. */
    static final String OTHER_TENANT = "umbrella";

    private static final int NODES = 200;

    /** Where acme's machines are, clocks go otherwise than where people look. */
    private static final String CALENDARS = """
        {"calendars":[{"name":"eu1","tenant":"acme","site":"eu1","zone":"America/Chicago","rules":[]}]}\
        """;

    private final Path work;
    private final FleetServers servers;
    private final Repository repository;
    private final RealGateway gateway;
    private final Api api;
    private final Acts acts;
    private final String policy;

    Office() throws IOException, InterruptedException, DemoFailedException {
        work = Files.createTempDirectory("tidegate-board");
        repository = Repository.create(work.resolve("infra"));
        servers = new FleetServers(new FleetSpec(
                NODES,
                3,
                0,
                0,
                repository.former(),
                List.of(repository.wanted()),
                5,
                Duration.ofMillis(1_500),
                Duration.ofSeconds(3),
                Map.of("tidegate", "secret"),
                7));
        gateway = new RealGateway(
                work,
                "--fleet",
                fleetFile().toString(),
                "--tidegate.servers.demo.kind=prometheus",
                "--tidegate.servers.demo.url=" + servers.metrics(),
                "--tidegate.servers.demo.timeout=2s");
        // the demo's own policy, with a shorter look at how things were before
        policy = Files.readString(Path.of("..", "docs", "examples", "demo-rollout.yaml"))
                .replace("snapshot: 20s", "snapshot: 10s");
        api = new Api(URI.create(gateway.url()));
        acts = new Acts(api, Cast.add(api, gateway.token("admin"), Optional.of(PASSWORD)));
        gateway.administer("PUT", "/api/v1/calendars", CALENDARS);
        gateway.person("rosa", PASSWORD, "", "responder");
        gateway.person("otto", PASSWORD, OTHER_TENANT, "customer-approver");
    }

    private Path fleetFile() throws IOException {
        Path password = Files.writeString(work.resolve("salt.password"), "secret");
        String file = servers.file(password, repository.path(), Repository.TRUSTED)
                .replaceFirst(
                        "machines:\n",
                        "machines:\n"
                                + "  - {name: oth001, role: compute, hardware: r640, domain: rack-1, site: us1, tenant: "
                                + OTHER_TENANT + ", target: salt}\n");
        return Files.writeString(work.resolve("fleet.yaml"), file);
    }

    RealGateway gateway() {
        return gateway;
    }

    SimulatedFleet fleet() {
        return servers.fleet();
    }

    Repository repository() {
        return repository;
    }

    String policy() {
        return policy;
    }

    Acts acts() {
        return acts;
    }

    /** What the administrator reads. */
    JsonNode read(String path) throws IOException, InterruptedException, DemoFailedException {
        return api.get(gateway.token("admin"), path);
    }

    /** A change over the API, of the revision that is bad. */
    JsonNode change(String title, String selector) throws IOException, InterruptedException, DemoFailedException {
        return acts.write(new Acts.Draft(
                title, "customers see slow answers in the evening", repository.wanted(), selector, policy));
    }

    @Override
    public void close() throws IOException {
        try (servers;
                gateway;
                api) {
            servers.fleet();
        }
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
