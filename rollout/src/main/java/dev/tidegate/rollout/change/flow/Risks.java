package dev.tidegate.rollout.change.flow;

import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.change.Reach;
import dev.tidegate.rollout.fleet.Machine;
import dev.tidegate.rollout.review.Review.Reviewed;
import dev.tidegate.rollout.review.Review.TouchedFile;
import dev.tidegate.rollout.risk.Evidence;
import dev.tidegate.rollout.risk.History;
import dev.tidegate.rollout.risk.Risk;
import dev.tidegate.rollout.risk.RiskModel;
import dev.tidegate.rollout.window.Sheet;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gathers what a risk is judged by. */
final class Risks {
    private static final Logger LOG = LoggerFactory.getLogger(Risks.class);

    private final ChangePorts ports;
    private final Duration within;

    Risks(ChangePorts ports, ChangeSettings settings) {
        this.ports = ports;
        this.within = settings.askWithin();
    }

    /** @param review empty when it is not known: files and lines then count as none */
    Mono<Risk> of(Change change, List<Machine> machines, Optional<Reviewed> review, Instant now) {
        Content content = change.content();
        Reach reach = reach(machines, Optional.empty());
        return Mono.zip(
                        ports.history().lookup(content.states(), reach.roles(), reach.nodes()),
                        ports.incidents().on(change.tenant(), reach.nodes()),
                        Flux.fromIterable(content.packages())
                                .concatMap(this::differences)
                                .reduce(0, Integer::sum),
                        ports.calendars().sheets(change.tenant()))
                .map(known -> {
                    History.Past past = known.getT1();
                    ZonedDateTime local = content.start().atZone(zone(known.getT4(), reach.sites()));
                    Evidence evidence = new Evidence(
                            review.map(seen -> seen.files().size()).orElse(0),
                            review.map(Risks::lines).orElse(0),
                            known.getT3(),
                            machines.size(),
                            machines.stream()
                                    .mapToInt(machine -> ports.topology().fanOut(machine.name()))
                                    .sum(),
                            known.getT2(),
                            local.getHour(),
                            local.getDayOfWeek() == DayOfWeek.SATURDAY || local.getDayOfWeek() == DayOfWeek.SUNDAY,
                            past.last().map(last -> Duration.between(last, now)),
                            past.fared(),
                            content.irreversible().size());
                    return new RiskModel(past.baseRate()).of(evidence);
                });
    }

    private static int lines(Reviewed review) {
        return review.files().stream()
                .mapToInt((TouchedFile file) -> file.inserted() + file.deleted())
                .sum();
    }

    /** How many packages get another version; what cannot be known counts as one. */
    private Mono<Integer> differences(PackageSnapshot to) {
        return ports.packages()
                .published(to.prefix(), to.distribution(), to.component())
                .flatMap(from -> ports.packages().difference(from.snapshot(), to.snapshot()))
                .map(List::size)
                .defaultIfEmpty(1)
                .timeout(within)
                .onErrorResume(failure -> {
                    LOG.debug("the difference to snapshot {} is not known: {}", to.snapshot(), failure.toString());
                    return Mono.just(1);
                });
    }

    /** The zone of the places' first calendar; UTC when they have none. */
    private static ZoneId zone(List<Sheet> sheets, List<String> sites) {
        return sheets.stream()
                .filter(sheet -> sheet.site().isEmpty() || sites.contains(sheet.site()))
                .map(Sheet::zone)
                .findFirst()
                .orElse(ZoneOffset.UTC);
    }

    static Reach reach(List<Machine> machines, Optional<Risk> told) {
        return new Reach(
                machines.stream().map(Machine::name).toList(),
                machines.stream()
                        .map(machine -> machine.node().role())
                        .distinct()
                        .sorted()
                        .toList(),
                machines.stream().map(Machine::site).distinct().sorted().toList(),
                told);
    }
}
