package dev.tidegate.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What STYLE says about packages, as a failing build. */
class ArchitectureTest {
    private static JavaClasses ours = new ClassFileImporter().importPackages("none");

    @BeforeAll
    static void read() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(
                        location -> !location.contains("/load-tests/")) // there when all modules' tests share a JVM
                .importPackages("dev.tidegate");
        assertThat(ours).as("classes that ship").hasSizeGreaterThan(30);
    }

    @Test
    void conceptsKnowTheJdkAndOtherConceptsOnly() {
        classes()
                .that(Packages.concept())
                .should()
                .onlyDependOnClassesThat(Packages.concept()
                        .or(resideInAnyPackage("java..", "org.jspecify..", "com.google.re2j.."))
                        .or(reactorPublishers())
                        .or(primitives()))
                .because("domain logic must be testable without a framework and replayable without a machine")
                .check(ours);
    }

    @Test
    void onlyInterfacesOfConceptsMentionPublishers() {
        noClasses()
                .that(Packages.concept())
                .and(not(INTERFACES))
                .and(not(DescribedPredicate.describe(
                        "are nested in an interface",
                        type -> type.getEnclosingClass()
                                .map(JavaClass::isInterface)
                                .orElse(false))))
                .should()
                .dependOnClassesThat(reactorPublishers())
                .because("ports promise things for later; decisions are made at once")
                .check(ours);
    }

    @Test
    void conceptsReadNoClockAndStartNoThread() {
        noClasses()
                .that(Packages.concept())
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .because("time is an argument, and a replay must decide as the live run did")
                .check(ours);
    }

    @Test
    void technologiesStayInTheirAdapters() {
        stays("kafka", "org.apache.kafka..", "reactor.kafka..", Packages.adapterOf("kafka"));
        stays("R2DBC", "io.r2dbc..", "org.flywaydb..", Packages.adapterOf("r2dbc"));
        stays("Git", "org.eclipse.jgit..", "org.apache.sshd..", Packages.adapterOf("git"));
        stays("Elasticsearch", "co.elastic.clients..", "org.apache.hc..", Packages.adapterOf("elasticsearch"));
    }

    @Test
    void adaptersOfTheCorrelatorShowADoorPerPort() {
        ours
                .that(Packages.adapter().and(resideInAPackage("dev.tidegate.correlator..")))
                .that(DescribedPredicate.describe("public types", ArchitectureTest::isPublicTopLevel))
                .stream()
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()))
                .forEach((name, count) ->
                        assertThat(count).as("public types of adapter %s", name).isLessThanOrEqualTo(8));
    }

    @Test
    void onlyShellsSubscribe() {
        noClasses()
                // the Kafka client's own lane begins and ends with the client
                .that(not(Packages.shell().or(Packages.adapterOf("kafka")))
                        .and(not(resideInAnyPackage("dev.tidegate.storm..", "dev.tidegate.bench.."))))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "subscribes to a publisher",
                        call -> call.getTarget().getName().equals("subscribe") && ownedByPublisher(call.getTarget())))
                .because("one subscribe per flow, at its lifecycle")
                .check(ours);
    }

    @Test
    void nothingBlocksOnAPublisher() {
        Set<String> blocking = Set.of("block", "blockOptional", "blockFirst", "blockLast", "toIterable", "toStream");
        noClasses()
                .that(not(resideInAnyPackage("dev.tidegate.storm..", "dev.tidegate.bench..")))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "blocks on a publisher",
                        call -> blocking.contains(call.getTarget().getName()) && ownedByPublisher(call.getTarget())))
                .because("a blocked event loop stops every sender at once")
                .check(ours);
    }

    @Test
    void packagesAreNamedAfterNounsOfTheField() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..service..", "..manager..", "..util..", "..helper..", "..impl..", "..dto..", "..common..")
                .check(ours);
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() {
        List<String> unmarked = ours.stream()
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackage)
                .distinct()
                .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                .map(found -> found.getName())
                .sorted()
                .toList();
        assertThat(unmarked).as("packages without a @NullMarked package-info").isEmpty();
    }

    @Test
    void arrowsPointDown() {
        List<String> down = List.of("model", "correlator", "health", "rollout", "gateway");
        for (int low = 0; low < down.size() - 1; low++) {
            String[] higher = down.subList(low + 1, down.size()).stream()
                    .map(name -> "dev.tidegate." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that(resideInAPackage("dev.tidegate." + down.get(low) + ".."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(higher))
                    .check(ours);
        }
        noClasses()
                .that(resideInAPackage("dev.tidegate.embedded.."))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.tidegate..").and(not(resideInAPackage("dev.tidegate.embedded.."))))
                .check(ours);
    }

    /** Embedded runs the servers themselves and the gateway's wiring names addresses; all others use the adapter. */
    private static void stays(String name, String first, String second, DescribedPredicate<JavaClass> adapter) {
        noClasses()
                .that(not(adapter)
                        .and(not(resideInAnyPackage("dev.tidegate.embedded..", "dev.tidegate.gateway.config.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(first, second))
                .because(name + " types belong to its adapter packages")
                .check(ours);
    }

    private static boolean isPublicTopLevel(JavaClass type) {
        return type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private static boolean ownedByPublisher(HasOwner<JavaClass> target) {
        return target.getOwner().isAssignableTo(org.reactivestreams.Publisher.class);
    }

    private static DescribedPredicate<JavaClass> reactorPublishers() {
        return DescribedPredicate.describe(
                "Mono or Flux", type -> type.isEquivalentTo(Mono.class) || type.isEquivalentTo(Flux.class));
    }

    private static DescribedPredicate<JavaClass> primitives() {
        return DescribedPredicate.describe("primitives and arrays", type -> type.isPrimitive() || type.isArray());
    }
}
