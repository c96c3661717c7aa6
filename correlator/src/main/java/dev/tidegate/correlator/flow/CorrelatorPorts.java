package dev.tidegate.correlator.flow;

import dev.tidegate.correlator.command.CommandCodec;
import dev.tidegate.correlator.image.Applied;
import dev.tidegate.correlator.image.EventPublisher;
import dev.tidegate.correlator.image.Leases;
import dev.tidegate.correlator.image.Outbox;
import dev.tidegate.correlator.image.Retention;
import dev.tidegate.correlator.image.ShardStore;
import dev.tidegate.model.log.EventLog;

/** What a correlator stands on. */
public record CorrelatorPorts(
        EventLog log,
        CommandCodec commands,
        ShardStore store,
        Leases leases,
        Outbox outbox,
        Applied applied,
        Retention retention,
        EventPublisher publisher) {}
