package dev.tidegate.gateway.console;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code ./tidegate token}. */
record TokenCommands(Gateway gateway, PrintStream out, PrintStream err) {
    private static final String TOKENS = "/api/v1/tokens";

    int run(Words words) throws IOException, InterruptedException {
        switch (words.action()) {
            case "create" -> create(words);
            case "revoke" -> revoke(words.name("id"));
            default -> list(words);
        }
        return 0;
    }

    private void create(Words words) throws IOException, InterruptedException {
        words.noNames();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("user", words.required("user"));
        words.option("name").ifPresent(name -> body.put("name", name));
        words.option("roles").ifPresent(roles -> body.put("roles", words.list(roles)));
        words.option("expires").ifPresent(expires -> body.put("expires", expires));
        JsonNode made = gateway.call("POST", TOKENS, body);
        err.println("made " + described(made));
        err.println("the token, shown this once:");
        out.println(made.path("token").asString(""));
    }

    private void revoke(String id) throws IOException, InterruptedException {
        gateway.call("DELETE", TOKENS + "/" + Gateway.encoded(id), "");
        err.println("token " + id + " is revoked; it stops at every gateway within 5 seconds");
    }

    private void list(Words words) throws IOException, InterruptedException {
        words.noNames();
        String query = words.option("user")
                .map(user -> "?user=" + Gateway.encoded(user))
                .orElse("");
        gateway.get(TOKENS + query).path("tokens").forEach(token -> out.println(described(token)));
    }

    private static String described(JsonNode token) {
        return token.path("id").asString("")
                + "  " + token.path("user").asString("")
                + "  " + String.join(",", Texts.of(token.path("roles")))
                + "  " + state(token)
                + "  " + token.path("name").asString("");
    }

    private static String state(JsonNode token) {
        if (!token.path("revokedAt").isNull()) {
            return "revoked";
        }
        String used = token.path("usedOn").isNull()
                ? "never used"
                : "used " + token.path("usedOn").asString("");
        return token.path("expiresAt").isNull()
                ? used
                : used + ", until " + token.path("expiresAt").asString("");
    }
}
