package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.incident.Heat.Trace;
import dev.tidegate.correlator.incident.Surroundings.Around;
import dev.tidegate.model.Micros;

/**
 * Evidence from the topology: an incident was on the alert's own node, on what the node depends on, below the node, or on
 * other nodes that depend on the same place.
 *
 * <p>Faults are local or they are not. A place explains its nodes' alerts when the outbreak is concentrated there, or when
 * an incident has hit most of what is known below it; a service that fails all over a site hits two nodes of one rack
 * too, and that says nothing of the rack. And the more nodes an incident has, the less it says that one of them is hit
 * again, unless by what the incident is about.
 *
 * <p>What no other node below a place tells while nodes elsewhere do is the less likely the place's the more of them do.
 *
 * <p>A place fails with its device. An incident that hit the power units of two racks is about both racks, and as much of
 * it lies in either as lies in both; and what hangs on the two units, their feed, has it all below it.
 */
final class Vicinity {
    private final Dial dial;

    Vicinity(Dial dial) {
        this.dial = dial;
    }

    void weigh(Episode episode, Around around, ScopeState scope, long now, Candidate.All out) {
        boolean spread = scope.burst(around.family().name()).isWide();
        around.vertices().forEach((vertex, hops) -> {
            Heat heat = scope.places.at(Surroundings.vertex(vertex));
            if (heat != null && !heat.saysNothing()) {
                new Look(episode, around, vertex, hops, heat, spread, scope, now).weigh(out);
            }
        });
    }

    /** One place looked at for one alert. */
    private final class Look {
        private final Episode episode;
        private final Around around;
        private final String vertex;
        private final int hops;
        private final Heat heat;
        private final boolean spread;
        private final ScopeState scope;
        private final long now;

        Look(
                Episode episode,
                Around around,
                String vertex,
                int hops,
                Heat heat,
                boolean spread,
                ScopeState scope,
                long now) {
            this.episode = episode;
            this.around = around;
            this.vertex = vertex;
            this.hops = hops;
            this.heat = heat;
            this.spread = spread;
            this.scope = scope;
            this.now = now;
        }

        void weigh(Candidate.All out) {
            for (Trace trace : heat.traces) {
                LiveIncident incident = trace.incident.root();
                if (!incident.takes(episode.fingerprint())) {
                    continue;
                }
                Candidate candidate = out.of(incident);
                if (trace.ownAt != Micros.NONE) {
                    onVertex(trace, candidate);
                }
                if (trace.belowAt != Micros.NONE) {
                    if (hops == 0) {
                        fromBelow(trace, candidate);
                    } else if (!(trace.children.size() == 1 && trace.children.contains(around.node()))) {
                        siblings(trace, candidate);
                    }
                }
            }
        }

        private void onVertex(Trace trace, Candidate candidate) {
            long age = now - trace.ownAt;
            double own = Math.max(
                    Math.max(Dial.breadth(candidate.incident.nodeCount()), share(trace)),
                    candidate.incident.shareAbout(Member.subject(episode, around.family())));
            if (hops == 0) {
                candidate.add(
                        Evidence.NODE,
                        Dial.weight(Dial.NODE * own, age, dial.place()),
                        "same node " + vertex + ", " + Joining.seconds(age) + " ago");
            } else {
                double weight = Dial.weight(Dial.REACH * own / hops, age, dial.place());
                if (weight >= dial.threshold()) {
                    candidate.meetsAt(Surroundings.vertex(vertex), false);
                }
                candidate.add(
                        Evidence.TOPOLOGY,
                        weight,
                        "depends on " + vertex + ", hops " + hops + ", " + Joining.seconds(age) + " ago");
            }
        }

        private void fromBelow(Trace trace, Candidate candidate) {
            long age = now - trace.belowAt;
            double weight = Dial.weight(Dial.REACH * share(trace) / trace.hops, age, dial.place());
            bridge(
                    trace,
                    candidate,
                    weight,
                    trace.children.size() + " below " + vertex + " hit, hops " + trace.hops + ", "
                            + Joining.seconds(age) + " ago");
        }

        private void siblings(Trace trace, Candidate candidate) {
            double far = share(trace) / Math.max(hops, trace.hops);
            String family = around.family().name();
            int same = trace.nodesOf(family, around.node());
            if (same > 0) {
                long age = now - trace.latest(family);
                // machines that are gone are no service's fault: in however many places, each explains its own
                double here = around.family().layer() == AlertNames.Layer.MACHINE
                        ? 1
                        : scope.burst(family).explainedBy(vertex, Dial.FAMILY_SCATTERED);
                double base = (Dial.SIBLING + Dial.SIBLING_FAMILY + Dial.more(same - 1)) * here * far;
                bridge(
                        trace,
                        candidate,
                        Dial.weight(base, age, dial.place()),
                        same + " more below " + vertex + " hit with the same name, " + Joining.seconds(age) + " ago");
            }
            if (!spread) {
                long age = now - trace.belowAt;
                int any = any(trace);
                double here = Math.max(scope.everywhere.explainedBy(vertex, Dial.SCATTERED), coverage(trace));
                double told = scope.burst(family).toldBelow(vertex, around.node(), now - dial.place());
                double base = (Dial.SIBLING + Dial.more(any - 1)) * here * told * far;
                bridge(
                        trace,
                        candidate,
                        Dial.weight(base, age, dial.siblings()),
                        any + " more below " + vertex + " hit, " + Joining.seconds(age) + " ago");
            }
        }

        /** All that was hit below a place counts for an incident that lies there as a whole, else only its own part. */
        private int any(Trace trace) {
            int all = heat.childrenSince(now - dial.siblings(), around.node());
            return holdsAll(trace) ? all : Math.min(all, trace.children.size());
        }

        /** The share of what is known below the place that the incident has hit; a few do not count for much. */
        private double coverage(Trace trace) {
            return (double) trace.children.size() / (heat.known() + Dial.COVERED_AT_LEAST);
        }

        private void bridge(Trace trace, Candidate candidate, double weight, String input) {
            candidate.add(Evidence.TOPOLOGY, weight, input);
            if (weight >= dial.threshold()) {
                candidate.meetsAt(Surroundings.vertex(vertex), holdsAll(trace));
            }
        }

        /** How much of an incident lies below a place: one that is mostly elsewhere is not this place's. */
        private double share(Trace trace) {
            int nodes = trace.incident.root().nodeCount();
            return nodes == 0 ? 1 : Math.min(1, (double) held(trace) / nodes);
        }

        private boolean holdsAll(Trace trace) {
            LiveIncident incident = trace.incident.root();
            return trace.holdsAllOf(incident) || trace.device && held(trace) >= incident.nodeCount();
        }

        private int held(Trace trace) {
            int here = trace.children.size();
            if (!trace.device) {
                return here;
            }
            LiveIncident incident = trace.incident.root();
            int seated = 0;
            for (String place : incident.seats()) {
                Heat seat = scope.places.at(Surroundings.vertex(place));
                Trace there = seat == null ? null : seat.of(incident);
                seated += there == null ? 0 : there.children.size();
            }
            return Math.max(here, seated);
        }
    }
}
