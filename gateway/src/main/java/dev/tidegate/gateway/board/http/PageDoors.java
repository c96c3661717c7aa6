package dev.tidegate.gateway.board.http;

import dev.tidegate.gateway.board.Asset;
import dev.tidegate.gateway.board.Assets;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code GET /}, {@code /ui/**} and {@code /favicon.ico}. Every path below {@code /ui} that is no file is the one page,
 * which shows what its address says. Files are for everybody; what they ask the other doors for is not.
 */
public final class PageDoors implements Doorway {
    /** Nothing inline, nothing from elsewhere, in no frame. */
    static final String POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self';"
            + " connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final String HOME = "/ui/incidents";
    private static final String ICON = "icon.svg";

    private final Assets assets;

    public PageDoors(Assets assets) {
        this.assets = assets;
    }

    @Override
    public List<Door> doors() {
        return List.of(
                Door.get("/", this::home),
                Door.get("/favicon.ico", request -> file(request, ICON)),
                Door.get(Assets.ROOT + "**", this::asset),
                Door.get("/ui", this::home),
                Door.get("/ui/**", this::page));
    }

    private Mono<ServerResponse> home(ServerRequest request) {
        return ServerResponse.status(HttpStatus.FOUND)
                .location(URI.create(HOME))
                .build();
    }

    /** The page names the files by their hash, so it must be asked for each time. */
    private Mono<ServerResponse> page(ServerRequest request) {
        return answer(request, assets.page(), CacheControl.noCache());
    }

    private Mono<ServerResponse> asset(ServerRequest request) {
        String path = request.path();
        return path.startsWith(assets.base())
                ? file(request, path.substring(assets.base().length()))
                : Mono.error(() -> missing("this file belongs to another version of the dashboard; reload the page"));
    }

    private Mono<ServerResponse> file(ServerRequest request, String name) {
        return assets.file(name)
                .map(found -> answer(
                        request,
                        found,
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable()))
                .orElseGet(() -> Mono.error(() -> missing("the dashboard has no file \"" + name + "\"")));
    }

    private static Mono<ServerResponse> answer(ServerRequest request, Asset asset, CacheControl cache) {
        boolean packed = request.headers().header(HttpHeaders.ACCEPT_ENCODING).stream()
                .anyMatch(accepted -> accepted.contains("gzip"));
        ServerResponse.BodyBuilder response = ServerResponse.ok()
                .contentType(MediaType.parseMediaType(asset.type()))
                .cacheControl(cache)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin");
        if (packed) {
            response.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return response.bodyValue(packed ? asset.gzip() : asset.plain());
    }

    private static ProblemException missing(String detail) {
        return new ProblemException(Problem.notFound(detail));
    }
}
