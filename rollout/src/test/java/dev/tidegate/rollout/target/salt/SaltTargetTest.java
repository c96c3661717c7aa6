package dev.tidegate.rollout.target.salt;

import dev.tidegate.fleet.FleetSpec;
import dev.tidegate.fleet.SaltApi;
import dev.tidegate.fleet.SimulatedFleet;
import dev.tidegate.fleet.SimulatedNode;
import dev.tidegate.rollout.target.Orders;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetContract;
import dev.tidegate.rollout.target.http.Endpoint;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The promises of a target, kept by Salt. */
class SaltTargetTest extends TargetContract {
    /** A fleet behind a salt-api. */
    record Salted(SimulatedFleet fleet, SaltApi api, Path password, List<SaltTarget> opened) implements World {
        static Salted of(FleetSpec spec, Path directory) throws IOException {
            SimulatedFleet fleet = new SimulatedFleet(spec);
            Path password = Files.writeString(directory.resolve("password"), "secret\n");
            return new Salted(fleet, new SaltApi(fleet, 0), password, new ArrayList<>());
        }

        @Override
        public List<String> nodes() {
            return fleet.nodes().stream().map(SimulatedNode::name).toList();
        }

        @Override
        public Target target() {
            SaltSettings settings = SaltSettings.of(Endpoint.of("salt", api.uri()), "tidegate", password)
                    .withEauth("file")
                    .withLook(Duration.ofMillis(200));
            SaltTarget target = new SaltTarget(settings, new SimpleMeterRegistry());
            opened.add(target);
            return target;
        }

        @Override
        public void kill(String node) {
            fleet.node(node).die();
        }

        @Override
        public int runs(String node) {
            return fleet.node(node).runs();
        }

        @Override
        public void close() {
            opened.forEach(SaltTarget::dispose);
            api.close();
        }
    }

    @Override
    protected World world(Path directory) throws IOException {
        return Salted.of(FleetSpec.quick(5, Orders.FORMER), directory);
    }
}
