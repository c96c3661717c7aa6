package dev.tidegate.storm.timeline;

import dev.tidegate.model.Labels;
import dev.tidegate.storm.fault.FaultKind;
import dev.tidegate.storm.fault.Places;
import dev.tidegate.storm.fault.Scene;
import dev.tidegate.storm.fault.Span;
import dev.tidegate.storm.fault.Symptom;
import dev.tidegate.storm.fleet.Fleet;
import dev.tidegate.storm.fleet.FleetPlan;
import dev.tidegate.storm.rule.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A storm, planned: the fleet, what breaks in it, and every alert that follows, all on one simulated clock that begins
 * at 0 and ends two minutes after the last resolve. A pure function of its {@link StormSpec}.
 *
 * <p>Faults begin in the first half, a few at a time, and are mended within a quarter of an hour, so that a storm always
 * shows its resolves too. When the asked number of messages has no room for all faults (each alert takes four messages
 * at least: firing and resolved from two Prometheus servers), the later ones are left out; the first is always kept. A
 * fault all of whose alerts were firing already for another is left out too: nobody could tell it.
 */
public final class Timeline {
    private static final String SITE = "site-1";
    private static final long MINUTE = 60_000;
    private static final Duration AFTERMATH = Duration.ofMinutes(2);
    private static final Duration ONSETS = Duration.ofMinutes(22);
    private static final long LEAST_MESSAGES_PER_ALERT = 4;

    private final Fleet fleet;
    private final List<NamedFault> faults = new ArrayList<>();
    private final List<Episode> episodes;
    private final long resendMillis;
    private final long endMillis;

    private Timeline(String site, StormSpec spec) {
        fleet = FleetPlan.of(site, spec.nodes(), spec.seed());
        SplittableRandom random = new SplittableRandom(spec.seed());
        List<Draft> drafts = new ArrayList<>();
        Rules rules = Rules.stackLight();
        Places places = new Places(fleet, random.split());
        for (Planned next : plan(spec, random)) {
            NamedFault fault = new NamedFault(
                    next.kind == FaultKind.NOISE ? NamedFault.NOISE : "f-" + (faults.size() + 1),
                    places.strike(next.kind, next.span));
            List<Draft> alerts = draft(fault, rules, random.split());
            long messages = (drafts.size() + alerts.size()) * LEAST_MESSAGES_PER_ALERT;
            if (drafts.isEmpty() || spec.messages() == 0 || messages <= spec.messages()) {
                drafts.addAll(alerts);
                if (next.kind != FaultKind.NOISE) {
                    faults.add(fault);
                }
            }
        }
        episodes = episodes(drafts);
        faults.removeIf(
                fault -> episodes.stream().noneMatch(episode -> episode.fault().equals(fault.id())));
        endMillis = episodes.stream()
                        .mapToLong(episode -> episode.span().until())
                        .max()
                        .orElse(0)
                + AFTERMATH.toMillis();
        resendMillis = spec.messages() == 0 ? MINUTE : Volume.resendMillisFor(spec.messages(), episodes, endMillis);
    }

    /** Plans a storm. */
    public static Timeline of(StormSpec spec) {
        return at(SITE, spec);
    }

    /** Plans a storm at a site of another name: the same one, of other alerts. */
    public static Timeline at(String site, StormSpec spec) {
        return new Timeline(site, spec);
    }

    /** The fleet it happens to. */
    public Fleet fleet() {
        return fleet;
    }

    /** What breaks, in order of onset, without the noise. */
    public List<NamedFault> faults() {
        return Collections.unmodifiableList(faults);
    }

    /** Every alert, noise included, in the order of firing; an episode's id is its index. */
    public List<Episode> episodes() {
        return episodes;
    }

    /** How long the two Prometheus servers wait before they tell again what they have told. */
    public long resendMillis() {
        return resendMillis;
    }

    /** When the storm is over, in simulated milliseconds. */
    public long endMillis() {
        return endMillis;
    }

    /** About how many alert messages the storm has, resends and duplicates included. */
    public long messages() {
        return Volume.messages(episodes, resendMillis, endMillis);
    }

    private record Planned(FaultKind kind, Span span) {}

    /** Faults first, so that they win over noise when there is little room. */
    private static List<Planned> plan(StormSpec spec, SplittableRandom random) {
        List<FaultKind> kinds = spec.only().map(List::of).orElseGet(() -> someOfEach(spec.nodes(), random));
        List<Planned> plan = new ArrayList<>();
        long window = ONSETS.toMillis();
        for (int i = 0; i < kinds.size(); i++) {
            long onset = MINUTE + window * i / kinds.size() + random.nextLong(MINUTE);
            plan.add(new Planned(kinds.get(i), new Span(onset, onset + lasting(8, 12, random))));
        }
        int noises = Math.clamp(spec.nodes() / 20, 5, 200);
        for (int i = 0; i < noises; i++) {
            long onset = random.nextLong(StormSpec.LENGTH.toMillis() - 15 * MINUTE);
            plan.add(new Planned(FaultKind.NOISE, new Span(onset, onset + lasting(6, 12, random))));
        }
        return plan;
    }

    private static List<FaultKind> someOfEach(int nodes, SplittableRandom random) {
        List<FaultKind> kinds = new ArrayList<>();
        int count = FaultKind.breakages().size() + nodes / 1000;
        while (kinds.size() < count) {
            List<FaultKind> each = new ArrayList<>(FaultKind.breakages());
            while (!each.isEmpty() && kinds.size() < count) {
                kinds.add(each.remove(random.nextInt(each.size())));
            }
        }
        return kinds;
    }

    private static long lasting(int least, int most, SplittableRandom random) {
        return random.nextLong(least * MINUTE, most * MINUTE);
    }

    private record Draft(Symptom symptom, NamedFault fault, Span span) {}

    private List<Draft> draft(NamedFault fault, Rules rules, SplittableRandom random) {
        Scene scene = new Scene(fleet, rules, random);
        fault.fault().play(scene);
        List<Draft> drafts = new ArrayList<>();
        for (Symptom symptom : scene.symptoms()) {
            Span span = Evaluation.of(symptom, random);
            if (span.length() > 0) {
                drafts.add(new Draft(symptom, fault, span));
            }
        }
        return drafts;
    }

    /** The same labels firing twice at once are one alert: it belongs to whoever fired it first. */
    private static List<Episode> episodes(List<Draft> drafts) {
        drafts.sort(Comparator.comparingLong((Draft draft) -> draft.span.from()));
        Map<Labels, Integer> latest = new HashMap<>();
        List<Draft> alerts = new ArrayList<>();
        for (Draft draft : drafts) {
            @Nullable Integer at = latest.get(draft.symptom.labels());
            if (at != null && draft.span.from() <= alerts.get(at).span.until()) {
                Draft open = alerts.get(at);
                Span both = new Span(open.span.from(), Math.max(open.span.until(), draft.span.until()));
                alerts.set(at, new Draft(open.symptom, open.fault, both));
            } else {
                latest.put(draft.symptom.labels(), alerts.size());
                alerts.add(draft);
            }
        }
        List<Episode> episodes = new ArrayList<>(alerts.size());
        for (Draft alert : alerts) {
            Labels labels = alert.symptom.labels();
            episodes.add(new Episode(
                    episodes.size(),
                    labels,
                    alert.symptom.rule(),
                    alert.symptom.rule().summaryOf(labels),
                    alert.span,
                    alert.fault.id(),
                    alert.fault.fault().kind(),
                    alert.fault.fault().root()));
        }
        return List.copyOf(episodes);
    }
}
