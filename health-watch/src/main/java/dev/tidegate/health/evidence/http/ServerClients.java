package dev.tidegate.health.evidence.http;

import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** The configured servers of one kind, by name. */
public final class ServerClients implements Disposable {
    private final String kind;
    private final Map<String, ServerClient> clients = new TreeMap<>();

    /**
     * @param kind for sentences, such as Prometheus
     * @throws IllegalArgumentException when two have one name, or a CA file cannot be used
     */
    public ServerClients(String kind, Collection<Server> servers, InstantSource clock, MeterRegistry meters) {
        this.kind = kind;
        for (Server server : servers) {
            if (clients.putIfAbsent(server.name(), new ServerClient(server, clock, meters)) != null) {
                throw new IllegalArgumentException("two " + kind + " servers have the name " + server.name());
            }
        }
    }

    public @Nullable ServerClient find(String name) {
        return clients.get(name);
    }

    /** The sentence for a name that is not there. */
    public String unknown(String name) {
        return "no " + kind + " server \"" + name + "\" is configured"
                + (clients.isEmpty() ? "; none is" : "; there are: " + String.join(", ", clients.keySet()));
    }

    @Override
    public void dispose() {
        clients.values().forEach(ServerClient::dispose);
    }
}
