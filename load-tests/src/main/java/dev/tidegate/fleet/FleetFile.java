package dev.tidegate.fleet;

import java.net.URI;
import java.nio.file.Path;

/** The fleet file in which a gateway finds a simulated fleet, its salt-api and a repository. */
final class FleetFile {
    private FleetFile() {}

    /**
     * @param repository a Git repository on this machine
     * @param committer whom its commits are trusted from
     */
    static String of(SimulatedFleet fleet, URI salt, Path passwordFile, Path repository, String committer) {
        StringBuilder yaml = new StringBuilder("machines:\n");
        for (SimulatedNode node : fleet.nodes()) {
            yaml.append(
                    "  - {name: %s, role: %s, hardware: %s, domain: %s, quorum: \"%s\", site: eu1, staging: %s, target: salt}\n"
                            .formatted(
                                    node.name(),
                                    node.role(),
                                    node.hardware(),
                                    node.rack(),
                                    node.quorum(),
                                    node.isStaging()));
        }
        yaml.append("""
                targets:
                  salt: {kind: salt, url: "%s", user: tidegate, password_file: "%s", eauth: file, look: 2s}
                repositories:
                  infra: {kind: git, url: "%s", branch: main, trusted: ["%s"]}
                """.formatted(salt, passwordFile, repository, committer));
        return yaml.toString();
    }
}
