package dev.tidegate.rollout.target.config;

import dev.tidegate.rollout.target.command.CommandSettings;
import dev.tidegate.rollout.target.salt.SaltSettings;
import dev.tidegate.rollout.target.webhook.WebhookSettings;

/** One configured target. */
public sealed interface TargetSettings {
    /** What machines of the fleet call it. */
    String name();

    record Salt(SaltSettings settings) implements TargetSettings {
        @Override
        public String name() {
            return settings.endpoint().name();
        }
    }

    record Command(CommandSettings settings) implements TargetSettings {
        @Override
        public String name() {
            return settings.name();
        }
    }

    record Webhook(WebhookSettings settings) implements TargetSettings {
        @Override
        public String name() {
            return settings.endpoint().name();
        }
    }
}
