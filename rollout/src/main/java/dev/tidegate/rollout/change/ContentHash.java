package dev.tidegate.rollout.change;

import dev.tidegate.rollout.plan.PlanSpec;
import dev.tidegate.rollout.plan.WaveSize;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * The hash that stands for a change's content.
 *
 * <p>Every value is written with its length before it and every list with its size, so no two contents have the same bytes
 * (a title {@code ab} with a reason {@code c} is not a title {@code a} with a reason {@code bc}). The first value is the
 * format's version.
 */
final class ContentHash {
    private static final int VERSION = 2;

    private final MessageDigest digest;

    private ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String of(Content content) {
        ContentHash hash = new ContentHash();
        hash.number(VERSION);
        hash.content(content);
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void content(Content content) {
        text(content.title());
        text(content.reason());
        list(content.incident().stream().toList(), this::text);
        origin(content.origin());
        list(content.packages(), this::snapshot);
        list(content.states(), this::text);
        text(content.selector());
        plan(content.plan());
        number(content.seed());
        text(content.policy());
        text(content.impact().name());
        list(content.irreversible(), this::text);
        list(content.tests(), this::text);
        text(content.start().toString());
        list(content.slot().end().stream().toList(), end -> text(end.toString()));
    }

    private void origin(Origin origin) {
        switch (origin) {
            case Origin.Git git -> {
                text("git");
                text(git.repository());
                text(git.revision());
            }
            case Origin.Gerrit gerrit -> {
                text("gerrit");
                text(gerrit.server());
                number(gerrit.change());
                number(gerrit.patchSet());
                text(gerrit.revision());
            }
        }
    }

    private void snapshot(PackageSnapshot snapshot) {
        text(snapshot.prefix());
        text(snapshot.distribution());
        text(snapshot.component());
        text(snapshot.snapshot());
    }

    private void plan(PlanSpec plan) {
        switch (plan) {
            case PlanSpec.Steps steps -> {
                text("steps");
                list(steps.sizes(), this::size);
            }
            case PlanSpec.Batches batches -> {
                text("batches");
                number(batches.nodes());
            }
            case PlanSpec.Explicit explicit -> {
                text("explicit");
                list(explicit.waves(), wave -> list(wave, this::text));
            }
        }
    }

    private void size(WaveSize size) {
        switch (size) {
            case WaveSize.Count count -> {
                text("count");
                number(count.nodes());
            }
            case WaveSize.Share share -> {
                text("share");
                number(Double.doubleToLongBits(share.share()));
            }
            case WaveSize.Rest unused -> text("rest");
        }
    }

    private <T> void list(List<T> values, Consumer<T> each) {
        number(values.size());
        values.forEach(each);
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        digest.update(bytes);
    }

    private void number(long value) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
    }
}
