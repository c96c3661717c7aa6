package dev.tidegate.correlator.alert;

import dev.tidegate.model.Labels;
import dev.tidegate.model.Scope;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes equal strings and scopes of rows one, as {@link dev.tidegate.model.StringPool} does for records: a million rows bring each
 * label value as a string of its own. Bounded, a newer word takes the place of an older one.
 */
final class Words {
    private static final int SLOTS = 1 << 16;

    private final @Nullable String[] known = new String[SLOTS];
    private final Map<Scope, Scope> scopes = new HashMap<>();

    String one(String word) {
        int hash = word.hashCode();
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        String same = known[slot];
        if (same != null && same.equals(word)) {
            return same;
        }
        known[slot] = word;
        return word;
    }

    /** Scopes are few, as sites are. */
    Scope one(Scope scope) {
        return scopes.computeIfAbsent(scope, same -> same);
    }

    Labels one(Labels labels) {
        String[] pairs = new String[2 * labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            pairs[2 * i] = one(labels.name(i));
            pairs[2 * i + 1] = one(labels.value(i));
        }
        return Labels.ofSorted(pairs);
    }
}
