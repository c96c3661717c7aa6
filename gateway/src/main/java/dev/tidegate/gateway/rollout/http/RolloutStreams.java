package dev.tidegate.gateway.rollout.http;

import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.rollout.flow.RolloutView;
import dev.tidegate.gateway.rollout.flow.RolloutViews;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Role;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.gateway.stream.Framing;
import dev.tidegate.gateway.stream.http.StreamAnswers;
import dev.tidegate.gateway.watch.flow.WatchHub;
import dev.tidegate.health.watch.WatchEvent;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.EventWords;
import dev.tidegate.rollout.flow.Rollouts;
import dev.tidegate.rollout.flow.WaveHealth;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Rollouts and the health of their waves as streams. Each begins with how things stand, so who comes back misses nothing that
 * still counts. The health stream of a monitor who is not the executor is the hand on the dead-man's handle.
 */
public final class RolloutStreams {
    /** More readers than this are refused. */
    public static final int MAX_READERS = 500;

    /** So many frames of each wave's watch are told to who comes later, so that a curve has its past. */
    public static final int PAST = 240;

    /** So often a reader is told that nothing has happened. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final RolloutHandlers handlers;
    private final RolloutViews views;
    private final Rollouts rollouts;
    private final WatchHub hub;
    private final Scheduler scheduler;
    private final Duration heartbeat;
    private final AtomicInteger readers = new AtomicInteger();

    public RolloutStreams(
            RolloutHandlers handlers,
            RolloutViews views,
            Rollouts rollouts,
            WatchHub hub,
            Scheduler scheduler,
            Duration heartbeat,
            MeterRegistry meters) {
        this.handlers = handlers;
        this.views = views;
        this.rollouts = rollouts;
        this.hub = hub;
        this.scheduler = scheduler;
        this.heartbeat = heartbeat;
        meters.gauge("tidegate.rollout.readers", readers);
    }

    Mono<ServerResponse> one(ServerRequest request) {
        String id = request.pathVariable("id");
        return opened(request)
                .flatMap(opened -> handlers.found(id, opened.who().tenant())
                        .flatMap(found ->
                                answer(opened, views.follow(id).map(view -> rollout(opened.framing(), view)))));
    }

    Mono<ServerResponse> all(ServerRequest request) {
        return opened(request)
                .flatMap(opened -> answer(
                        opened, views.followAll(opened.who().tenant()).map(view -> rollout(opened.framing(), view))));
    }

    Mono<ServerResponse> health(ServerRequest request) {
        String id = request.pathVariable("id");
        return opened(request)
                .flatMap(opened -> handlers.found(id, opened.who().tenant())
                        .flatMap(found -> answer(opened, health(opened, found))));
    }

    private record Opened(Identity who, Framing framing) {}

    private Mono<Opened> opened(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        StreamAnswers.position(request, parameters); // browsers send it; everything begins anew all the same
        parameters.check();
        Framing framing = StreamAnswers.framing(request);
        return Who.asks(request).map(who -> new Opened(who, framing));
    }

    private Mono<ServerResponse> answer(Opened opened, Flux<byte[]> frames) {
        if (readers.get() >= MAX_READERS) {
            return Mono.error(StreamAnswers.full(MAX_READERS));
        }
        Flux<byte[]> beats = Flux.interval(heartbeat, scheduler)
                .onBackpressureDrop()
                .map(tick -> opened.framing().heartbeat(place(0)));
        Flux<List<byte[]>> counted = Flux.using(
                readers::incrementAndGet,
                one -> Flux.merge(frames, beats).map(List::of),
                one -> readers.decrementAndGet());
        return StreamAnswers.of(opened.framing(), counted);
    }

    /** As positions are written in all streams. */
    private static String place(long seq) {
        return "0." + seq;
    }

    private static byte[] rollout(Framing framing, RolloutView view) {
        return framing.frame("rollout", place(view.mark().seq()), RolloutDocument.bytes(RolloutDocument.of(view)));
    }

    private Flux<byte[]> health(Opened opened, RolloutView found) {
        String id = found.brief().id();
        Framing framing = opened.framing();
        Map<String, Integer> waves = new HashMap<>();
        for (int wave = 1; wave <= found.brief().terms().waves().size(); wave++) {
            waves.put(WaveHealth.watch(id, wave, Direction.FORWARD), wave);
            waves.put(WaveHealth.watch(id, wave, Direction.BACK), wave);
        }
        Flux<byte[]> told = hub.live()
                .filter(event -> waves.containsKey(event.watch()))
                .distinctUntilChanged(event -> event.watch() + event.seq())
                .map(event -> fact(framing, waves.getOrDefault(event.watch(), 0), event));
        Flux<byte[]> stands = Flux.fromIterable(past(framing, waves));
        Flux<byte[]> steps = views.follow(id)
                .distinctUntilChanged(view -> view.rollout().phase() + " "
                        + view.rollout().wave() + view.rollout().signal())
                .map(view -> wave(framing, view));
        Flux<byte[]> all = Flux.merge(steps, stands.concatWith(told));
        boolean monitor = opened.who().may(Role.MONITOR)
                && !opened.who().name().equals(found.brief().terms().executor());
        return monitor
                ? Flux.merge(
                        all,
                        rollouts.present(id, opened.who().name())
                                .ignoreElements()
                                .thenMany(Flux.empty()))
                : all;
    }

    /** Frames of a watch may come once more as they are told live; who draws them leaves out what it has. */
    private List<byte[]> past(Framing framing, Map<String, Integer> waves) {
        List<byte[]> frames = new ArrayList<>();
        waves.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            hub.frames(entry.getKey(), PAST)
                    .forEach(frame -> frames.add(framing.frame("frame", "", numbered(entry.getValue(), frame))));
        });
        return frames;
    }

    private static byte[] fact(Framing framing, int wave, WatchEvent event) {
        return framing.frame(event.kind(), place(event.seq()), numbered(wave, event.json()));
    }

    /** The fact with the number of its wave in front. */
    private static byte[] numbered(int wave, byte[] object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + 16);
        out.writeBytes(("{\"wave\":" + wave + ",").getBytes(StandardCharsets.UTF_8));
        out.write(object, 1, object.length - 1);
        return out.toByteArray();
    }

    private static byte[] wave(Framing framing, RolloutView view) {
        return framing.frame(
                "wave",
                place(view.mark().seq()),
                RolloutDocument.bytes(JsonNodeFactory.instance
                        .objectNode()
                        .put("wave", view.rollout().wave())
                        .put("phase", view.rollout().phase().word())
                        .put(
                                "nodes",
                                view.rollout()
                                        .terms()
                                        .nodes(view.rollout().wave())
                                        .size())
                        .put(
                                "signal",
                                view.rollout().signal().map(EventWords::word).orElse("none"))
                        .put("reason", view.rollout().signalReason().orElse(""))));
    }
}
