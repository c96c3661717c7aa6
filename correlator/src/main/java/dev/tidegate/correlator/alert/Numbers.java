package dev.tidegate.correlator.alert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small numbers for words of which there are few. Bounded: further words share the last number, which names none. */
final class Numbers {
    private final int last;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private String latest = "";
    private int latestNumber;

    /** @param count of numbers, from 0; number 0 is the empty word's */
    Numbers(int count) {
        last = count - 1;
        numbers.put("", 0);
        words.add("");
    }

    @SuppressWarnings("ReferenceEquality") // a shortcut: the words of one record are the same objects
    int of(String word) {
        if (word == latest) {
            return latestNumber;
        }
        latestNumber = look(word);
        latest = word;
        return latestNumber;
    }

    private int look(String word) {
        Integer known = numbers.get(word);
        if (known != null) {
            return known;
        }
        if (words.size() >= last) {
            return last;
        }
        numbers.put(word, words.size());
        words.add(word);
        return words.size() - 1;
    }

    /** Whether a number is one word's alone. */
    boolean isOne(int number) {
        return number != last;
    }

    String word(int number) {
        return words.get(number);
    }
}
