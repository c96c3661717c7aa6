package dev.tidegate.gateway.change.http;

import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.incident.http.Pages;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.window.Calendars;
import dev.tidegate.rollout.window.Sheet;
import dev.tidegate.rollout.window.json.SheetJson;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Calendars: staff keep all of them, people of a tenant their own. */
final class CalendarHandlers {
    private final Calendars calendars;
    private final InstantSource clock;

    CalendarHandlers(Calendars calendars, InstantSource clock) {
        this.calendars = calendars;
        this.clock = clock;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return ChangeHandlers.person(request)
                .flatMap(person -> calendars.sheets(person.tenant()))
                .map(sheets -> ChangeJson.bytes(SheetJson.write(sheets)))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    Mono<ServerResponse> replace(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return Mono.zip(Bodies.read(request, SheetJson::read), ChangeHandlers.person(request))
                .flatMap(sent -> replace(sent.getT2(), sent.getT1()))
                .flatMap(sheets -> ChangeHandlers.json(ChangeJson.bytes(SheetJson.write(sheets))));
    }

    private Mono<List<Sheet>> replace(Person person, List<Sheet> sheets) {
        String tenant = person.tenant();
        // what everybody keeps to is shown to a tenant too, and comes back unchanged when they send what they were
        // shown
        List<Sheet> own = sheets.stream()
                .filter(sheet -> tenant.isEmpty() || !sheet.tenant().isEmpty())
                .toList();
        for (Sheet sheet : own) {
            if (!tenant.isEmpty() && !sheet.tenant().equals(tenant)) {
                return Mono.error(() -> new ProblemException(Problem.badRequest(
                        "/calendars", "calendar \"" + sheet.name() + "\" is of another tenant than " + tenant)));
            }
        }
        AuditEntry audit = new AuditEntry(
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                person.name(),
                tenant,
                "calendars.replaced",
                "calendars",
                SheetJson.write(own).toString());
        return calendars.replace(tenant, own, audit);
    }
}
