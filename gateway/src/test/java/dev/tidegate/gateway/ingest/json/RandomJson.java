package dev.tidegate.gateway.ingest.json;

import java.util.Random;

/** JSON texts by chance: every kind of value, escape and white space, with the members of alerts among others. */
final class RandomJson {
    private static final String[] MEMBERS = {
        "labels", "annotations", "startsAt", "endsAt", "generatorURL", "status", "other", "", "läbels"
    };
    private static final String[] WORDS = {"alertname", "severity", "cluster", "instance", "NodeDown", "a", "b", "", "ß"
    };
    private static final String[] TIMES = {
        "2024-02-29T10:20:30Z",
        "2024-02-29T10:20:30.123456789+02:00",
        "0001-01-01T00:00:00Z",
        "",
        "2025-01-01T00:00:00Z"
    };
    private final Random random;
    private final StringBuilder out = new StringBuilder();

    private RandomJson(long seed) {
        random = new Random(seed);
    }

    /** An array of what are mostly alerts. */
    static String alerts(long seed) {
        RandomJson json = new RandomJson(seed);
        json.space();
        json.array(json.random.nextInt(6), json::alert);
        json.space();
        return json.out.toString();
    }

    private void alert() {
        if (random.nextInt(20) == 0) {
            value(2);
            return;
        }
        object(random.nextInt(7), () -> {
            String member = MEMBERS[random.nextInt(MEMBERS.length)];
            string(member);
            colon();
            switch (random.nextInt(12) == 0 ? "other" : member) {
                case "labels", "annotations" -> pairs();
                case "startsAt", "endsAt" -> string(TIMES[random.nextInt(TIMES.length)]);
                case "generatorURL" -> string("http://prometheus/graph?x=" + random.nextInt());
                default -> value(3);
            }
        });
    }

    private void pairs() {
        object(random.nextInt(9), () -> {
            string(random.nextBoolean() ? WORDS[random.nextInt(WORDS.length)] : "l" + random.nextInt(20));
            colon();
            switch (random.nextInt(30)) {
                case 0 -> value(2);
                case 1 -> out.append("null");
                case 2 -> string("");
                default -> string(text());
            }
        });
    }

    private void value(int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> out.append("null");
            case 1 -> out.append("true");
            case 2 -> out.append("false");
            case 3 -> out.append(random.nextInt());
            case 4 -> out.append(random.nextDouble() * 1e10 - 5e9);
            case 5 -> string(text());
            case 6 -> array(random.nextInt(4), () -> value(depth - 1));
            default ->
                object(random.nextInt(4), () -> {
                    string(text());
                    colon();
                    value(depth - 1);
                });
        }
    }

    private String text() {
        int length = random.nextInt(3) == 0 ? random.nextInt(40) : random.nextInt(12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(12)) {
                        case 0 -> 0xe4;
                        case 1 -> 0x6771;
                        case 2 -> 0x1d11e;
                        case 3 -> '"';
                        case 4 -> '\\';
                        case 5 -> 1 + random.nextInt(0x1f);
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }

    private void string(String text) {
        out.append('"');
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < 0x20 || random.nextInt(40) == 0) {
                for (char unit : Character.toChars(c)) {
                    out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit));
                }
            } else {
                out.appendCodePoint(c);
            }
        });
        out.append('"');
    }

    private void object(int size, Runnable member) {
        sequence('{', size, member, '}');
    }

    private void array(int size, Runnable element) {
        sequence('[', size, element, ']');
    }

    private void sequence(char open, int size, Runnable one, char close) {
        out.append(open);
        for (int i = 0; i < size; i++) {
            out.append(i == 0 ? "" : ",");
            space();
            one.run();
            space();
        }
        space();
        out.append(close);
    }

    private void colon() {
        space();
        out.append(':');
        space();
    }

    private void space() {
        while (random.nextInt(5) == 0) {
            out.append(" \n\r\t".charAt(random.nextInt(4)));
        }
    }
}
