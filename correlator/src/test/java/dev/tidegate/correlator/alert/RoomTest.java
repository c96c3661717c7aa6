package dev.tidegate.correlator.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.policy.Policy.Limits;
import dev.tidegate.model.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final Limits LIMITS = new Limits(100_000, 10);
    private static final Scope SITE = Scope.of("fra1");
    private final Room room = new Room();

    /** Takes what may be taken; gives how many those were. */
    private int fill(Scope site, String name, int count) {
        int taken = 0;
        while (taken < count && room.limit(site, name, LIMITS) == null) {
            room.came(site, name);
            taken++;
        }
        return taken;
    }

    @Test
    void theSharesAreThoseOfTheManual() {
        assertThat(fill(SITE, "Explodes", 1_000_000)).isBetween(71_900, 72_100);
        assertThat(room.limit(SITE, "Explodes", LIMITS)).isEqualTo(Limit.NAME);
        assertThat(fill(SITE, "Other", 1_000_000)).isBetween(14_300, 14_500);
        assertThat(fill(Scope.of("ams1"), "Other", 1_000_000))
                .as("another site")
                .isBetween(8_000, 11_000);
    }

    @Test
    void manyNamesFillASiteAndNotTheShard() {
        int taken = 0;
        while (fill(SITE, "Name" + taken, 1) == 1) {
            taken++;
        }
        assertThat(taken).isBetween(89_900, 90_100);
        assertThat(room.limit(SITE, "more", LIMITS)).isEqualTo(Limit.SITE);
        assertThat(room.limit(Scope.of("ams1"), "more", LIMITS)).isNull();
    }

    @Test
    void manySitesFillTheSitesAndNotTheShard() {
        for (int site = 0; site < 10; site++) {
            assertThat(fill(Scope.of("site" + site), "a", 1)).isEqualTo(1);
        }
        assertThat(room.limit(SITE, "a", LIMITS)).isEqualTo(Limit.SITES);
        room.left(Scope.of("site0"), "a");
        assertThat(room.limit(SITE, "a", LIMITS)).as("a site stays known").isEqualTo(Limit.SITES);
    }

    @Test
    void namesThatExplodeAtTheSameTimeLeaveRoomForOneThatDoesNot() {
        boolean more = true;
        while (more) {
            more = false;
            for (int name = 0; name < 10; name++) {
                more |= fill(SITE, "Explodes" + name, 1) == 1;
            }
        }
        assertThat(fill(SITE, "NodeDown", 1_000)).isEqualTo(1_000);
    }

    /** Whatever comes and goes: never more than the bound, and when all is gone as much room as at first. */
    @Property(tries = 200)
    void itIsNeverExceeded(@ForAll @Size(max = 400) List<@IntRange(max = 11) Integer> steps) {
        Limits few = new Limits(30, 3);
        Room any = new Room();
        List<String[]> held = new ArrayList<>();
        for (int step : steps) {
            if (step % 4 == 3 && !held.isEmpty()) {
                String[] gone = held.removeFirst();
                any.left(Scope.of(gone[0]), gone[1]);
            } else {
                String[] one = {"site" + step / 4, "name" + step % 4};
                if (any.limit(Scope.of(one[0]), one[1], few) == null) {
                    any.came(Scope.of(one[0]), one[1]);
                    held.add(one);
                }
            }
            assertThat(any.held()).isEqualTo(held.size()).isLessThanOrEqualTo(few.alerts());
        }
        for (String[] each : held) {
            any.left(Scope.of(each[0]), each[1]);
        }
        assertThat(any.held()).isZero();
        assertThat(Arrays.asList(any.limit(Scope.of("site0"), "name0", few))).containsOnlyNulls();
    }
}
