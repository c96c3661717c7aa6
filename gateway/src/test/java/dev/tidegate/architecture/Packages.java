package dev.tidegate.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** Tells the four kinds of packages apart by their names. */
final class Packages {
    /** Leaf names that say: here a technology is spoken. */
    private static final Set<String> TECHNOLOGIES = Set.of(
            "r2dbc",
            "kafka",
            "json",
            "http",
            "yaml",
            "prometheus",
            "influx",
            "elasticsearch",
            "remote",
            "git",
            "gerrit",
            "aptly",
            "salt",
            "command",
            "webhook");

    /** The gateway's shell beside its adapters. */
    private static final Set<String> SHELLS = Set.of("flow", "replay", "retro", "security", "config");

    private Packages() {}

    /** Domain words and policies: JDK, model and JSpecify only. */
    static DescribedPredicate<JavaClass> concept() {
        return DescribedPredicate.describe("in a concept package", Packages::isConcept);
    }

    /** Everything of the modules that hold domain logic; the gateway and embedded are doors and machinery. */
    private static boolean isConcept(JavaClass type) {
        String[] path = type.getPackageName().split("\\.");
        if (path.length < 3 || !path[0].equals("dev") || !path[1].equals("tidegate")) {
            return false;
        }
        return switch (path[2]) {
            case "model" -> true;
            case "correlator", "health", "rollout", "care" ->
                path.length > 3 && !isTechnology(path) && !SHELLS.contains(path[path.length - 1]);
            default -> false;
        };
    }

    /** One technology, spoken for one concept. */
    static DescribedPredicate<JavaClass> adapter() {
        return DescribedPredicate.describe("in an adapter package", type -> {
            String[] path = type.getPackageName().split("\\.");
            return isOurs(type) && (isTechnology(path) || isWireFormat(path));
        });
    }

    static DescribedPredicate<JavaClass> adapterOf(String technology) {
        return DescribedPredicate.describe(
                "in an adapter package of " + technology,
                type -> isOurs(type) && type.getPackageName().endsWith("." + technology));
    }

    static DescribedPredicate<JavaClass> shell() {
        return DescribedPredicate.describe("in a flow package or another shell", type -> {
            String[] path = type.getPackageName().split("\\.");
            return isOurs(type) && SHELLS.contains(path[path.length - 1]);
        });
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith("dev.tidegate.");
    }

    private static boolean isTechnology(String[] path) {
        return TECHNOLOGIES.contains(path[path.length - 1]);
    }

    private static boolean isWireFormat(String[] path) {
        return path.length == 5 && path[2].equals("gateway") && path[3].equals("ingest");
    }
}
