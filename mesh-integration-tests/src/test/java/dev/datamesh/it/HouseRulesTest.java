package dev.datamesh.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house, checked on the class files of the library jars. */
class HouseRulesTest {

  private static final List<String> LIBRARIES =
      List.of("mesh-core", "mesh-lineage", "mesh-contracts", "mesh-featurestore");

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .importPaths(
              LIBRARIES.stream()
                  .map(module -> BuiltJars.module(module).resolve("target/classes"))
                  .toList());

  private static final JavaClasses CONNECTORS =
      new ClassFileImporter()
          .importPaths(BuiltJars.connectors().stream().map(HouseRulesTest::classesOf).toList());

  private static Path classesOf(Path module) {
    return module.resolve("target/classes");
  }

  @Test
  void wingsDoNotSeeEachOther() {
    for (String wing : List.of("lineage", "contracts", "featurestore")) {
      String[] others =
          Stream.of("lineage", "contracts", "featurestore", "cli", "examples", "testkit")
              .filter(other -> !other.equals(wing))
              .map(other -> "dev.datamesh." + other + "..")
              .toArray(String[]::new);
      check(
          noClasses()
              .that()
              .resideInAPackage("dev.datamesh." + wing + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others));
    }
  }

  @Test
  void coreSeesNoWing() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.datamesh.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.datamesh.lineage..",
                "dev.datamesh.contracts..",
                "dev.datamesh.featurestore.."));
  }

  @Test
  void packagesFormNoCycle() {
    check(slices().matching("dev.datamesh.(**)").should().beFreeOfCycles());
  }

  @Test
  void noInternalTypeStandsInAPublicSignature() {
    check(methods().that(arePartOfTheApi()).should(useNoTypeOf("..internal..")));
  }

  @Test
  void noLibraryTypeOfOthersStandsInAPublicSignature() {
    for (String library :
        List.of(
            "com.fasterxml.jackson..",
            "org.snakeyaml..",
            "org.hibernate..",
            "de.siegmar..",
            "com.github.benmanes..",
            "com.networknt..")) {
      check(methods().that(arePartOfTheApi()).should(useNoTypeOf(library)));
    }
  }

  @Test
  void timeIsAnArgument() {
    check(
        noClasses()
            .should()
            .callMethodWhere(
                reads(
                    "now",
                    "java.time.Instant",
                    "java.time.LocalDate",
                    "java.time.LocalDateTime",
                    "java.time.OffsetDateTime",
                    "java.time.ZonedDateTime",
                    "java.time.LocalTime",
                    "java.time.Year",
                    "java.time.YearMonth"))
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callConstructor(java.util.Date.class));
  }

  @Test
  void librariesDoNotTouchStandardStreamsOrEndTheProcess() {
    check(
        noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Throwable.class, "printStackTrace"));
  }

  @Test
  void librariesThrowTheirOwnTypedErrors() {
    for (Class<? extends Throwable> generic :
        List.of(RuntimeException.class, Exception.class, Error.class, Throwable.class)) {
      check(
          noClasses()
              .that()
              .areNotAssignableTo(Throwable.class)
              .should()
              .callConstructor(generic, String.class)
              .orShould()
              .callConstructor(generic, String.class, Throwable.class)
              .orShould()
              .callConstructor(generic));
    }
  }

  @Test
  void noStaticStateThatCanChange() {
    check(
        noFields()
            .that()
            .areStatic()
            .and()
            .areNotFinal()
            .and(notGenerated())
            .should()
            .beDeclaredInClassesThat()
            .resideInAPackage("dev.datamesh.."));
  }

  @Test
  void jgraphtStaysInTheLineageWing() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.datamesh.lineage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jgrapht.."));
  }

  @Test
  void connectorsSeeNoHostCode() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.datamesh..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.datamesh.cli..", "dev.datamesh.examples.."),
        CONNECTORS);
  }

  @Test
  void everyPackageHasItsSign() {
    check(
        classes()
            .that()
            .areNotNestedClasses()
            .should(
                new ArchCondition<>("live in a package with a package-info") {
                  @Override
                  public void check(JavaClass item, ConditionEvents events) {
                    if (!item.getPackage().tryGetPackageInfo().isPresent()
                        && !item.getPackageName().isEmpty()) {
                      events.add(
                          SimpleConditionEvent.violated(
                              item, item.getPackageName() + " has no sign"));
                    }
                  }
                }));
  }

  private static void check(ArchRule rule) {
    check(rule, LIBRARY);
  }

  private static void check(ArchRule rule, JavaClasses classes) {
    rule.allowEmptyShould(true).check(classes);
  }

  private static DescribedPredicate<JavaMethod> arePartOfTheApi() {
    return DescribedPredicate.describe(
        "are part of the API",
        method -> isVisible(method.getModifiers()) && isVisible(method.getOwner().getModifiers()));
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaField> notGenerated() {
    return DescribedPredicate.describe(
        "are not generated", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
  }

  private static ArchCondition<JavaMethod> useNoTypeOf(String packages) {
    var inside = JavaClass.Predicates.resideInAPackage(packages);
    return new ArchCondition<>("use no type of " + packages) {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean found =
            Stream.concat(
                    method.getAllInvolvedRawTypes().stream(),
                    method.getThrowsClause().getTypes().stream().map(type -> type.toErasure()))
                .anyMatch(inside);
        if (found) {
          events.add(
              SimpleConditionEvent.violated(method, method.getFullName() + " shows " + packages));
        }
      }
    };
  }

  private static DescribedPredicate<JavaCall<?>> reads(String name, String... owners) {
    Set<String> names = Set.of(owners);
    return DescribedPredicate.describe(
        "read the clock",
        call ->
            call.getTarget().getName().equals(name)
                && names.contains(call.getTargetOwner().getName())
                && call.getTarget().getRawParameterTypes().stream()
                    .noneMatch(type -> type.getName().equals("java.time.Clock")));
  }
}
