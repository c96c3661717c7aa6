package dev.tidegate.storm.timeline;

import dev.tidegate.model.Labels;
import dev.tidegate.storm.fault.FaultKind;
import dev.tidegate.storm.fault.Root;
import dev.tidegate.storm.fault.Span;
import dev.tidegate.storm.rule.Rule;

/**
 * One alert from firing to resolved.
 *
 * @param id its place in the storm, from 0
 * @param labels its identity
 * @param rule the rule that fired it
 * @param summary the rule's summary, filled in
 * @param span from the evaluation that fired it to the one that resolved it
 * @param fault the id of the fault it belongs to, or {@code -} for noise
 * @param kind the kind of that fault
 * @param root what that fault is to be blamed on
 */
public record Episode(
        int id, Labels labels, Rule rule, String summary, Span span, String fault, FaultKind kind, Root root) {}
