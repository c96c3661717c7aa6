package dev.tidegate.gate;

import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.yaml.PolicyYaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code ./tidegate bench gate}. */
public final class GateBench {
    private GateBench() {}

    public static void main(String[] args) throws IOException {
        PetshopGate petshop = new PetshopGate(args.length > 1 ? PolicyYaml.read(Path.of(args[1])) : policy("petshop"));
        for (Petshop.Level level : Petshop.read(Path.of(args[0]))) {
            petshop.run(level);
        }
        petshop.print(System.out);
    }

    static HealthPolicy policy(String name) throws IOException {
        try (@Nullable InputStream in = GateBench.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("there is no policy " + name);
            }
            return PolicyYaml.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name + ".yaml");
        }
    }
}
