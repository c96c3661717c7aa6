package dev.tidegate.fleet.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Takes one change all its way through a running gateway, as five people would, and tells what happens. Ends with 0 when what
 * should happen did: a good revision is on every node; a bad one shows on the second wave, is pulled back by itself, and the
 * third wave is never touched.
 *
 * <pre>RolloutDemo URL good|bad --admin-token-file F --revision HEX --policy-file F [--patience SECONDS] [--life SECONDS]</pre>
 */
public final class RolloutDemo {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int CONFLICT = 409;
    private static final Duration SOAK = Duration.ofSeconds(10);

    private final DemoOptions given;
    private final Told told;

    RolloutDemo(DemoOptions given, PrintStream out) {
        this.given = given;
        this.told = new Told(out);
    }

    /** The command; exits with 0, 1 (something else happened) or 2 (wrong options). */
    public static void main(String[] args) {
        try {
            new RolloutDemo(DemoOptions.parse(List.of(args)), System.out).play();
            System.exit(0);
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage());
            System.exit(2);
        } catch (DemoFailedException | IOException e) {
            System.err.println("demo: " + e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            System.exit(130);
        }
    }

    void play() throws IOException, InterruptedException, DemoFailedException {
        try (Api api = new Api(given.gateway())) {
            Cast cast = Cast.add(api, given.administrator(), Optional.empty());
            Acts acts = new Acts(api, cast);
            told.line("people: ada writes the change, sven and carla answer for support and customer, emil executes,"
                    + " mona watches");
            JsonNode change = write(acts);
            stage(acts, change.path("id").asString(""));
            approve(acts, change);
            String id = start(acts, change);
            Thread presence = Thread.ofVirtual().start(new Presence(api, cast.token(Cast.MONITOR), id, told));
            JsonNode end = follow(api, cast, id);
            presence.interrupt();
            tell(api, id);
            told.line("as it should be: " + Ending.judge(end, given.good()));
        }
    }

    private JsonNode write(Acts acts) throws IOException, InterruptedException, DemoFailedException {
        JsonNode change = acts.write(Acts.Draft.of(given.revision(), given.policy()));
        told.line("ada wrote change " + change.path("id").asString("") + " with revision "
                + given.revision().substring(0, 12) + "; people approve its hash "
                + shortened(change.path("hash").asString("")));
        JsonNode risk = change.path("risk");
        told.line("  risk " + "%.2f".formatted(risk.path("score").asDouble(Double.NaN)) + "; "
                + waves(change.path("plan").path("waves")));
        return change;
    }

    private static String waves(JsonNode waves) {
        StringBuilder text = new StringBuilder("waves:");
        for (JsonNode wave : waves) {
            text.append(text.charAt(text.length() - 1) == ':' ? " " : ", ")
                    .append(wave.path("nodes").size());
            double missed = wave.path("missed").path("10%").asDouble(Double.NaN);
            if (!Double.isNaN(missed)) {
                text.append(" (misses what hits one node in ten with %.0f %%)".formatted(100 * missed));
            }
        }
        return text.toString();
    }

    private void stage(Acts acts, String change) throws IOException, InterruptedException, DemoFailedException {
        told.line(
                "first " + given.life().toSeconds() + " s of everyday life, so that there is a before to compare with");
        Thread.sleep(given.life());
        acts.stage(change);
        told.line("staging: it is tried on the staging machines");
        JsonNode staging = until(
                "staging",
                () -> acts.staged(change),
                now -> !now.path("state").asString("").equals("running"));
        String state = staging.path("state").asString("");
        told.line("staging: " + state + ", " + staging.path("reason").asString(""));
        if (!state.equals("passed")) {
            throw new DemoFailedException("staging did not pass");
        }
    }

