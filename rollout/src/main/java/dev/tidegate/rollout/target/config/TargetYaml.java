package dev.tidegate.rollout.target.config;

import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.rollout.target.command.CommandSettings;
import dev.tidegate.rollout.target.http.Endpoint;
import dev.tidegate.rollout.target.salt.SaltSettings;
import dev.tidegate.rollout.target.webhook.WebhookSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@code targets} of the fleet file; docs/targets.md has all fields. Secrets are never in it, only the files that they
 * are in.
 */
public final class TargetYaml {
    private static final List<String> CALLS = List.of("kind", "url", "ca_file", "timeout", "answer_mb", "look");
    private static final List<String> SALT =
            and(CALLS, "user", "password_file", "eauth", "function", "arguments", "proof");
    private static final List<String> WEBHOOK = and(CALLS, "secret_file");
    private static final List<String> COMMAND =
            List.of("kind", "command", "proof", "test", "unreachable", "concurrency", "directory");

    private TargetYaml() {}

    /**
     * Reads what stands below {@code targets}.
     *
     * @param data where command targets keep what they have begun, unless they say otherwise
     * @throws dev.tidegate.correlator.yaml.ConfigurationException with file, line and reason
     */
    public static List<TargetSettings> parse(Yaml section, Path data) {
        List<TargetSettings> targets = new ArrayList<>();
        section.entries().forEach((name, fields) -> {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")) {
                throw fields.problem("\"" + name + "\" is not a name for a target");
            }
            targets.add(one(name, fields, data));
        });
        return targets;
    }

    private static TargetSettings one(String name, Yaml place, Path data) {
        String kind = Optional.ofNullable(place.entries().get("kind"))
                .map(Yaml::text)
                .orElseThrow(() -> place.problem("\"kind\" is missing: salt, command or webhook"));
        return switch (kind) {
            case "salt" -> new TargetSettings.Salt(salt(name, new Fields(place, SALT)));
            case "command" -> new TargetSettings.Command(command(name, new Fields(place, COMMAND), data));
            case "webhook" -> new TargetSettings.Webhook(webhook(name, new Fields(place, WEBHOOK)));
            default ->
                throw place.problem("\"" + kind + "\" is no kind of target; there are salt, command and webhook");
        };
    }

    private static SaltSettings salt(String name, Fields fields) {
        String function = fields.text("function").orElse(SaltSettings.FUNCTION);
        if (!Set.of("state.apply", "state.sls").contains(function)) {
            throw fields.wrong("function", "\"" + function + "\" applies no states; write state.apply or state.sls");
        }
        Map<String, Object> arguments = fields.values("arguments");
        for (String own : List.of("pillar", "test")) {
            if (arguments.containsKey(own)) {
                throw fields.wrong("arguments", "\"" + own + "\" is not to be given: Tidegate does it itself");
            }
        }
        Path password = fields.file("password_file")
                .orElseThrow(() -> fields.wrong("password_file", "\"password_file\" is missing"));
        return fields.made(() -> new SaltSettings(
                endpoint(name, fields),
                fields.needed("user"),
                password,
                fields.text("eauth").orElse(SaltSettings.EAUTH),
                function,
                arguments,
                fields.get("proof").map(TargetYaml::call).orElse(SaltSettings.PROOF),
                fields.duration("look", SaltSettings.LOOK)));
    }

    private static SaltSettings.Call call(Yaml place) {
        Fields fields = new Fields(place, List.of("fun", "arg"));
        return new SaltSettings.Call(
                fields.needed("fun"), fields.get("arg").map(Yaml::texts).orElse(List.of()));
    }

    private static WebhookSettings webhook(String name, Fields fields) {
        return fields.made(() -> new WebhookSettings(
                endpoint(name, fields), fields.file("secret_file"), fields.duration("look", WebhookSettings.LOOK)));
    }

    private static CommandSettings command(String name, Fields fields, Path data) {
        return fields.made(() -> new CommandSettings(
                name,
                fields.line("command"),
                fields.line("proof"),
                fields.get("test").map(Yaml::texts).orElse(List.of()),
                fields.get("unreachable")
                        .map(codes -> codes.list().stream()
                                .map(code -> code.integer(0, 255))
                                .collect(Collectors.toUnmodifiableSet()))
                        .orElse(CommandSettings.UNREACHABLE),
                fields.number("concurrency", 1, CommandSettings.MOST_AT_ONCE, CommandSettings.CONCURRENCY),
                fields.text("directory")
                        .map(Path::of)
                        .orElse(data.resolve("targets").resolve(name))));
    }

    private static Endpoint endpoint(String name, Fields fields) {
        return new Endpoint(
                name,
                fields.url("url"),
                fields.file("ca_file"),
                fields.duration("timeout", Endpoint.ANSWER),
                fields.number("answer_mb", 1, 1024, Endpoint.ANSWER_BYTES >> 20) << 20);
    }

    private static List<String> and(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }
}
