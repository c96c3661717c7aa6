package dev.tidegate.rollout.window.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.audit.r2dbc.R2dbcAudit;
import dev.tidegate.rollout.json.Fields;
import dev.tidegate.rollout.window.Calendar;
import dev.tidegate.rollout.window.Calendars;
import dev.tidegate.rollout.window.Opening;
import dev.tidegate.rollout.window.Place;
import dev.tidegate.rollout.window.Sheet;
import dev.tidegate.rollout.window.Windows;
import dev.tidegate.rollout.window.json.SheetJson;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Calendars in table {@code calendar}. They are read each time: what people changed holds at once. */
public final class R2dbcCalendars implements Calendars, Windows {
    private static final String SHEETS = """
            select tenant, name, site, zone, rules::text as rules from calendar
             where $1 = '' or tenant = $1 or tenant = '' order by tenant, name""";
    private static final String CLEAR = "delete from calendar where $1 = '' or tenant = $1";
    private static final String ADD =
            "insert into calendar (tenant, name, site, zone, rules) values ($1, $2, $3, $4, $5::jsonb)";

    private final Database database;

    public R2dbcCalendars(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<List<Sheet>> sheets(String tenant) {
        return database.use(connection -> sheets(connection, tenant));
    }

    private static Mono<List<Sheet>> sheets(Connection connection, String tenant) {
        return query(connection, R2dbcCalendars::sheet, SHEETS, tenant);
    }

    private static Sheet sheet(Readable row) {
        Fields rules = Fields.of(JsonMapper.shared().readTree("{\"rules\":" + text(row, "rules") + "}"));
        return new Sheet(
                text(row, "name"),
                text(row, "tenant"),
                text(row, "site"),
                ZoneId.of(text(row, "zone")),
                SheetJson.lines(rules));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    @Override
    public Mono<List<Sheet>> replace(String tenant, List<Sheet> sheets, AuditEntry audit) {
        return database.transaction(connection -> update(connection, CLEAR, tenant)
                .thenMany(Flux.fromIterable(sheets).concatMap(sheet -> add(connection, sheet)))
                .then(sheets(connection, tenant))
                .flatMap(now -> R2dbcAudit.append(connection, List.of(audit)).thenReturn(now)));
    }

    private static Mono<Long> add(Connection connection, Sheet sheet) {
        return update(
                connection,
                ADD,
                sheet.tenant(),
                sheet.name(),
                sheet.site(),
                sheet.zone().getId(),
                SheetJson.rules(sheet).path("rules").toString());
    }

    @Override
    public Mono<Optional<String>> closed(String tenant, Collection<String> sites, Instant at) {
        return looked(tenant, sites, at, false);
    }

    @Override
    public Mono<Optional<String>> frozen(String tenant, Collection<String> sites, Instant at) {
        return looked(tenant, sites, at, true);
    }

    private Mono<Optional<String>> looked(String tenant, Collection<String> sites, Instant at, boolean emergency) {
        return sheets(tenant).map(sheets -> {
            Calendar calendar = new Calendar(
                    sheets.stream().flatMap(sheet -> sheet.rules().stream()).toList());
            Set<String> places = sites.isEmpty() ? Set.of("") : new TreeSet<>(sites);
            for (String site : places) {
                if (calendar.at(at, new Place(tenant, site)) instanceof Opening.Closed closed
                        && !(emergency && closed.overridable())) {
                    String where = site.isEmpty() ? "" : " at " + site;
                    String next = closed.next().map(time -> "; next at " + time).orElse("");
                    return Optional.of(at + " is " + closed.reason() + where + next);
                }
            }
            return Optional.empty();
        });
    }
}