    private void approve(Acts acts, JsonNode change) throws IOException, InterruptedException, DemoFailedException {
        Api.Answer own = acts.approve(Cast.AUTHOR, "support", change);
        if (own.isGood()) {
            throw new DemoFailedException("ada could approve her own change");
        }
        told.line("ada tries to approve it herself: " + own.words());
        Api.good("sven's approval", acts.approve(Cast.SUPPORT, "support", change));
        JsonNode approved = Api.good("carla's approval", acts.approve(Cast.CUSTOMER, "customer", change));
        told.line("sven and carla approve: it is " + approved.path("state").asString("?") + ", "
                + approved.path("standing").asString(""));
    }

    private String start(Acts acts, JsonNode change) throws IOException, InterruptedException, DemoFailedException {
        String id = acts.start(change, SOAK).path("id").asString("");
        told.line("emil starts rollout " + id);
        return id;
    }

    private JsonNode follow(Api api, Cast cast, String id)
            throws IOException, InterruptedException, DemoFailedException {
        acknowledge(api, cast, id);
        told.line("mona has the health stream open and acknowledges");
        Progress progress = new Progress();
        return until(
                "the rollout",
                () -> {
                    JsonNode rollout = api.get(cast.token(Cast.MONITOR), "/rollouts/" + id);
                    progress.news(rollout).forEach(told::line);
                    return rollout;
                },
                rollout -> rollout.path("phase").asString("").matches("done|pulled-back|aborted"));
    }

    /** It is only taken from somebody who watches, and refused as long as her stream is on its way. */
    private void acknowledge(Api api, Cast cast, String id)
            throws IOException, InterruptedException, DemoFailedException {
        long deadline = System.nanoTime() + given.patience().toNanos();
        String path = "/rollouts/" + id + "/monitor";
        Api.Answer answer = api.tryPost(cast.token(Cast.MONITOR), path, Api.JSON.createObjectNode());
        while (!answer.isGood()) {
            if (answer.status() != CONFLICT || System.nanoTime() > deadline) {
                throw new DemoFailedException("mona could not acknowledge: " + answer.words());
            }
            Thread.sleep(PAUSE);
            answer = api.tryPost(cast.token(Cast.MONITOR), path, Api.JSON.createObjectNode());
        }
    }

    private void tell(Api api, String id) throws IOException, InterruptedException, DemoFailedException {
        told.line("what happened:");
        told.block(api.get(given.administrator(), "/rollouts/" + id + "/story")
                .path("text")
                .asString(""));
        told.line("the audit log:");
        for (JsonNode entry : api.get(given.administrator(), "/audit?limit=500").path("records")) {
            String action = entry.path("action").asString("");
            if (!action.equals("rollout.node-settled")) { // one a node: the story has them
                told.block(Told.moment(entry.path("at").asString("")) + "  "
                        + entry.path("actor").asString("") + "  " + action + "  "
                        + entry.path("subject").asString(""));
            }
        }
        JsonNode verified = api.get(given.administrator(), "/audit/verify");
        if (!verified.path("sound").asBoolean(false)) {
            throw new DemoFailedException("the audit log is broken: " + verified);
        }
        told.line("its chain of hashes is sound: " + verified.path("records").asString("?") + " records, head "
                + shortened(verified.path("head").asString("")));
    }

    private interface Look {
        JsonNode now() throws IOException, InterruptedException, DemoFailedException;
    }

    private interface Wanted {
        boolean is(JsonNode now);
    }

    private JsonNode until(String what, Look look, Wanted wanted)
            throws IOException, InterruptedException, DemoFailedException {
        long deadline = System.nanoTime() + given.patience().toNanos();
        JsonNode now = look.now();
        while (!wanted.is(now)) {
            if (System.nanoTime() > deadline) {
                throw new DemoFailedException(what + " did not end within "
                        + given.patience().toSeconds() + " s; it is " + shortened(now.toString(), 600));
            }
            Thread.sleep(PAUSE);
            now = look.now();
        }
        return now;
    }

    private static String shortened(String hash) {
        return shortened(hash, 12);
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
