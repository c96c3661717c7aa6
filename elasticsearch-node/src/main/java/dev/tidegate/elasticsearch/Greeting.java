package dev.tidegate.elasticsearch;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.elasticsearch.Build;
import org.elasticsearch.action.admin.cluster.state.ClusterStateRequest;
import org.elasticsearch.action.admin.cluster.state.ClusterStateResponse;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.core.TimeValue;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.rest.action.RestBuilderListener;
import org.elasticsearch.xcontent.XContentBuilder;

/** {@code GET /}, which the distribution has in a module of its own that is not published. */
public final class Greeting extends Plugin implements ActionPlugin {
    @Override
    public Collection<RestHandler> getRestHandlers(
            RestHandlersServices services, Supplier<DiscoveryNodes> nodes, Predicate<NodeFeature> features) {
        return List.of(new Handler());
    }

    private static final class Handler extends BaseRestHandler {
        @Override
        public String getName() {
            return "greeting";
        }

        @Override
        public List<Route> routes() {
            return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/"));
        }

        @Override
        protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
            ClusterStateRequest state = new ClusterStateRequest(TimeValue.timeValueSeconds(30))
                    .clear()
                    .metadata(true);
            return channel -> client.admin()
                    .cluster()
                    .state(state, new RestBuilderListener<ClusterStateResponse>(channel) {
                        @Override
                        public RestResponse buildResponse(ClusterStateResponse found, XContentBuilder json)
                                throws Exception {
                            json.startObject()
                                    .field("name", client.settings().get("node.name"))
                                    .field(
                                            "cluster_name",
                                            found.getClusterName().value())
                                    .field(
                                            "cluster_uuid",
                                            found.getState().metadata().clusterUUID())
                                    .startObject("version")
                                    .field("number", Build.current().qualifiedVersion())
                                    .endObject()
                                    .field("tagline", "You Know, for Search")
                                    .endObject();
                            return new RestResponse(RestStatus.OK, json);
                        }
                    });
        }
    }
}
