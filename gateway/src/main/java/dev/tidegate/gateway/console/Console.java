package dev.tidegate.gateway.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One command, over HTTP, with the administrator's token. Ends with 0 when it was done, 1 when it was refused or the
 * audit is not sound, 64 when it was called wrongly, 69 when no gateway answers.
 */
public final class Console {
    private static final int WRONG_CALL = 64;
    private static final int NO_GATEWAY = 69;

    private Console() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.getenv(), System.in, System.out, System.err));
    }

    /** Runs it with other streams. */
    public static int run(
            List<String> arguments, Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
        try {
            Words words = Words.of(arguments);
            Gateway gateway = Gateway.of(words, environment);
            return switch (words.command()) {
                case "user" -> new UserCommands(gateway, in, out, err).run(words);
                case "token" -> new TokenCommands(gateway, out, err).run(words);
                case "audit" -> new AuditCommands(gateway, out, err).run(words);
                default -> throw new WrongCallException("there is no command \"" + words.command() + "\"");
            };
        } catch (WrongCallException e) {
            err.println("tidegate: " + e.getMessage());
            return WRONG_CALL;
        } catch (RefusedException e) {
            err.println("tidegate: " + e.getMessage());
            return 1;
        } catch (IOException e) {
            err.println("tidegate: " + e.getMessage());
            return NO_GATEWAY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("tidegate: interrupted");
            return NO_GATEWAY;
        }
    }

    /** One line of what comes in: a password, which must not stand among arguments that every process can see. */
    static String line(InputStream in) throws IOException {
        StringBuilder out = new StringBuilder();
        byte[] all = in.readAllBytes();
        new String(all, StandardCharsets.UTF_8).lines().findFirst().ifPresent(out::append);
        return out.toString();
    }
}
