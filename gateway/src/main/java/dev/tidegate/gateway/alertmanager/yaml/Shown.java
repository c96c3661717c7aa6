package dev.tidegate.gateway.alertmanager.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** The configuration as it may be shown: without what Alertmanager itself shows as {@code <secret>}. */
final class Shown {
    private static final String SECRET = "<secret>";
    private static final Pattern SECRET_FIELD = Pattern.compile(
            "(.*_)?(password|secret|token|credentials|bearer_token)|(.*_)?(api_key|routing_key|service_key|user_key)"
                    + "|slack_api_url|webhook_url|auth_secret|bot_token|authorization");
    /** Receivers whose {@code api_url} or {@code url} carries its secret. */
    private static final Pattern SECRET_URLS = Pattern.compile("slack_configs|webhook_configs|discord_configs");

    private Shown() {}

    static String of(String yaml) {
        DumperOptions block = new DumperOptions();
        block.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        Yaml plain = new Yaml(
                new SafeConstructor(new LoaderOptions()),
                new Representer(block),
                block,
                new LoaderOptions(),
                new TextOnly());
        Object tree = plain.load(yaml);
        return plain.dump(redacted(tree, false));
    }

    /** Numbers, dates and yes-words stay what was written: Alertmanager's reader decides what they are. */
    private static final class TextOnly extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.BOOL, Pattern.compile("^(?:true|false)$"), "tf");
            addImplicitResolver(Tag.INT, Pattern.compile("^[0-9]+$"), "0123456789");
        }
    }

    private static @Nullable Object redacted(@Nullable Object node, boolean secretUrls) {
        if (node instanceof List<?> list) {
            return list.stream().map(one -> redacted(one, secretUrls)).toList();
        }
        if (!(node instanceof Map<?, ?> map)) {
            return node;
        }
        Map<Object, @Nullable Object> out = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            boolean secret = SECRET_FIELD.matcher(name).matches() || secretUrls && name.matches("api_url|url");
            boolean leaf = !(value instanceof Map) && !(value instanceof List);
            out.put(
                    key,
                    secret && leaf && value != null
                            ? SECRET
                            : redacted(value, SECRET_URLS.matcher(name).matches()));
        });
        return out;
    }
}
