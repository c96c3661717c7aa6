package dev.tidegate.gateway.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code ./tidegate audit}. */
record AuditCommands(Gateway gateway, PrintStream out, PrintStream err) {
    int run(Words words) throws IOException, InterruptedException {
        words.noNames();
        return words.action().equals("verify") ? verify(words) : export(words);
    }

    private int verify(Words words) throws IOException, InterruptedException {
        String query = words.option("head")
                .map(head -> "?head=" + Gateway.encoded(head))
                .orElse("");
        JsonNode verdict = gateway.get("/api/v1/audit/verify" + query);
        long records = verdict.path("records").asLong(0);
        if (!verdict.path("sound").asBoolean(false)) {
            err.println("the audit is NOT sound: " + verdict.path("problem").asString("") + " (" + records
                    + " records before are)");
            return 1;
        }
        err.println("the audit is sound: " + records + " records, each following the one before");
        if (verdict.path("keptAt").asLong(0) > 0) {
            err.println("the head you kept is record " + verdict.path("keptAt").asLong(0)
                    + ": nothing up to it was changed since");
        }
        err.println("its head, below, vouches for all of them: keep it where nobody who can write to PostgreSQL can"
                + " change it, and give it to the next check with --head");
        out.println(verdict.path("head").asString(""));
        return 0;
    }

    private int export(Words words) throws IOException, InterruptedException {
        List<String> query = new ArrayList<>();
        for (String name : List.of("subject", "actor", "action", "after")) {
            words.option(name).ifPresent(value -> query.add(name + "=" + Gateway.encoded(value)));
        }
        String path = "/api/v1/audit" + (query.isEmpty() ? "" : "?" + String.join("&", query));
        if (words.option("out").isEmpty()) {
            try (InputStream lines = gateway.lines(path)) {
                lines.transferTo(out);
            }
            out.flush();
            return 0;
        }
        Path file = Path.of(words.required("out"));
        if (Files.exists(file)) {
            throw new WrongCallException(file + " is there already; --out wants a new file");
        }
        try (InputStream lines = gateway.lines(path);
                OutputStream to = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            lines.transferTo(to);
        }
        err.println("written to " + file);
        return 0;
    }
}
