package dev.tidegate.storm;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options of the form {@code --name value} or {@code --name=value}; every complaint names the option. */
final class CommandLine {
    private static final int LAST_PORT = 65_535;

    private final Map<String, String> given = new LinkedHashMap<>();

    /** Reads the arguments; throws IllegalArgumentException for a name that is not among {@code names}. */
    CommandLine(List<String> args, Set<String> names) {
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            int equals = arg.indexOf('=');
            String name = arg.startsWith("--") ? arg.substring(2, equals < 0 ? arg.length() : equals) : "";
            if (!names.contains(name)) {
                throw new IllegalArgumentException("there is no option " + arg);
            }
            if (equals < 0 && i + 1 == args.size()) {
                throw new IllegalArgumentException("--" + name + " needs a value");
            }
            given.put(name, equals < 0 ? args.get(++i) : arg.substring(equals + 1));
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(given.get(name));
    }

    Optional<Integer> number(String name, int least, int most) {
        return text(name).map(text -> {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException(
                        "--%s wants a whole number from %d to %d, not \"%s\"".formatted(name, least, most, text));
            }
            return Integer.parseInt(text);
        });
    }

    Optional<Long> longNumber(String name) {
        return text(name).map(text -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--%s wants a whole number, not \"%s\"".formatted(name, text), e);
            }
        });
    }

    Optional<URI> url(String name) {
        return text(name).map(text -> {
            @Nullable URI url = text.matches("https?://[^/?#\\s]+(/\\S*)?") ? uri(text) : null;
            if (url == null || url.getHost() == null || url.getPort() > LAST_PORT) {
                throw new IllegalArgumentException("--%s wants http://HOST:PORT, not \"%s\"".formatted(name, text));
            }
            return url;
        });
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException unused) {
            return null; // the caller says which option it is
        }
    }

    /** A file to write to; what can be seen to go wrong is told before the work and not after it. */
    Optional<Path> output(String name) {
        return text(name).map(text -> {
            Path file = Path.of(text).toAbsolutePath();
            @Nullable Path parent = file.getParent();
            if (Files.isDirectory(file) || parent == null || !Files.isDirectory(parent)) {
                throw new IllegalArgumentException(
                        "--%s wants a file in a directory that is there, not \"%s\"".formatted(name, text));
            }
            return Path.of(text);
        });
    }
}
