package dev.tidegate.gateway.audit.http;

import dev.tidegate.gateway.incident.http.Pages;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.rollout.audit.AuditReads;
import dev.tidegate.rollout.audit.AuditReads.Filter;
import dev.tidegate.rollout.audit.AuditRecord;
import dev.tidegate.rollout.audit.AuditWalk;
import dev.tidegate.rollout.audit.flow.AuditReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** Reading the audit, exporting it, and checking its chain. People of a tenant read what is about their tenant. */
public final class AuditDoors implements Doorway {
    private static final int LONGEST = 200;
    private static final String OLDEST = "oldest";
    private static final String NEWEST = "newest";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final AuditReads reads;
    private final AuditReader reader;

    public AuditDoors(AuditReads reads) {
        this.reads = reads;
        this.reader = new AuditReader(reads);
    }

    @Override
    public List<Door> doors() {
        return List.of(Door.get("/api/v1/audit", this::list), Door.get("/api/v1/audit/verify", this::verify));
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        String subject = text(parameters, "subject");
        String actor = text(parameters, "actor");
        String action = text(parameters, "action");
        boolean export = request.headers().accept().contains(MediaType.APPLICATION_NDJSON);
        From from = from(parameters, export);
        int limit = Pages.limit(parameters);
        parameters.check();
        return Who.asks(request).flatMap(who -> {
            Filter filter = new Filter(who.tenant(), subject, actor, action);
            return export
                    ? export(filter, from.number())
                    : read(filter, from, limit + 1).flatMap(rows -> json(RowJson.bytes(out -> page(out, rows, limit))));
        });
    }

    /** Where a page begins, which is not itself in it, and which way it goes on from there. */
    private record From(boolean newestFirst, long number) {}

    private static From from(Parameters parameters, boolean export) {
        boolean newestFirst =
                parameters.word("order", Set.of(OLDEST, NEWEST), OLDEST).equals(NEWEST);
        if (newestFirst && export) {
            parameters.fault("order", "an export goes from the oldest to the newest, as the chain does");
        }
        String unfit = newestFirst ? "after" : "before";
        int after = parameters.number("after", 0, 0, Integer.MAX_VALUE);
        int before = parameters.number("before", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        if (!parameters.all(unfit).isEmpty()) {
            parameters.fault(unfit, "does not go with the order " + (newestFirst ? NEWEST : OLDEST));
        }
        return new From(newestFirst, newestFirst ? before : after);
    }

    private Mono<List<AuditRecord>> read(Filter filter, From from, int limit) {
        return from.newestFirst()
                ? reads.newest(filter, from.number(), limit)
                : reads.page(filter, from.number(), limit);
    }

    private static String text(Parameters parameters, String name) {
        return Objects.requireNonNullElse(parameters.text(name, LONGEST), "");
    }

    private static void page(JsonGenerator out, List<AuditRecord> rows, int limit) {
        List<AuditRecord> shown = rows.subList(0, Math.min(limit, rows.size()));
        out.writeStartObject();
        out.writeArrayPropertyStart("records");
        shown.forEach(row -> record(out, row));
        out.writeEndArray();
        if (rows.size() > limit) {
            out.writeNumberProperty("next", shown.getLast().number());
        } else {
            out.writeNullProperty("next");
        }
        out.writeEndObject();
    }

    private static void record(JsonGenerator out, AuditRecord row) {
        out.writeStartObject();
        out.writeNumberProperty("number", row.number());
        out.writeStringProperty("at", row.at().toString());
        out.writeStringProperty("actor", row.actor());
        out.writeStringProperty("tenant", row.tenant());
        out.writeStringProperty("action", row.action());
        out.writeStringProperty("subject", row.subject());
        out.writeName("detail");
        out.writeRawValue(row.detail()); // byte for byte as it was hashed
        out.writeStringProperty("before", row.before());
        out.writeStringProperty("hash", row.hash());
        out.writeEndObject();
    }

    private Mono<ServerResponse> export(Filter filter, long after) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_NDJSON)
                .cacheControl(CacheControl.noStore())
                .body((answer, context) -> answer.writeAndFlushWith(reader.all(filter, after)
                        .map(page -> Mono.just(answer.bufferFactory().wrap(lines(page))))));
    }

    private static byte[] lines(List<AuditRecord> page) {
        StringBuilder out = new StringBuilder();
        for (AuditRecord row : page) {
            out.append(new String(RowJson.bytes(json -> record(json, row)), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Mono<ServerResponse> verify(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        @Nullable String kept = parameters.text("head", LONGEST);
        if (kept != null && !HASH.matcher(kept).matches()) {
            parameters.fault("head", "must be 64 hexadecimal digits, as an earlier check gave them");
        }
        parameters.check();
        return reader.verify(Objects.requireNonNullElse(kept, ""))
                .flatMap(walk -> json(RowJson.bytes(out -> verdict(out, walk))));
    }

    private static void verdict(JsonGenerator out, AuditWalk walk) {
        out.writeStartObject();
        out.writeBooleanProperty("sound", walk.problem().isEmpty());
        out.writeNumberProperty("records", walk.number());
        out.writeStringProperty("head", walk.hash());
        walk.problem().ifPresent(problem -> out.writeStringProperty("problem", problem));
        if (walk.keptAt() > 0) {
            out.writeNumberProperty("keptAt", walk.keptAt());
        }
        out.writeEndObject();
    }

    private static Mono<ServerResponse> json(byte[] document) {
        return ServerResponse.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(document);
    }
}
