package dev.tidegate.health.evidence.influx;

import java.util.Arrays;
import java.util.List;

/**
 * The envelope of an answer; its rows went to the {@link Rows} that it was read with.
 *
 * @param error of the whole answer or of its first statement that has one, in the server's words; empty without
 * @param statements how many statements were answered
 * @param partial whether the server cut the answer off, and did not go on in a later chunk
 * @param warnings the texts of its messages
 */
record InfluxReply(String error, int statements, boolean partial, List<String> warnings) {

    /** Takes in the rows of an answer, one after the other. */
    interface Rows {
        /** The rows that follow are of this series. */
        void begin(SeriesHead head);

        /** The row is reused for the next one. */
        void row(int statement, Row row);
    }

    /** The cells of one row. A cell is a number, a text (true and false as well), or nothing. */
    static final class Row {
        private double[] numbers = new double[2];
        private String[] texts = new String[2];
        private int size;

        void clear() {
            size = 0;
        }

        void add(double number, String text) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
                texts = Arrays.copyOf(texts, 2 * size);
            }
            numbers[size] = number;
            texts[size++] = text;
        }

        int size() {
            return size;
        }

        /** NaN when the cell is no number. */
        double number(int column) {
            return numbers[column];
        }

        /** Empty when the cell is no text. */
        String text(int column) {
            return texts[column];
        }
    }
}
