package dev.tidegate.correlator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Alert;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same facts in any order end in the same state: who fires since when, who is over since when, and what they say. */
class OrderOfArrivalTest {
    private static final String DOWN = "NodeDown host=cmp01";

    /** What Prometheus sends about one alert: it fires since then, promised until 240 s after sending; or it is over. */
    @Provide
    Arbitrary<Alert> messages() {
        Arbitrary<Integer> starts = Arbitraries.integers().between(0, 4).map(i -> 900 + i * 10);
        Arbitrary<Integer> later = Arbitraries.integers().between(1, 20);
        return Combinators.combine(starts, later, Arbitraries.of(true, true, false))
                .as((start, after, fires) -> {
                    double end = fires ? start + after + 240 : start + after;
                    return Lane.said(DOWN, start, end, "as of " + end);
                });
    }

    private static String stateAfter(List<Alert> messages) {
        Lane lane = new Lane(Policy.DEFAULT);
        double at = 999;
        for (Alert message : messages) {
            at += 0.1;
            lane.at(at).push(message);
        }
        lane.at(1000.5).push(Lane.firing("Other host=x", 1000));
        AlertImage memory = lane.alert(DOWN);
        return memory.firing() + " " + memory.startsAt() + " "
                + (memory.firing() ? "" : memory.endsAt() + " " + memory.annotations());
    }

    @Property
    void doesNotMatter(@ForAll @Size(min = 1, max = 4) List<@From("messages") Alert> messages, @ForAll Random random) {
        String expected = stateAfter(messages);
        List<Alert> shuffled = new ArrayList<>(messages);
        for (int i = 0; i < 6; i++) {
            Collections.shuffle(shuffled, random);
            assertThat(stateAfter(shuffled)).isEqualTo(expected);
        }
    }

    /**
     * A firing message ends with one resolve, and a stretch that is just what the two add up to is not a repeat of them: it
     * reaches further back to older resolves than they do.
     */
    @Test
    void aStretchThatOthersAddUpToIsNews() {
        List<Alert> messages = List.of(fires(900), over(910, 925), over(900, 925), over(890, 905));
        assertThat(stateAfter(messages)).contains(Lane.time(890).toString());
        everyOrder(messages);
    }

    /** Every set of up to four messages whose times are whole numbers from 0 to 3, in every order. */
    @Tag("slow")
    @Test
    void doesNotMatterForAnySmallSet() {
        List<Alert> all = new ArrayList<>();
        for (int start = 0; start <= 3; start++) {
            all.add(fires(900 + start));
            for (int end = start + 1; end <= 4; end++) {
                all.add(over(900 + start, 900 + end));
            }
        }
        sets(all, 0, new ArrayList<>());
    }

    private static void sets(List<Alert> all, int from, List<Alert> set) {
        if (set.size() > 1) {
            everyOrder(set);
        }
        for (int i = from; set.size() < 4 && i < all.size(); i++) {
            set.add(all.get(i));
            sets(all, i + 1, set);
            set.removeLast();
        }
    }

    private static void everyOrder(List<Alert> set) {
        String expected = stateAfter(set);
        permute(
                new ArrayList<>(set),
                0,
                order -> assertThat(stateAfter(order))
                        .as(() -> "in the order "
                                + order.stream()
                                        .map(m -> m.startsAt() + "/" + m.endsAt())
                                        .toList())
                        .isEqualTo(expected));
    }

    private static void permute(List<Alert> order, int from, Consumer<List<Alert>> to) {
        if (from == order.size()) {
            to.accept(order);
        }
        for (int i = from; i < order.size(); i++) {
            Collections.swap(order, from, i);
            permute(order, from + 1, to);
            Collections.swap(order, from, i);
        }
    }

    private static Alert fires(double start) {
        return Lane.said(DOWN, start, start + 250, "fires");
    }

    private static Alert over(double start, double end) {
        return Lane.said(DOWN, start, end, "as of " + end);
    }
}
