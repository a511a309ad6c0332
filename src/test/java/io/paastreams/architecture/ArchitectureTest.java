package io.paastreams.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.paastreams.image.RgbImage;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(PackageTable.ROOT);

  /** Operators whose gradient depends on both operands. */
  private static final Set<String> READ_BY_GRADIENT =
      Set.of("mul", "div", "mod", "pow", "maximum", "minimum");

  private static final Set<String> SERVING = Set.of("pipeline", "live", "ingest", "inference");
  private static final Set<String> WORKSHOP =
      Set.of("training", "dataset", "evaluation", "checkpoint");

  @Test
  void everyPackage_hasARowInTheTable() {
    Set<String> inCode =
        CLASSES.stream().map(ArchitectureTest::packageOf).collect(Collectors.toSet());
    assertThat(PackageTable.unknown(inCode))
        .as("packages without a row in PackageTable: add one that says what they may import")
        .isEmpty();
  }

  @Test
  void packages_importOnlyWhatTheTableAllows() {
    respectTheTable(PackageTable::mayImport).check(CLASSES);
  }

  @Test
  void theTableRule_catchesAWrongImport() {
    assertThat(PackageTable.mayImport("geometry", "image")).isFalse();
    assertThat(PackageTable.mayImport("pipeline", "ingest")).isFalse();
    assertThat(PackageTable.mayImport("training.assign", "training.loss")).isFalse();
    assertThat(PackageTable.mayImport("inference", "model.head")).isTrue();
    JavaClasses strayed = new ClassFileImporter().importClasses(Strayed.class);
    assertThatThrownBy(() -> respectTheTable((from, to) -> from.equals(to)).check(strayed))
        .hasMessageContaining("RgbImage");
  }

  @Test
  void libraries_stayWhereTheyBelong() {
    for (PackageTable.Containment rule : PackageTable.containments()) {
      String[] owners =
          rule.owners().stream()
              .map(owner -> PackageTable.ROOT + "." + owner + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideOutsideOfPackages(owners)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(rule.pattern())
          .because(rule.library() + " belongs to " + rule.owners() + ": " + rule.repair())
          .check(CLASSES);
    }
  }

  @Test
  void serving_neverReachesTheWorkshop() {
    for (String serving : SERVING) {
      for (String workshop : WORKSHOP) {
        noClasses()
            .that()
            .resideInAPackage(PackageTable.ROOT + "." + serving + "..")
            .should()
            .transitivelyDependOnClassesThat()
            .resideInAPackage(PackageTable.ROOT + "." + workshop + "..")
            .because(
                "a server must not carry training code: hand it a model folder or an interface")
            .allowEmptyShould(true)
            .check(CLASSES);
      }
    }
  }

  @Test
  void theCommandLine_isImportedByNothing() {
    noClasses()
        .that()
        .resideOutsideOfPackage(PackageTable.ROOT + ".cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(PackageTable.ROOT + ".cli..")
        .because("cli wires the others: pass what is needed as an argument")
        .check(CLASSES);
  }

  @Test
  void differentiatedCode_givesDjlNoNumbersThatTheBackwardPassReads() {
    gradientsSafe().check(CLASSES);

    JavaClasses careless = new ClassFileImporter().importClasses(Careless.class);
    assertThatThrownBy(() -> gradientsSafe().check(careless)).hasMessageContaining("NDArray.mul");
  }

  @Test
  void internalsOfKafkaStreams_areKnownOnlyToTheCommitHook() {
    ArchRule rule =
        noClasses()
            .that()
            .doNotHaveSimpleName("CommitHook")
            .and(not(memberOf("CommitHook")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..internals..")
            .because(
                "internals change without notice, and only CommitHook has contract tests against a"
                    + " broker that would show it: use a public type, or extend CommitHook");
    rule.check(CLASSES);

    JavaClasses nosy = new ClassFileImporter().importClasses(Nosy.class);
    assertThatThrownBy(() -> rule.check(nosy)).hasMessageContaining("ProcessorRecordContext");
  }

  private static DescribedPredicate<JavaClass> memberOf(String simpleName) {
    return DescribedPredicate.describe(
        "a member of " + simpleName,
        type ->
            type.getEnclosingClass()
                .map(enclosing -> enclosing.getSimpleName().equals(simpleName))
                .orElse(false));
  }

  private static ArchRule gradientsSafe() {
    return noClasses()
        .that()
        // Optimizers run when the backward pass is over.
        .resideOutsideOfPackage(PackageTable.ROOT + ".training.schedule")
        .should()
        .callMethodWhere(
            new DescribedPredicate<JavaMethodCall>("the graph keeps a number for the gradient") {
              @Override
              public boolean test(JavaMethodCall call) {
                return call.getTargetOwner().getPackageName().equals(NDArray.class.getPackageName())
                    && READ_BY_GRADIENT.contains(call.getName())
                    && call.getTarget().getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(Number.class));
              }
            })
        .because("DJL frees its memory before the backward pass: see training.loss.Constants");
  }

  private static ArchRule respectTheTable(BiPredicate<String, String> mayImport) {
    return classes()
        .should(
            new ArchCondition<JavaClass>("import only what the package table allows") {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                String from = packageOf(item);
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                  JavaClass target = dependency.getTargetClass().getBaseComponentType();
                  if (target.getPackageName().startsWith(PackageTable.ROOT)
                      && !mayImport.test(from, packageOf(target))) {
                    events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
                  }
                }
              }
            })
        .because(
            "data moves from left to right and stages do not know each other: move the type to the"
                + " stage whose output it is, or let the later stage pass in an interface");
  }

  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(PackageTable.ROOT) ? "" : name.substring(PackageTable.ROOT.length() + 1);
  }

  /** Stands for a class that multiplies in a way that loses the factor. */
  @SuppressWarnings("unused")
  private static final class Careless {
    static NDArray twice(NDArray x) {
      return x.mul(2);
    }
  }

  /** Stands for a class that relies on internals of Kafka Streams. */
  @SuppressWarnings("unused")
  private static final class Nosy {
    static long offset(ProcessorRecordContext context) {
      return context.offset();
    }
  }

  /** Stands for a class that imports what it should not. */
  @SuppressWarnings("unused")
  private static final class Strayed {
    private final RgbImage image;

    Strayed(RgbImage image) {
      this.image = image;
    }
  }
}
