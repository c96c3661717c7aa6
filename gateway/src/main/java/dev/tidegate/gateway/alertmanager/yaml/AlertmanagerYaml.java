package dev.tidegate.gateway.alertmanager.yaml;

import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.gateway.alertmanager.Route;
import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.Matcher.Op;
import dev.tidegate.model.matcher.Matchers;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads an Alertmanager configuration file. Fields that mean nothing here (how to reach Slack, for example) are left
 * alone; what is read must be right.
 */
public final class AlertmanagerYaml {
    /** Routes nested deeper than this are a mistake. */
    static final int MAX_DEPTH = 64;

    private AlertmanagerYaml() {}

    /** Throws {@link ConfigSyntaxException}, which names line and field. */
    public static AlertmanagerConfig parse(String text) {
        Fields root = root(text);
        Set<String> receivers = receivers(root);
        Fields route = root.mapping("route");
        if (route == null) {
            throw root.problem("route", "is missing");
        }
        return new AlertmanagerConfig(
                Shown.of(text),
                rootRoute(route, receivers),
                List.copyOf(receivers),
                root.mappings("inhibit_rules").stream()
                        .map(AlertmanagerYaml::inhibition)
                        .toList(),
                resolveTimeout(root.mapping("global")));
    }

    private static Fields root(String text) {
        try {
            Node node = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            if (node == null) {
                throw new ConfigSyntaxException(null, "", "the file is empty");
            }
            return new Fields(node, "");
        } catch (MarkedYAMLException e) {
            throw new ConfigSyntaxException(e.getProblemMark(), "", "not YAML: " + e.getProblem());
        }
    }

    private static Duration resolveTimeout(@Nullable Fields global) {
        String text = global == null ? null : global.text("resolve_timeout");
        if (global == null || text == null) {
            return AlertmanagerConfig.BUILT_IN.resolveTimeout();
        }
        return PrometheusDuration.parse(text)
                .filter(Duration::isPositive)
                .orElseThrow(() ->
                        global.problem("resolve_timeout", "\"" + text + "\" is not a duration such as 5m or 1h30m"));
    }

    private static Set<String> receivers(Fields root) {
        Set<String> names = new LinkedHashSet<>();
        for (Fields receiver : root.mappings("receivers")) {
            String name = receiver.text("name");
            if (name == null || name.isEmpty()) {
                throw receiver.problem("name", "is missing");
            }
            if (!names.add(name)) {
                throw receiver.problem("name", "\"" + name + "\" is given twice");
            }
        }
        return names;
    }

    private static Route rootRoute(Fields fields, Set<String> receivers) {
        if (fields.text("receiver") == null) {
            throw fields.problem("receiver", "the root route needs one");
        }
        if (!matchers(fields, "").all().isEmpty()) {
            throw fields.problem("the root route must take every alert, so it has no matchers");
        }
        if (fields.flag("continue")) {
            throw fields.problem("continue", "has no meaning at the root");
        }
        return route(fields, receivers, "", List.of(), 0);
    }

    private static Route route(
            Fields fields, Set<String> receivers, String inherited, List<String> groupBy, int depth) {
        if (depth > MAX_DEPTH) {
            throw fields.problem("routes are nested more than " + MAX_DEPTH + " deep");
        }
        String own = fields.text("receiver");
        String receiver = own == null ? inherited : own;
        if (!receivers.contains(receiver)) {
            throw fields.problem("receiver", "\"" + receiver + "\" is not among the receivers");
        }
        List<String> ownGroupBy = fields.texts("group_by");
        List<String> grouping = ownGroupBy == null ? groupBy : ownGroupBy;
        if (grouping.contains(Route.ALL_LABELS) && grouping.size() > 1) {
            throw fields.problem("group_by", "\"...\" stands alone or not at all");
        }
        List<Route> routes = new ArrayList<>();
        for (Fields child : fields.mappings("routes")) {
            routes.add(route(child, receivers, receiver, grouping, depth + 1));
        }
        return new Route(receiver, grouping, matchers(fields, ""), fields.flag("continue"), routes);
    }

    private static Policy.Inhibition inhibition(Fields fields) {
        List<String> equal = fields.texts("equal");
        return new Policy.Inhibition(
                matchers(fields, "source_"), matchers(fields, "target_"), equal == null ? List.of() : equal);
    }

    /** All three ways to say it: {@code match}, {@code match_re} and {@code matchers}. */
    private static Matchers matchers(Fields fields, String prefix) {
        List<Matcher> out = new ArrayList<>();
        fields.pairs(prefix + "match")
                .forEach((name, value) -> out.add(matcher(fields, prefix + "match", name, Op.EQUAL, value)));
        fields.pairs(prefix + "match_re")
                .forEach((name, value) -> out.add(matcher(fields, prefix + "match_re", name, Op.REGEX, value)));
        List<String> texts = fields.texts(prefix + "matchers");
        for (String text : texts == null ? List.<String>of() : texts) {
            try {
                out.addAll(Matchers.parse(text).all());
            } catch (IllegalArgumentException e) {
                throw fields.problem(prefix + "matchers", String.valueOf(e.getMessage()));
            }
        }
        return new Matchers(out);
    }

    private static Matcher matcher(Fields fields, String field, String name, Op op, String value) {
        try {
            return new Matcher(name, op, value);
        } catch (IllegalArgumentException e) {
            throw fields.problem(field, String.valueOf(e.getMessage()));
        }
    }
}
