package dev.tidegate.correlator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An incident from its first alert to its end, with what people do to it. */
class LifeTest {
    private final Fleet fleet = new Fleet(Policy.DEFAULT);

    @Test
    void opensResolvesWhenQuietAndCloses() {
        String id = fleet.fires("NtpOffsetTooHigh", "warning", "cmp01");
        assertTrue(id.endsWith("-1"), id);
        fleet.at(100).ends("NtpOffsetTooHigh", "warning", "cmp01");
        fleet.at(159);
        assertEquals(IncidentState.OPEN, fleet.image(id).state());
        fleet.at(161);
        assertEquals(IncidentState.RESOLVED, fleet.image(id).state());
        assertNull(fleet.image(id).resolvedBy());
        fleet.at(161 + 1800);
        assertEquals(IncidentState.CLOSED, fleet.image(id).state());
        assertEquals("Ntp offset too high on cmp01 — site-1", fleet.image(id).title());
        assertTrue(fleet.incidents.due().isEmpty());
        assertEquals(
                List.of("incident.opened", "incident.updated", "incident.resolved", "incident.closed"), fleet.kinds());
        String next = fleet.fires("NtpOffsetTooHigh", "warning", "cmp01");
        assertTrue(next.endsWith("-2"), next);
    }

    @Test
    void reopensWhenAMemberComesBack() {
        String id = fleet.fires("NtpOffsetTooHigh", "warning", "cmp01");
        fleet.asks(new Command.Acknowledge(id, "mine", "ann"));
        fleet.at(100).ends("NtpOffsetTooHigh", "warning", "cmp01");
        fleet.at(1000);
        assertEquals(IncidentState.RESOLVED, fleet.image(id).state());
        assertEquals(id, fleet.fires("NtpOffsetTooHigh", "warning", "cmp01"));
        assertEquals(IncidentState.OPEN, fleet.image(id).state());
        assertEquals(1, fleet.count("incident.reopened"));
        assertEquals(2, fleet.image(id).alertCount());
        assertEquals(1, fleet.image(id).firingCount());
        assertNull(fleet.image(id).acknowledgedBy());
    }

    @Test
    void peopleAcknowledgeCommentAndResolve() {
        String id = fleet.fires("NtpOffsetTooHigh", "warning", "cmp01");
        assertEquals(
                "incident.acknowledged",
                fleet.asks(new Command.Acknowledge(id, "on it", "ann")).kind());
        assertEquals("ann", fleet.image(id).acknowledgedBy());
        assertEquals(
                "incident.unacknowledged",
                fleet.asks(new Command.Unacknowledge(id, null, "ann")).kind());
        IncidentFact comment = fleet.asks(new Command.Comment(id, "see the wiki", "bob"));
        assertEquals("see the wiki", comment.details().get("comment"));
        assertEquals("bob", comment.actor());
        assertEquals(
                "incident.resolved",
                fleet.asks(new Command.Resolve(id, "done", "bob")).kind());
        assertEquals("bob", fleet.image(id).resolvedBy());
        assertEquals("warning", fleet.image(id).severity().word());
    }

    @Test
    void whatCannotBeDoneIsRefusedWithASentence() {
        String id = fleet.fires("NtpOffsetTooHigh", "warning", "cmp01");
        refused("there is no living incident nope-1", new Command.Acknowledge("nope-1", null, "ann"));
        refused("incident " + id + " is open, not acknowledged", new Command.Unacknowledge(id, null, "ann"));
        refused("an incident cannot be merged into itself", new Command.Merge(id, id, null, "ann"));
        refused("alert \"xyz\" does not belong to incident " + id, new Command.Split(id, List.of("xyz"), null, "ann"));
        fleet.asks(new Command.Resolve(id, null, "ann"));
        refused("incident " + id + " is resolved already", new Command.Resolve(id, null, "ann"));
        refused("incident " + id + " is resolved already", new Command.Acknowledge(id, null, "ann"));
        String elsewhere =
                fleet.fires(Fleet.labels("NtpOffsetTooHigh", "warning", "cmp01").with("cluster", "site-2"));
        refused(
                "incident " + id + " belongs to default/site-1 and incident " + elsewhere
                        + " to default/site-2; only incidents of one site can be merged",
                new Command.Merge(id, elsewhere, null, "ann"));
        fleet.at(10_000);
        refused("incident " + id + " is closed", new Command.Comment(id, "late", "ann"));
    }

    @Test
    void mergedByAPersonAllMembersMove() {
        String a = fleet.fires("NtpOffsetTooHigh", "warning", "cmp01");
        String b = fleet.fires("SystemDiskErrorsTooHigh", "critical", "cmp09");
        IncidentFact fact = fleet.at(10).asks(new Command.Merge(b, a, "same cause", "ann"));
        assertEquals(List.of(b, a), fact.touched());
        assertEquals(IncidentState.MERGED, fleet.image(b).state());
        assertEquals(a, fleet.image(b).mergedInto());
        assertEquals(2, fleet.image(a).alertCount());
        assertEquals("critical", fleet.image(a).severity().word());
        assertEquals(List.of("cmp01", "cmp09"), fleet.image(a).nodes());
        assertEquals(0, fleet.image(b).firingCount());
        List<MemberImage> moved = fact.members();
        assertEquals(fleet.now(), moved.getFirst().leftAt());
        assertEquals("merge", moved.getLast().reason().kind());
        assertEquals(a, fleet.at(20).fires("SystemLoadTooHighCritical", "critical", "cmp09"));
        fleet.ends("SystemDiskErrorsTooHigh", "critical", "cmp09");
        assertEquals(2, fleet.image(a).firingCount());
    }

    @Test
    void whatWasSplitOffNeverJoinsAgain() {
        String old = fleet.fires("SystemDiskErrorsTooHigh", "critical", "cmp01");
        assertEquals(old, fleet.at(5).fires("NtpOffsetTooHigh", "warning", "cmp01"));
        String hex = Fleet.hex(Fleet.labels("NtpOffsetTooHigh", "warning", "cmp01"));
        fleet.at(10).asks(new Command.Split(old, List.of(hex), "not related", "ann"));
        String own = fleet.all().last();
        assertNotEquals(old, own);
        assertEquals(1, fleet.image(old).alertCount());
        assertEquals(
                List.of(dev.tidegate.model.Fingerprint.parse(hex)),
                fleet.image(old).barred());
        assertEquals("Ntp offset too high on cmp01 — site-1", fleet.image(own).title());
        fleet.at(60).ends("NtpOffsetTooHigh", "warning", "cmp01");
        assertEquals(own, fleet.at(70).fires("NtpOffsetTooHigh", "warning", "cmp01"));
        fleet.at(71).fires("SystemDiskErrorsTooHigh", "critical", "cmp01", "disk", "sdb");
        assertEquals(2, fleet.all().size());
        assertEquals(1, fleet.count("incident.split"));
    }

    private void refused(String why, Command command) {
        IncidentFact fact = fleet.asks(command);
        assertInstanceOf(IncidentFact.Refused.class, fact);
        assertEquals(why, fact.details().get("reason"));
        assertEquals("command.refused", fact.kind());
        assertTrue(fact.touched().isEmpty());
    }
}
