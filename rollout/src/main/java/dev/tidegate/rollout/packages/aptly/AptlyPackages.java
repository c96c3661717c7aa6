package dev.tidegate.rollout.packages.aptly;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.health.remote.UnansweredException;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.packages.PackagesException;
import dev.tidegate.rollout.packages.aptly.AptlyJson.Published;
import dev.tidegate.rollout.remote.RemoteServer;
import dev.tidegate.rollout.remote.Turns;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Switches published repositories of one Aptly.
 *
 * <p>Aptly has lost packages when two publishes of one prefix ran at once, and it answers 200 before all is well. So
 * switches of one prefix run one after the other, and each is read back: only what Aptly then says it publishes counts.
 * A call without an answer is read back too, because Aptly may have done its work nevertheless.
 */
public final class AptlyPackages implements Packages, Disposable {
    private static final int SUCCEEDED = 2;
    private static final int FAILED = 3;

    private final AptlySettings settings;
    private final RemoteServer server;
    private final Turns turns;

    public AptlyPackages(AptlySettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.server = new RemoteServer(settings.server(), meters);
        this.turns = new Turns(
                settings.waiting(),
                prefix -> new PackagesException(settings.waiting() + " switches of prefix " + prefix + " at "
                        + settings.server().title() + " are waiting already"));
        Gauge.builder("tidegate.packages.turns", turns, Turns::size)
                .description("switches of packages that run and wait")
                .tag("server", settings.server().name())
                .register(meters);
    }

    @Override
    public Mono<PackageSnapshot> published(String prefix, String distribution, String component) {
        AptlyPath path = AptlyPath.parse(prefix);
        return sources(path, distribution).map(found -> {
            String snapshot = found.get(component);
            if (snapshot == null) {
                throw new PackagesException(title() + " publishes " + path + "/" + distribution
                        + " without a component \"" + component + "\"; there are: "
                        + String.join(", ", found.keySet()));
            }
            return new PackageSnapshot(prefix, distribution, component, snapshot);
        });
    }

    @Override
    public Mono<Boolean> exists(String snapshot) {
        return told(server.get("/api/snapshots/" + AptlyPath.encode(snapshot))).map(answer -> switch (answer.status()) {
            case 200 -> true;
            case 404 -> {
                // a page that is not there says nothing about snapshots
                if (!AptlyJson.error(answer).contains("not found")
                        || answer.excerpt().startsWith("404 page")) {
                    throw refused("asked for snapshot " + snapshot, answer);
                }
                yield false;
            }
            default -> throw refused("asked for snapshot " + snapshot, answer);
        });
    }

    @Override
    public Mono<Switched> switchTo(PackageSnapshot to) {
        AptlyPath path = AptlyPath.parse(to.prefix());
        return turns.take(path.toString(), Mono.defer(() -> switched(path, to)));
    }

    @Override
    public Mono<List<Difference>> difference(String from, String to) {
        return told(server.get("/api/snapshots/" + AptlyPath.encode(from) + "/diff/" + AptlyPath.encode(to)))
                .map(answer ->
                        AptlyJson.differences(accepted("asked for the difference of " + from + " and " + to, answer)));
    }

    @Override
    public void dispose() {
        server.dispose();
    }

    private Mono<Switched> switched(AptlyPath path, PackageSnapshot to) {
        return sources(path, to.distribution()).flatMap(before -> {
            PackageSnapshot from =
                    new PackageSnapshot(to.prefix(), to.distribution(), to.component(), known(before, path, to));
            if (from.snapshot().equals(to.snapshot())) {
                return Mono.just(new Switched(from, to));
            }
            Map<String, String> wanted = new TreeMap<>(before);
            wanted.put(to.component(), to.snapshot());
            return put(path, to)
                    .then(sources(path, to.distribution()))
                    .onErrorResume(
                            Unsure.class,
                            unsure -> sources(path, to.distribution())
                                    .onErrorMap(later -> unsure.toException())
                                    .flatMap(after -> after.equals(wanted)
                                            ? Mono.just(after)
                                            : Mono.<Map<String, String>>error(unsure.toException())))
                    .map(after -> checked(path, from, to, wanted, after));
        });
    }

    private Switched checked(
            AptlyPath path,
            PackageSnapshot from,
            PackageSnapshot to,
            Map<String, String> wanted,
            Map<String, String> after) {
        if (!after.equals(wanted)) {
            throw new PackagesException(title() + " said that it had switched " + path + "/" + to.distribution()
                    + " to " + wanted + ", and publishes " + after);
        }
        return new Switched(from, to);
    }

