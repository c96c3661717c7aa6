package dev.tidegate.gateway.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code ./tidegate user}. */
record UserCommands(Gateway gateway, InputStream in, PrintStream out, PrintStream err) {
    private static final String USERS = "/api/v1/users";

    int run(Words words) throws IOException, InterruptedException {
        switch (words.action()) {
            case "add" -> add(words);
            case "disable" -> disable(words.name("name"));
            case "password" -> password(words);
            default -> list(words);
        }
        return 0;
    }

    private void add(Words words) throws IOException, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", words.name("name"));
        body.put("roles", words.list(words.required("roles")));
        words.option("tenant").ifPresent(tenant -> body.put("tenant", tenant));
        putPassword(words, body);
        JsonNode added = gateway.call("POST", USERS, body);
        err.println("added " + described(added));
        tell(added);
    }

    private void password(Words words) throws IOException, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        putPassword(words, body);
        String name = words.name("name");
        JsonNode set = gateway.call("POST", USERS + "/" + Gateway.encoded(name) + "/password", body);
        err.println("the password of " + name + " is set, and their browsers are signed out");
        tell(set);
    }

    private void putPassword(Words words, Map<String, Object> body) throws IOException {
        if (words.option("password-stdin").isPresent()) {
            body.put("password", Console.line(in));
        }
    }

    /** The secret alone goes out, so that it can be piped. */
    private void tell(JsonNode answer) {
        String password = answer.path("password").asString("");
        if (!password.isEmpty()) {
            err.println("the password, shown this once:");
            out.println(password);
        }
    }

    private void disable(String name) throws IOException, InterruptedException {
        gateway.call("DELETE", USERS + "/" + Gateway.encoded(name), "");
        err.println(name + " is disabled: password, tokens and browsers stop within 5 seconds");
    }

    private void list(Words words) throws IOException, InterruptedException {
        words.noNames();
        gateway.get(USERS).path("users").forEach(user -> out.println(described(user)));
    }

    private static String described(JsonNode user) {
        String tenant = user.path("tenant").asString("");
        return user.path("name").asString("")
                + "  " + String.join(",", Texts.of(user.path("roles")))
                + "  " + (tenant.isEmpty() ? "(staff)" : tenant)
                + (user.path("disabled").asBoolean(false) ? "  disabled" : "");
    }
}
