package dev.tidegate.gateway.read.r2dbc;

import dev.tidegate.gateway.read.HitNode;
import dev.tidegate.gateway.read.MemberCounts;
import dev.tidegate.gateway.read.MemberCounts.Entry;
import dev.tidegate.gateway.read.MemberCounts.Top;
import dev.tidegate.gateway.read.MemberRow;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What {@link MemberSql} asks for, read. */
final class MemberRows {
    private static final int ALERT_COLUMNS = 7;

    private MemberRows() {}

    static MemberRow member(Row row) {
        boolean gone = row.get(ALERT_COLUMNS, Integer.class) == null;
        return new MemberRow(
                Rows.text(row, 0),
                Rows.text(row, 1),
                Rows.number(row, 2).intValue(),
                Rows.time(row, 3),
                row.get(4, Instant.class),
                MemberSql.STATES.get(Rows.number(row, 5).intValue()),
                Rows.text(row, 6),
                gone ? null : Rows.alert(row, ALERT_COLUMNS));
    }

    static HitNode node(Row row) {
        return new HitNode(
                Rows.text(row, 0),
                Rows.number(row, 1).longValue(),
                Rows.number(row, 2).longValue(),
                Rows.texts(row, 3));
    }

    /** A row of the counts. The number of a facet is what {@code grouping} says: a bit for each column left out. */
    record Cell(int facet, String value, long count, long values) {
        static final int BY_STATE = 0b0111;
        static final int BY_SEVERITY = 0b1011;
        static final int BY_ALERTNAME = 0b1101;
        static final int BY_NODE = 0b1110;
        static final int TOTAL = 0b1111;
    }

    static Cell cell(Row row) {
        return new Cell(
                Rows.number(row, 0).intValue(),
                Rows.text(row, 1),
                Rows.number(row, 2).longValue(),
                Rows.number(row, 3).longValue());
    }

    static MemberCounts counts(List<Cell> cells) {
        return new MemberCounts(
                of(cells, Cell.TOTAL).stream().mapToLong(Cell::count).sum(),
                words(
                        cells,
                        Cell.BY_STATE,
                        number -> MemberSql.STATES.get(number).word()),
                words(
                        cells,
                        Cell.BY_SEVERITY,
                        number -> MemberSql.SEVERITIES.get(number).word()),
                top(cells, Cell.BY_ALERTNAME),
                top(cells, Cell.BY_NODE));
    }

    private static List<Cell> of(List<Cell> cells, int facet) {
        return cells.stream().filter(cell -> cell.facet() == facet).toList();
    }

    private static Map<String, Long> words(List<Cell> cells, int facet, Function<Integer, String> word) {
        return of(cells, facet).stream()
                .collect(Collectors.toMap(cell -> word.apply(Integer.valueOf(cell.value())), Cell::count));
    }

    private static Top top(List<Cell> cells, int facet) {
        List<Cell> most = of(cells, facet);
        return new Top(
                most.isEmpty() ? 0 : most.getFirst().values(),
                most.stream().map(cell -> new Entry(cell.value(), cell.count())).toList());
    }
}
