package dev.tidegate.rollout.target.config;

import dev.tidegate.rollout.target.command.CommandSettings;
import dev.tidegate.rollout.target.http.Endpoint;
import dev.tidegate.rollout.target.salt.SaltSettings;
import dev.tidegate.rollout.target.webhook.WebhookSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code targets:} of the fleet file; docs/targets.md has all fields. Secrets are never in it, only the files that they
 * are in.
 */
public final class TargetYaml {
    private TargetYaml() {}

    /**
     * Reads what stands below {@code targets:}. Throws IllegalArgumentException with a sentence that begins with the place.
     *
     * @param node as a YAML reader gives it
     * @param place where it stands, such as {@code fleet.yaml: targets}
     * @param data where command targets keep what they have begun, unless they say otherwise
     */
    public static List<TargetSettings> parse(Map<String, ? extends @Nullable Object> node, String place, Path data) {
        List<TargetSettings> targets = new ArrayList<>();
        node.forEach((name, fields) -> {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")) {
                throw new IllegalArgumentException(place + ": \"" + name + "\" is not a name for a target");
            }
            targets.add(one(name, new Fields(fields, place + "." + name), data));
        });
        return targets;
    }

    private static TargetSettings one(String name, Fields fields, Path data) {
        String kind = fields.needed("kind");
        TargetSettings settings = switch (kind) {
            case "salt" -> new TargetSettings.Salt(salt(name, fields));
            case "command" -> new TargetSettings.Command(command(name, fields, data));
            case "webhook" ->
                new TargetSettings.Webhook(new WebhookSettings(
                        endpoint(name, fields),
                        fields.file("secret_file"),
                        fields.duration("look", WebhookSettings.LOOK)));
            default -> throw fields.wrong("kind", "must be salt, command or webhook, not " + kind);
        };
        fields.nothingElse();
        return settings;
    }

    private static SaltSettings salt(String name, Fields fields) {
        String function = fields.text("function").orElse(SaltSettings.FUNCTION);
        if (!Set.of("state.apply", "state.sls").contains(function)) {
            throw fields.wrong("function", "must be state.apply or state.sls, not " + function);
        }
        Map<String, Object> arguments =
                fields.fields("arguments").map(Fields::all).orElse(Map.of());
        for (String own : List.of("pillar", "test")) {
            if (arguments.containsKey(own)) {
                throw fields.wrong("arguments", "must not have " + own + ", which Tidegate gives itself");
            }
        }
        return new SaltSettings(
                endpoint(name, fields),
                fields.needed("user"),
                fields.file("password_file").orElseThrow(() -> fields.wrong("password_file", "is missing")),
                fields.text("eauth").orElse(SaltSettings.EAUTH),
                function,
                arguments,
                fields.fields("proof").map(TargetYaml::call).orElse(SaltSettings.PROOF),
                fields.duration("look", SaltSettings.LOOK));
    }

    private static SaltSettings.Call call(Fields fields) {
        SaltSettings.Call call =
                new SaltSettings.Call(fields.needed("fun"), fields.texts("arg").orElse(List.of()));
        fields.nothingElse();
        return call;
    }

    private static CommandSettings command(String name, Fields fields, Path data) {
        try {
            return new CommandSettings(
                    name,
                    fields.texts("command").orElseThrow(() -> fields.wrong("command", "is missing")),
                    fields.texts("proof").orElseThrow(() -> fields.wrong("proof", "is missing")),
                    fields.texts("test").orElse(List.of()),
                    fields.texts("unreachable")
                            .map(codes -> codes.stream().map(Integer::valueOf).collect(Collectors.toSet()))
                            .orElse(CommandSettings.UNREACHABLE),
                    fields.number("concurrency", 1, CommandSettings.MOST_AT_ONCE, CommandSettings.CONCURRENCY),
                    fields.text("directory")
                            .map(Path::of)
                            .orElse(data.resolve("targets").resolve(name)));
        } catch (NumberFormatException e) {
            throw fields.wrong("unreachable", "must be a list of exit codes");
        } catch (IllegalArgumentException e) {
            throw located(fields, e);
        }
    }

    private static Endpoint endpoint(String name, Fields fields) {
        try {
            return new Endpoint(
                    name,
                    fields.url("url"),
                    fields.file("ca_file"),
                    fields.duration("timeout", Endpoint.ANSWER),
                    fields.number("answer_mb", 1, 1024, Endpoint.ANSWER_BYTES >> 20) << 20);
        } catch (IllegalArgumentException e) {
            throw located(fields, e);
        }
    }

    private static IllegalArgumentException located(Fields fields, IllegalArgumentException problem) {
        String message = String.valueOf(problem.getMessage());
        return message.startsWith(fields.place())
                ? problem
                : new IllegalArgumentException(fields.place() + ": " + message, problem);
    }
}