    private String known(Map<String, String> before, AptlyPath path, PackageSnapshot to) {
        String snapshot = before.get(to.component());
        if (snapshot == null) {
            throw new PackagesException(title() + " publishes " + path + "/" + to.distribution()
                    + " without a component \"" + to.component() + "\", so there is nothing to switch; there are: "
                    + String.join(", ", before.keySet()));
        }
        return snapshot;
    }

    private Mono<Void> put(AptlyPath path, PackageSnapshot to) {
        String doing = "was told to switch " + path + "/" + to.distribution() + " to " + to.snapshot();
        return server.put(
                        "/api/publish/" + path.segment() + "/" + AptlyPath.escape(to.distribution()),
                        AptlyJson.switching(to, settings.signing()))
                .onErrorMap(UnansweredException.class, Unsure::new)
                .flatMap(answer -> {
                    if (answer.status() == 202) {
                        return task(doing, accepted(doing, answer).path("ID").asInt(-1));
                    }
                    accepted(doing, answer);
                    return Mono.empty();
                });
    }

    /** Waits for a task; Aptly keeps its tasks in memory, so one that is gone tells nothing about the switch. */
    private Mono<Void> task(String doing, int id) {
        return told(server.get("/api/tasks/" + id))
                .onErrorMap(PackagesException.class, Unsure::new)
                .flatMap(answer -> {
                    if (answer.status() == 404) {
                        return Mono.error(new Unsure(new PackagesException(title() + " has forgotten its task " + id)));
                    }
                    return switch (accepted(doing, answer).path("State").asInt(-1)) {
                        case SUCCEEDED -> Mono.just(true);
                        case FAILED -> failed(doing, id);
                        default -> Mono.<Boolean>empty();
                    };
                })
                .repeatWhenEmpty(tries -> tries.delayElements(settings.taskPoll()))
                .timeout(
                        settings.server().limits().answer(),
                        Mono.error(() -> new Unsure(new PackagesException(title() + " " + doing + ", and its task " + id
                                + " is not done within "
                                + settings.server().limits().answer().toSeconds() + " s"))))
                .then();
    }

    private Mono<Boolean> failed(String doing, int id) {
        return told(server.get("/api/tasks/" + id + "/output"))
                .map(Answer::excerpt)
                .onErrorResume(PackagesException.class, silent -> Mono.just("(it does not say why)"))
                .flatMap(why -> Mono.error(
                        new PackagesException(title() + " " + doing + ", and its task " + id + " failed: " + why)));
    }

    private Mono<Map<String, String>> sources(AptlyPath path, String distribution) {
        String doing = "was asked what it publishes";
        return told(server.get("/api/publish")).map(answer -> {
            Optional<Published> found = AptlyJson.find(accepted(doing, answer), path, distribution);
            if (found.isEmpty()) {
                throw new PackagesException(title() + " publishes nothing at " + path + "/" + distribution);
            }
            if (!found.get().ofSnapshots()) {
                throw new PackagesException(
                        title() + " publishes " + path + "/" + distribution
                                + " from a local repository; only what is published from snapshots can be switched and go back");
            }
            return found.get().snapshots();
        });
    }

    /** The body of an answer that says yes. */
    private JsonNode accepted(String doing, Answer answer) {
        if (answer.status() / 100 != 2) {
            throw refused(doing, answer);
        }
        JsonNode body = AptlyJson.read(title(), answer);
        AptlyJson.failedFiles(body).ifPresent(why -> {
            throw new PackagesException(title() + " " + doing + " and answered " + answer.status() + ", but " + why);
        });
        return body;
    }

    private PackagesException refused(String doing, Answer answer) {
        return new PackagesException(
                title() + " " + doing + " and refused (" + answer.status() + "): " + AptlyJson.error(answer));
    }

    private static Mono<Answer> told(Mono<Answer> call) {
        return call.onErrorMap(
                UnansweredException.class,
                silent -> new PackagesException(String.valueOf(silent.getMessage()), silent));
    }

    private String title() {
        return settings.server().title();
    }

    /** Nobody knows whether the switch happened, until it is read back. */
    private static final class Unsure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unsure(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }

        PackagesException toException() {
            return new PackagesException(getMessage() + "; whether it switched is not known", this);
        }
    }
}
