package dev.tidegate.correlator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidegate.correlator.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locations of a Blue Gene, as its logs write them. */
class LocationCodeTest {
    @Test
    void everyPrefixIsWhatAPartSitsIn() {
        assertEquals(List.of("R02-M1-N08", "R02-M1", "R02"), LocationCode.above("R02-M1-N08-J17"));
        assertEquals(List.of("R11"), LocationCode.above("R11-L"));
        assertEquals(List.of("Q0H-I1", "Q0H"), LocationCode.above("Q0H-I1-J05"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "R02", "ctl-01", "sw-r02", "R02-", "R02--M1", "R02-1", "PRODUCTION-WEB", "cmp01"})
    void otherNamesAreNone(String name) {
        assertEquals(List.of(), LocationCode.above(name));
    }

    @Test
    void chipsOfOneFailingBoardAreOneIncident() {
        Fleet fleet = new Fleet(Policy.DEFAULT);
        for (int chip = 0; chip < 16; chip++) {
            fleet.at(chip).fires("DdrError", "critical", "R02-M1-N08-J%02d".formatted(chip));
            fleet.fires("DdrError", "critical", "R17-M0-N03-J%02d".formatted(chip));
        }
        assertEquals(2, fleet.all().size());
    }
}
