package dev.tidegate.rollout.window.json;

import dev.tidegate.rollout.json.Fields;
import dev.tidegate.rollout.window.Rule;
import dev.tidegate.rollout.window.Sheet;
import dev.tidegate.rollout.window.Span;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calendars. A rule with days is weekly, its times are {@code 22:00}; one without is once, its times are
 * {@code 2026-12-24T00:00}; both are local times of the calendar's zone.
 */
public final class SheetJson {
    private static final int MAX_SHEETS = 1_000;
    private static final int MAX_RULES = 200;
    private static final int MAX_NAME = 200;
    private static final List<String> KINDS = List.of("allow", "deny", "freeze");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private SheetJson() {}

    /**
     * Reads {@code {"calendars":[…]}}.
     *
     * @throws dev.tidegate.rollout.json.MalformedException naming everything that is wrong
     */
    public static List<Sheet> read(byte[] body) {
        Fields in = Fields.of(body);
        if (!in.has("calendars")) {
            in.fault(in.at("calendars"), "is required: a list of calendars");
        }
        List<Sheet> sheets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Fields item : in.objects("calendars", MAX_SHEETS)) {
            Sheet sheet = sheet(item);
            if (!names.add(sheet.tenant() + "\0" + sheet.name())) {
                item.fault(item.at("name"), "there are two calendars \"" + sheet.name() + "\" of this tenant");
            }
            sheets.add(sheet);
        }
        in.check();
        return sheets;
    }

    private static Sheet sheet(Fields in) {
        String zone = in.text("zone", MAX_NAME);
        Sheet sheet = new Sheet(
                in.text("name", MAX_NAME),
                in.textOr("tenant", MAX_NAME, ""),
                in.textOr("site", MAX_NAME, ""),
                zone.isEmpty() ? ZoneOffset.UTC : in.made("zone", () -> ZoneId.of(zone), ZoneOffset.UTC),
                lines(in));
        in.done();
        return sheet;
    }

    /** The rules of a calendar. */
    public static List<Sheet.Line> lines(Fields in) {
        List<Sheet.Line> lines = new ArrayList<>();
        for (Fields item : in.objects("rules", MAX_RULES)) {
            Rule.Kind kind = Rule.Kind.valueOf(item.word("kind", KINDS).toUpperCase(Locale.ROOT));
            lines.add(new Sheet.Line(kind, span(item), item.textOr("reason", MAX_NAME, "")));
            item.done();
        }
        return lines;
    }

    private static Span span(Fields in) {
        String from = in.text("from", 40);
        String to = in.text("to", 40);
        Span harmless = new Span.Once(LocalDateTime.MIN, LocalDateTime.MAX);
        if (!in.has("days")) {
            return in.made("", () -> new Span.Once(dateTime(from), dateTime(to)), harmless);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String day : in.texts("days", DAYS.size(), 9)) {
            int index = DAYS.indexOf(day.toLowerCase(Locale.ROOT));
            if (index < 0) {
                in.fault(in.at("days"), "\"" + day + "\" is not one of " + String.join(", ", DAYS));
            } else {
                days.add(DayOfWeek.of(index + 1));
            }
        }
        return in.made("", () -> new Span.Weekly(days, time(from), time(to)), harmless);
    }

    private static LocalDateTime dateTime(String text) {
        try {
            return LocalDateTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a local time such as 2026-12-24T00:00; a weekly rule has days", e);
        }
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a time of day such as 22:00", e);
        }
    }

    /** {@code {"calendars":[…]}}. */
    public static ObjectNode write(List<Sheet> sheets) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode list = out.putArray("calendars");
        for (Sheet sheet : sheets) {
            list.addObject()
                    .put("name", sheet.name())
                    .put("tenant", sheet.tenant())
                    .put("site", sheet.site())
                    .put("zone", sheet.zone().getId())
                    .set("rules", rules(sheet).path("rules"));
        }
        return out;
    }

    /** {@code {"rules":[…]}}. */
    public static ObjectNode rules(Sheet sheet) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode list = out.putArray("rules");
        for (Sheet.Line line : sheet.lines()) {
            ObjectNode rule = list.addObject().put("kind", line.kind().name().toLowerCase(Locale.ROOT));
            switch (line.span()) {
                case Span.Once once ->
                    rule.put("from", once.from().toString())
                            .put("to", once.until().toString());
                case Span.Weekly weekly -> {
                    rule.put("from", weekly.from().toString())
                            .put("to", weekly.until().toString());
                    ArrayNode days = rule.putArray("days");
                    weekly.days().stream().sorted().forEach(day -> days.add(DAYS.get(day.getValue() - 1)));
                }
            }
            rule.put("reason", line.reason());
        }
        return out;
    }
}
