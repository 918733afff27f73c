package dev.lockstep.service.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.lockstep.eventsourcing.Decider;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * The rules of the design that every service keeps. A service's test says {@code @ArchTest static final ArchTests RULES =
 * ArchTests.in(ServiceArchitecture.class)}.
 */
public final class ServiceArchitecture {

    private static final List<String> SERVICES = List.of("inventory", "validation", "orchestration", "audit");

    /** Services meet on topics only. */
    @ArchTest
    public static void noServiceKnowsAnother(JavaClasses classes) {
        for (String service : SERVICES) {
            String[] others = SERVICES.stream()
                    .filter(other -> !other.equals(service))
                    .map(other -> "dev.lockstep." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("dev.lockstep." + service + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    /** Capabilities depend on each other in one direction. */
    @ArchTest
    public static final ArchRule SLICES_HAVE_NO_CYCLES =
            slices().matching("dev.lockstep.*.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    /** A decision has no clock, no random and no input or output of its own. */
    @ArchTest
    public static final ArchRule DECIDERS_ARE_PURE = noClasses()
            .that(decide())
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Random.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "java.nio.file..", "java.net..", "java.io..", "jakarta..", "io.quarkus..")
            .allowEmptyShould(true);

    /** A name says what a class is for. */
    @ArchTest
    public static final ArchRule NAMES_SAY_SOMETHING = classes()
            .should()
            .haveNameNotMatching(".*(Impl|Manager|Helper|Util|Utils)")
            .allowEmptyShould(true);

    private ServiceArchitecture() {}

    private static DescribedPredicate<JavaClass> decide() {
        return DescribedPredicate.describe(
                "belong to a decider",
                type -> type.isAssignableTo(Decider.class)
                        || type.getEnclosingClass()
                                .map(outer -> outer.isAssignableTo(Decider.class))
                                .orElse(false));
    }
}
