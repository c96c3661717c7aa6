package dev.tidegate.storm.fault;

import dev.tidegate.model.Labels;
import dev.tidegate.storm.rule.Rule;

/**
 * A rule's condition being true for one set of labels.
 *
 * @param rule whose condition it is
 * @param labels the labels the alert will carry, {@code alertname} included
 * @param span when the condition holds in the world, before any scrape has seen it
 */
public record Symptom(Rule rule, Labels labels, Span span) {}
