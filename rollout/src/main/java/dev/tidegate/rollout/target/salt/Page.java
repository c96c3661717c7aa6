package dev.tidegate.rollout.target.salt;

import dev.tidegate.health.remote.Answer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The HTML pages in which CherryPy tells what is wrong. */
final class Page {
    private static final Pattern PARAGRAPH = Pattern.compile("<p>(.{1,400}?)</p>", Pattern.DOTALL);

    private Page() {}

    /** The one sentence that is in it; the beginning of the answer when it is no such page. */
    static String reason(Answer reply) {
        String text = reply.text();
        Matcher paragraph = PARAGRAPH.matcher(text.substring(0, Math.min(text.length(), 8192)));
        if (!paragraph.find()) {
            return reply.excerpt();
        }
        return paragraph
                .group(1)
                .replace("&#x27;", "'")
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .strip();
    }
}
