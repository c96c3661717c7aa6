package dev.tidegate.rollout.config;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.rollout.packages.aptly.AptlySettings;
import dev.tidegate.rollout.packages.aptly.AptlySettings.Signing;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part {@code packages} of the fleet file: what packages are published by; empty when a fleet has none. */
public record PackageSettings(Optional<AptlySettings> aptly) {
    private static final String PATH = "packages";
    private static final Set<String> APTLY =
            Set.of("url", "user", "password_file", "ca_file", "timeout", "gpg_key", "gpg_passphrase_file");

    /**
     * @param packages as it stands in the file; null when the file has no such part
     * @throws ConfigurationException with file, line and path of what is wrong
     */
    public static PackageSettings read(@Nullable Yaml packages) {
        Map<String, Entries> found =
                Entries.of(PATH, packages).only(Set.of("aptly")).each();
        Entries aptly = found.get("aptly");
        if (aptly == null) {
            return new PackageSettings(Optional.empty());
        }
        try {
            return new PackageSettings(Optional.of(aptly(aptly.only(APTLY))));
        } catch (ConfigurationException told) {
            throw told;
        } catch (IllegalArgumentException wrong) {
            throw aptly.problem(wrong);
        }
    }

    private static AptlySettings aptly(Entries entries) {
        Optional<Signing> signing = entries.find("gpg_key")
                .map(key ->
                        new Signing(key, entries.secret("gpg_passphrase_file").orElse("")));
        if (signing.isEmpty() && entries.find("gpg_passphrase_file").isPresent()) {
            throw entries.problem("gpg_key", "is missing: there is a passphrase, and no key");
        }
        return new AptlySettings(
                ReviewSettings.server("aptly", entries, AptlySettings.LIMITS),
                signing,
                AptlySettings.WAITING,
                AptlySettings.TASK_POLL);
    }
}
