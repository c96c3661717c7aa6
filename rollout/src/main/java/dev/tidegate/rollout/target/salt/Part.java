package dev.tidegate.rollout.target.salt;

import dev.tidegate.rollout.target.Order;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The nodes of an order that one Salt job takes, and the id of that job.
 *
 * <p>The id follows from the order alone, so that whoever gives the order again gives the same job: twenty digits in the form
 * of a time, as Salt wants them, in the first ten years of this century, where no master puts its own.
 *
 * @param number from 0
 */
record Part(int number, List<String> nodes, String jid) {
    /** How many nodes one job has; a constant, because a restart must cut orders in the same way. */
    static final int NODES = 200;

    private static final LocalDateTime FIRST = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final long SPAN = ChronoUnit.MICROS.between(FIRST, FIRST.plusYears(10));
    private static final DateTimeFormatter JID = DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSSSSS", Locale.ROOT);

    Part {
        nodes = List.copyOf(nodes);
    }

    static List<Part> of(Order order) {
        List<Part> parts = new ArrayList<>();
        for (List<String> nodes : cut(order.nodes())) {
            parts.add(new Part(parts.size(), nodes, jid(order.id(), parts.size())));
        }
        return parts;
    }

    /** Lists that are short enough for one request. */
    static List<List<String>> cut(List<String> nodes) {
        List<List<String>> lists = new ArrayList<>();
        for (int from = 0; from < nodes.size(); from += NODES) {
            lists.add(nodes.subList(from, Math.min(nodes.size(), from + NODES)));
        }
        return lists;
    }

    static String jid(String order, int part) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((order + "\n" + part).getBytes(StandardCharsets.UTF_8));
            long micros = Math.floorMod(ByteBuffer.wrap(hash).getLong(), SPAN);
            return JID.format(FIRST.plus(micros, ChronoUnit.MICROS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
