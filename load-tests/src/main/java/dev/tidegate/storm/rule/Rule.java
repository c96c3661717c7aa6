package dev.tidegate.storm.rule;

import dev.tidegate.model.Labels;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An alert rule.
 *
 * @param name the {@code alertname}
 * @param severity as the rule sets it: warning, minor, major or critical
 * @param service as the rule sets it
 * @param hold the rule's {@code for}: how long its condition must last before it fires
 * @param expression the first line of its expression
 * @param summary the rule's summary with its templates still in it
 */
public record Rule(String name, String severity, String service, Duration hold, String expression, String summary) {
    private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*\\$labels\\.(\\w+)\\s*}}");
    private static final Pattern AGGREGATE = Pattern.compile("\\b(count|sum|min|max|avg)\\s*\\(");
    private static final Pattern BLOCK = Pattern.compile("\\s*\\{%-.*?%}|\\{%.*?%}");
    private static final Pattern SETTING = Pattern.compile("\\{\\{(.*?)}}");

    /** The same rule under the name it has for one Docker service: {@code {{ camel_case_name }}} filled in. */
    Rule forService(String camelCaseName) {
        return new Rule(
                name.replace("{{ camel_case_name }}", camelCaseName), severity, service, hold, expression, summary);
    }

    /** Whether alerts of the rule carry this label: it aggregates by it, or does not aggregate at all. */
    public boolean keeps(String label) {
        return !AGGREGATE.matcher(expression).find() || expression.contains("by (" + label + ")");
    }

    /** The summary as it reads in an alert with these labels: labels, thresholds and Jinja blocks resolved. */
    public String summaryOf(Labels labels) {
        String text = LABEL.matcher(BLOCK.matcher(summary).replaceAll(""))
                .replaceAll(match -> Matcher.quoteReplacement(labels.getOrEmpty(match.group(1))));
        return SETTING.matcher(text).replaceAll(match -> setting(match.group(1)));
    }

    /** The settings behind the templates were each cloud's own; these are the formulas' usual magnitudes. */
    private static String setting(String expression) {
        if (expression.contains("service_name")) {
            return "monitoring";
        }
        if (expression.contains("minor") || expression.contains("warning")) {
            return "30";
        }
        return expression.contains("major") || expression.contains("critical") ? "60" : "80";
    }
}
