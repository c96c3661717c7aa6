package dev.tidegate.gateway.change.http;

import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.Diff.ChangedFile;
import dev.tidegate.rollout.review.Diff.Hunk;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a change changes in its repository, as a document. */
final class DiffJson {
    private DiffJson() {}

    static ObjectNode document(String change, Diff diff) {
        ObjectNode out = JsonNodeFactory.instance
                .objectNode()
                .put("change", change)
                .put("from", diff.from().orElse(null))
                .put("to", diff.to())
                .put("cut", diff.cut());
        ArrayNode files = out.putArray("files");
        diff.files().forEach(file -> write(files.addObject(), file));
        return out.put("left", diff.left());
    }

    private static void write(ObjectNode out, ChangedFile file) {
        out.put("path", file.path())
                .put("former", file.former().orElse(null))
                .put("kind", file.kind().word())
                .put("binary", file.binary())
                .put("inserted", file.inserted())
                .put("deleted", file.deleted())
                .put("cut", file.cut());
        ArrayNode hunks = out.putArray("hunks");
        for (Hunk hunk : file.hunks()) {
            ObjectNode one = hunks.addObject().put("before", hunk.before()).put("after", hunk.after());
            hunk.lines().forEach(one.putArray("lines")::add);
        }
    }
}
