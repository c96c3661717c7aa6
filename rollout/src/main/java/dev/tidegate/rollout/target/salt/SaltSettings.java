package dev.tidegate.rollout.target.salt;

import dev.tidegate.rollout.target.http.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a Salt master is used.
 *
 * @param passwordFile read at every login, so that a new password needs no restart
 * @param eauth the master's external authentication that knows the user
 * @param function what applies states: {@code state.apply} or {@code state.sls}
 * @param arguments more keyword arguments for it, such as {@code saltenv}
 * @param proof what reads the revision back
 * @param look how often the job list is asked while a job runs, events or not
 */
public record SaltSettings(
        Endpoint endpoint,
        String user,
        Path passwordFile,
        String eauth,
        String function,
        Map<String, Object> arguments,
        Call proof,
        Duration look) {
    public static final String EAUTH = "pam";
    public static final String FUNCTION = "state.apply";
    public static final Duration LOOK = Duration.ofSeconds(10);
    /** The grain that states write as their last step; see docs/targets.md. */
    public static final Call PROOF = new Call("grains.get", List.of("tidegate_revision"));

    /** A function of execution modules, with its arguments. */
    public record Call(String function, List<String> arguments) {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    public SaltSettings {
        arguments = Map.copyOf(arguments);
    }

    public static SaltSettings of(Endpoint endpoint, String user, Path passwordFile) {
        return new SaltSettings(endpoint, user, passwordFile, EAUTH, FUNCTION, Map.of(), PROOF, LOOK);
    }

    public SaltSettings withEauth(String other) {
        return new SaltSettings(endpoint, user, passwordFile, other, function, arguments, proof, look);
    }

    public SaltSettings withLook(Duration other) {
        return new SaltSettings(endpoint, user, passwordFile, eauth, function, arguments, proof, other);
    }
}
