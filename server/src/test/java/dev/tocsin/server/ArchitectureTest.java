package dev.tocsin.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The rules of ARCHITECTURE.md, checked. `docs/architecture.puml` is both the picture and the
/// rule.
class ArchitectureTest {
  private static final String ROOT = "dev.tocsin.server";
  private static final String GENERATED = ROOT + ".pages";

  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT)
          .that(
              DescribedPredicate.describe(
                  "are written by hand", it -> !it.getPackageName().startsWith(GENERATED)));

  @Test
  void packagesImportOnlyWhatTheDiagramAllows() throws MalformedURLException {
    var root = Path.of(System.getProperty("tocsin.root", ".."));
    var diagram = root.resolve("docs/architecture.puml").toUri().toURL();
    classes()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .should(adhereToPlantUmlDiagram(diagram, consideringOnlyDependenciesInDiagram()))
        .check(SERVER);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(SERVER);
  }

  @Test
  void onlyTheRootKnowsConcreteChannelsAndProtocols() {
    for (var stage : List.of("deliver", "ingest")) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".*..")
          .and()
          .resideOutsideOfPackage(ROOT + "." + stage + ".*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "." + stage + ".*..")
          .check(SERVER);
    }
  }

  @Test
  void onlyApisAndPagesTouchHttp() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .and()
        .resideOutsideOfPackages(ROOT + ".http..", ROOT + ".account..")
        .and()
        .haveNameNotMatching(".*(Api|Pages)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".http..")
        .check(SERVER);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Processor|Handler|Dto|Base)")
        .check(SERVER);
  }

  @Test
  void timeComesFromAnInstantSource() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".Main")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(SERVER);
  }

  @Test
  void everyPackageIsNullMarked() {
    var unmarked =
        SERVER.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(it -> !it.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();
    assertEquals(List.of(), unmarked);
  }

  @Test
  void interfacesHaveAReason() {
    classes()
        .that()
        .areInterfaces()
        .and()
        .areNotAnnotations()
        .and()
        .doNotHaveSimpleName("package-info")
        .and()
        .areNotAnnotatedWith(FunctionalInterface.class)
        .should(beSealedOrSharedOrImplementedElsewhere())
        .check(SERVER);
  }

  private static ArchCondition<JavaClass> beSealedOrSharedOrImplementedElsewhere() {
    return new ArchCondition<>("be sealed, have two implementations, or be implemented elsewhere") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        var home = type.getPackageName();
        var implementations = type.getAllSubclasses();
        var earned =
            type.reflect().isSealed()
                || implementations.size() > 1
                || implementations.stream().anyMatch(it -> !it.getPackageName().equals(home));
        if (!earned) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " has one user: itself"));
        }
      }
    };
  }
}
