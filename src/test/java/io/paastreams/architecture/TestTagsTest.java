package io.paastreams.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code mvn test} leaves to {@code mvn verify} carries a tag that the build knows. */
class TestTagsTest {

  private static final Set<String> TAGS = Set.of("engine", "process", "slow");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages(PackageTable.ROOT);

  @Test
  void aTestThatUsesTheEngine_hasItsTag() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Test")
        .and()
        .areNotAnnotatedWith(tag("engine"))
        .and()
        .doNotHaveSimpleName("ArchitectureTest")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl.ndarray..", "ai.djl.engine..", "ai.djl.training..")
        .because("mvn test must not load PyTorch: add @Tag(\"engine\")")
        .check(TESTS);
  }

  @Test
  void tags_areThoseThatTheBuildKnows() throws IOException {
    Set<String> used =
        TESTS.stream()
            .flatMap(test -> test.getAnnotations().stream())
            .filter(each -> each.getRawType().isEquivalentTo(Tag.class))
            .map(each -> String.valueOf(each.get("value").orElse("")))
            .collect(Collectors.toSet());

    assertThat(used).isEqualTo(TAGS);
    String build = Files.readString(Path.of("pom.xml"));
    TAGS.forEach(
        each ->
            assertThat(build)
                .containsPattern(
                    "<excluded.tags>[a-z,]*\\b" + each + "\\b[a-z,]*</excluded.tags>"));
  }

  private static DescribedPredicate<JavaAnnotation<?>> tag(String name) {
    return DescribedPredicate.describe(
        "@Tag(" + name + ")",
        each ->
            each.getRawType().isEquivalentTo(Tag.class)
                && each.get("value").filter(name::equals).isPresent());
  }
}
