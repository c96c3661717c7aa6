package dev.tidegate.gateway.config;

import dev.tidegate.correlator.yaml.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The command line of {@code tidegate up}, as properties. */
public final class Arguments {
    private static final Map<String, String> WITH_VALUE = Map.of(
            "--port", "tidegate.port",
            "--data", "tidegate.data",
            "--listen", "tidegate.listen",
            "--config", "tidegate.config",
            "--alertmanager-config", "tidegate.alertmanager-config",
            "--topology", "tidegate.topology",
            "--fleet", "tidegate.fleet");
    private static final Map<String, String> FLAGS = Map.of(
            "--anonymous-loopback", "tidegate.anonymous-loopback", "--stop-when-ready", "tidegate.stop-when-ready");

    private Arguments() {}

    /**
     * Reads {@code --name value}, {@code --name=value} and flags.
     *
     * @throws ConfigurationException naming the argument that is not understood
     */
    public static Map<String, Object> properties(String... arguments) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String property = WITH_VALUE.get(name);
            if (property != null) {
                if (equals < 0 && i + 1 == arguments.length) {
                    throw new ConfigurationException(name + " needs a value; ./tidegate up --help says which");
                }
                properties.put(property, equals < 0 ? arguments[++i] : argument.substring(equals + 1));
            } else if (equals < 0 && FLAGS.get(name) != null) {
                properties.put(FLAGS.get(name), "true");
            } else if (name.startsWith("--tidegate.") && equals > 0) {
                properties.put(name.substring(2), argument.substring(equals + 1));
            } else {
                throw new ConfigurationException(
                        "\"" + argument + "\" is not an option of up; ./tidegate up --help lists them");
            }
        }
        return properties;
    }
}
