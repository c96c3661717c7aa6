package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is measured while the pages are tested: told in every run, and held to its bound only where that was asked for
 * ({@code ./tidegate bench board}). How fast a machine draws that does other things too says nothing of the pages.
 */
final class Figures {
    private static final boolean HELD = Boolean.getBoolean("figures.held");

    private Figures() {}

    static void tell(String words) {
        System.out.println("figures: " + words);
    }

    /** Something that took so long, and may take so long at most. */
    static void within(long most, long millis, String what) {
        tell("%s: %d ms (%d ms at most)".formatted(what, millis, most));
        if (HELD) {
            assertThat(millis).as(what).isLessThanOrEqualTo(most);
        }
    }

    /** A list that scrolled, and has to draw so often a second. */
    static void smooth(int least, Scrolling scrolling, String what) {
        tell("%s scroll: %s (%d frames at least)".formatted(what, scrolling.told(), least));
        if (HELD) {
            assertThat(scrolling.frames()).as(what).isGreaterThanOrEqualTo(least);
        }
    }
}
