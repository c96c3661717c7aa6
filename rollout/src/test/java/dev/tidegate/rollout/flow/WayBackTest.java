package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packages and revisions to go back to, and the servers that know them. */
class WayBackTest {
    private final Site site = new Site(20);

    @Test
    void packagesArePublishedBeforeTheFirstNodeAndBackBeforeTheFirstGoesBack() {
        PackageSnapshot snapshot = new PackageSnapshot("debian", "trixie", "main", "new-snap");
        Rollouts gateway = site.gateway("a");
        site.begin(gateway, site.brief(Site.ID, List.of(snapshot)));
        site.pass(Duration.ofSeconds(2));
        site.watch(gateway);
        site.passUntil(() -> site.rollout().wave() == 2);
        assertThat(site.outside.switches).containsExactly("new-snap");

        site.say(gateway, new RolloutCommand.PullBack("sue", "no"));
        site.passUntil(site::over);
        assertThat(site.outside.switches).containsExactly("new-snap", "old-snap");
        List<RolloutEvent> events = site.store.row(Site.ID).events;
        assertThat(position(events, RolloutEvent.Published.class, 1))
                .isLessThan(events.indexOf(events.stream()
                        .filter(one -> one instanceof RolloutEvent.Intended intended
                                && intended.dispatch().direction() == Direction.BACK)
                        .findFirst()
                        .orElseThrow()));
    }

    private static int position(List<RolloutEvent> events, Class<?> kind, int number) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (kind.isInstance(events.get(i))) {
                places.add(i);
            }
        }
        return places.get(number);
    }

    @Test
    void withoutAWayBackForItsPackagesNothingIsTouched() {
        site.outside.snapshots.remove("old-snap");
        Rollouts gateway = site.gateway("a");
        site.begin(gateway, site.brief(Site.ID, List.of(new PackageSnapshot("debian", "trixie", "main", "new-snap"))));
        site.pass(Duration.ofSeconds(2));
        site.watch(gateway);
        site.pass(Duration.ofMinutes(2));

        assertThat(site.rollout().held()).get().asString().contains("way back is not there", "snapshot old-snap");
        assertThat(site.machines.given()).isEmpty();
    }

    @Test
    void aRevisionThatTheRepositoryDoesNotHaveIsNoWayBack() {
        site.outside.unknownRevision = Site.OLD;
        Rollouts gateway = site.running();
        site.pass(Duration.ofMinutes(2));

        assertThat(site.rollout().held())
                .get()
                .asString()
                .contains("way back is not there", "n00 and 19 more", "infra has no commit " + Site.OLD);
        assertThat(site.machines.given()).isEmpty();

        site.outside.unknownRevision = "";
        site.say(gateway, new RolloutCommand.Resume("sue"));
        site.passUntil(() -> site.rollout().wave() == 3);
    }

    @Test
    void aReviewThatIsAwayKeepsItFromBeginningButNotFromGoingBack() {
        site.outside.reviewAway = true;
        Rollouts gateway = site.running();
        site.pass(Duration.ofMinutes(5));
        assertThat(site.store.row(Site.ID).blocked).contains("the review does not answer", "connection refused");
        assertThat(site.machines.given()).isEmpty();

        site.outside.reviewAway = false;
        site.passUntil(() -> site.rollout().wave() == 3);
        site.outside.reviewAway = true;
        site.say(gateway, new RolloutCommand.PullBack("sue", "no"));
        site.passUntil(() -> site.rollout().phase() == Phase.PULLED_BACK);
        site.passUntil(site::over);
        assertThat(site.events(RolloutEvent.Recorded.class))
                .anySatisfy(recorded -> assertThat(recorded.reference()).startsWith("not written"));
    }
}
