package io.leasehold.testkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.BRIDGE;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Rules on the structure of the code. A module runs them on itself and on the modules below it with an empty subclass
 * in its tests. The testkit itself, examples and benchmarks are left out.
 */
public abstract class ArchitectureRules {

    /** The one package that may read the clock of the machine and wait by it. */
    public static final String CLOCK_PACKAGE = "io.leasehold.spi.time";

    /**
     * Public types with a static factory, builders of theirs, and public constructors of what is put together inside. They are the only ones that may point into an internal
     * package which in turn points back to them.
     */
    public static final Set<String> ENTRY_POINTS = Set.of(
            "io.leasehold.SecretBroker",
            "io.leasehold.database.RotatingDataSource",
            "io.leasehold.database.RotatingMongoClientBuilder",
            "io.leasehold.pki.PkiEngines");

    /** Packages that no type of core may use. */
    private static final String[] NOT_IN_CORE = {
        "java.sql..",
        "javax.sql..",
        "com.zaxxer..",
        "org.postgresql..",
        "org.mariadb..",
        "com.mysql..",
        "org.sqlite..",
        "com.mongodb..",
        "org.springframework..",
        "io.micrometer..",
        "software.amazon..",
        "io.leasehold.store.jdbc..",
        "io.leasehold.rotation..",
        "io.leasehold.database..",
        "io.leasehold.aws..",
        "io.leasehold.pki..",
        "io.leasehold.sink..",
        "io.leasehold.micrometer..",
        "io.leasehold.spring..",
        "org.bouncycastle..",
    };

    private static final String[] ABOVE_CORE = {
        "io.leasehold.store.jdbc..",
        "io.leasehold.rotation..",
        "io.leasehold.database..",
        "io.leasehold.aws..",
        "io.leasehold.pki..",
        "io.leasehold.sink..",
        "io.leasehold.micrometer..",
        "io.leasehold.spring.."
    };

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.leasehold")
            .that(describe("of the library", type -> !isIn(type, "testkit", "examples", "benchmarks")));

    /** For subclasses. */
    protected ArchitectureRules() {}

    private static boolean isIn(JavaClass type, String... packages) {
        for (String name : packages) {
            if ((type.getPackageName() + ".").startsWith("io.leasehold." + name + ".")) {
                return true;
            }
        }
        return false;
    }

    /** Packages do not depend on each other in circles. */
    @Test
    protected void packagesAreFreeOfCycles() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new EachPackage())
                .should()
                .beFreeOfCycles()
                .ignoreDependency(entryPoint(), resideInAPackage("..internal.."))
                .allowEmptyShould(true)
                .check(classes);
    }

    /** A public type outside of the internal packages shows no internal type. */
    @Test
    protected void publicSignaturesShowNothingInternal() {
        classes()
                .that()
                .resideOutsideOfPackage("..internal..")
                .and(describe("are public", ArchitectureRules::isVisible))
                .should(new ShowNothingInternal())
                .allowEmptyShould(true)
                .check(classes);
    }

    /** Core knows no driver, no pool, no framework, and none of the modules that build on it. */
    @Test
    protected void coreIsFreeOfDriversAndFrameworks() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ABOVE_CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(NOT_IN_CORE)
                .allowEmptyShould(true)
                .check(classes);
    }

    /** Nothing waits by sleeping, except in the package that the testkit replaces. */
    @Test
    protected void nothingSleeps() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLOCK_PACKAGE)
                .should()
                .callMethodWhere(describe(
                        "Thread.sleep is called",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && call.getName().equals("sleep")))
                .allowEmptyShould(true)
                .check(classes);
    }

    /** The machine's clock is read in one package only. */
    @Test
    protected void clockIsReadInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLOCK_PACKAGE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .allowEmptyShould(true)
                .check(classes);
    }

    /** A library prints nothing. */
    @Test
    protected void nothingIsPrinted() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .allowEmptyShould(true)
                .check(classes);
    }

    private static DescribedPredicate<JavaClass> entryPoint() {
        return describe("entry points", type -> ENTRY_POINTS.contains(topLevel(type)));
    }

    private static String topLevel(JavaClass type) {
        int nested = type.getName().indexOf('$');
        return nested < 0 ? type.getName() : type.getName().substring(0, nested);
    }

    private static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(ArchitectureRules::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(PUBLIC) || modifiers.contains(PROTECTED);
    }

    private static boolean isInternal(JavaClass type) {
        return (type.getBaseComponentType().getPackageName() + ".").contains(".internal.");
    }

    private static final class EachPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("io.leasehold")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }

    private static final class ShowNothingInternal extends ArchCondition<JavaClass> {

        private ShowNothingInternal() {
            super("show no internal type");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            type.getSuperclass().ifPresent(parent -> report(type, type.getName(), parent, events));
            type.getInterfaces().forEach(parent -> report(type, type.getName(), parent, events));
            type.getTypeParameters().forEach(parameter -> report(type, type.getName(), parameter, events));
            type.getFields().stream()
                    .filter(ShowNothingInternal::isShown)
                    .forEach(field -> report(field, field.getFullName(), field.getType(), events));
            type.getCodeUnits().stream()
                    .filter(ShowNothingInternal::isShown)
                    .forEach(unit -> signature(unit).forEach(part -> report(unit, unit.getFullName(), part, events)));
        }

        private static boolean isShown(JavaMember member) {
            return isVisible(member.getModifiers())
                    && !member.getModifiers().contains(SYNTHETIC)
                    && !member.getModifiers().contains(BRIDGE);
        }

        private static Set<JavaType> signature(JavaCodeUnit unit) {
            Set<JavaType> types = new LinkedHashSet<>(unit.getParameterTypes());
            types.add(unit.getReturnType());
            types.addAll(unit.getTypeParameters());
            unit.getThrowsClause().getTypes().forEach(types::add);
            return types;
        }

        private static void report(Object where, String name, JavaType shown, ConditionEvents events) {
            shown.getAllInvolvedRawTypes().stream()
                    .filter(ArchitectureRules::isInternal)
                    .forEach(type -> events.add(
                            SimpleConditionEvent.violated(where, name + " shows the internal type " + type.getName())));
        }
    }
}
