package dev.tidegate.gateway.openapi;

import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /v3/api-docs} (JSON), {@code /v3/api-docs.yaml} and {@code /api-docs}, the page. The document is kept by
 * hand in {@code openapi/*.yaml}, one file per group of doors, merged here; a test holds it against the doors.
 */
public final class OpenApiDoors implements Doorway {
    private final byte[] json;
    private final byte[] yaml;
    private final byte[] page;

    /** @param resources names of the files, the main one first; later ones add paths and components */
    public OpenApiDoors(List<String> resources) {
        Map<String, Object> document = new LinkedHashMap<>();
        resources.forEach(resource -> merge(document, load(resource)));
        this.json = JsonMapper.shared().writeValueAsBytes(document);
        this.yaml = new Yaml().dump(document).getBytes(StandardCharsets.UTF_8);
        this.page = read("openapi/page.html");
    }

    @Override
    public List<Door> doors() {
        return List.of(
                Door.get("/v3/api-docs", request -> answer(MediaType.APPLICATION_JSON, json)),
                Door.get("/v3/api-docs.yaml", request -> answer(MediaType.APPLICATION_YAML, yaml)),
                Door.get("/api-docs", this::page));
    }

    private Mono<ServerResponse> page(ServerRequest request) {
        return answer(new MediaType("text", "html", StandardCharsets.UTF_8), page);
    }

    private static Mono<ServerResponse> answer(MediaType type, byte[] body) {
        return ServerResponse.ok().contentType(type).bodyValue(body);
    }

    private static Map<String, Object> load(String resource) {
        Map<String, Object> loaded = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(new String(read(resource), StandardCharsets.UTF_8));
        return loaded;
    }

    /** Mappings are merged, lists are joined; anything else is taken from the later file. */
    private static void merge(Map<String, Object> into, Map<String, Object> from) {
        from.forEach((name, value) -> into.merge(name, value, OpenApiDoors::merged));
    }

    private static Object merged(Object old, Object added) {
        if (old instanceof Map<?, ?> oldMap && added instanceof Map<?, ?> addedMap) {
            Map<String, Object> out = new LinkedHashMap<>();
            oldMap.forEach((name, value) -> out.put(String.valueOf(name), value));
            addedMap.forEach((name, value) -> out.merge(String.valueOf(name), value, OpenApiDoors::merged));
            return out;
        }
        if (old instanceof List<?> oldList && added instanceof List<?> addedList) {
            List<Object> out = new ArrayList<>(oldList);
            out.addAll(addedList);
            return out;
        }
        return added;
    }

    private static byte[] read(String resource) {
        try (InputStream in = OpenApiDoors.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
