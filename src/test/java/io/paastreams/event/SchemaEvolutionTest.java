package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaEvolutionTest {

  @ParameterizedTest
  @MethodSource("released")
  void theCurrentSchema_readsWhatEveryReleaseWrote(Path released) {
    Path current = Path.of("schemas", "current").resolve(released.getFileName());
    assertThat(current).as("a released schema has a current one of the same name").exists();

    assertThat(
            SchemaRules.incompatibilities(SchemaRules.parse(current), SchemaRules.parse(released)))
        .as("%s cannot read records of %s: give new fields a default", current, released)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("current")
  void everyField_isDocumented_andEveryEnumHasADefault(Path current) {
    assertThat(SchemaRules.faults(SchemaRules.parse(current))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("current")
  void everySchema_wasReleased(Path current) {
    assertThat(SchemaRules.released())
        .as("copy %s to schemas/released when it ships", current)
        .anyMatch(released -> released.getFileName().equals(current.getFileName()));
  }

  @Test
  void theGeneratedClasses_areOfTheCurrentSchemas() {
    Set<String> names =
        SchemaRules.generated().stream().map(Schema::getFullName).collect(Collectors.toSet());
    assertThat(SchemaRules.current())
        .map(SchemaRules::parse)
        .map(Schema::getFullName)
        .containsExactlyInAnyOrderElementsOf(names);
  }

  /** The rule must refuse the changes whose third column says so, and no others. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a new field without default   | refused  | "fields":[    | "fields":[{"name":"n","type":"int","doc":"d"},
          a new field with default      | accepted | "fields":[    | "fields":[{"name":"n","type":"int","doc":"d","default":0},
          a number that became a text   | refused  | {"name":"sequence","type":"long"   | {"name":"sequence","type":"string"
          a number that became narrower | refused  | {"name":"sequence","type":"long"   | {"name":"sequence","type":"int"
          a renamed field               | refused  | "name":"cameraId"                  | "name":"camera"
          a renamed record              | refused  | "name":"SkippedFrame"              | "name":"Skipped"
          a dropped field               | accepted | {"name":"sourcePartition","type":"int","doc":"Partition of the frame event."}, |
          a dropped enum symbol         | accepted | ,"RATE_LIMITED"                    |
          a new enum symbol             | accepted | ,"RATE_LIMITED"                    | ,"RATE_LIMITED","BLACKED_OUT"
          """)
  void theCompatibilityRuleTellsGoodChangesFromBad(
      String change, String verdict, String found, String replacement) {
    Schema released = SchemaRules.parse(Path.of("schemas/released/v1/SkippedFrame.avsc"));
    String text = released.toString();
    assertThat(text).as(change).contains(found);
    Schema changed =
        new Schema.Parser().parse(text.replace(found, replacement == null ? "" : replacement));

    List<String> incompatibilities = SchemaRules.incompatibilities(changed, released);

    assertThat(incompatibilities.isEmpty()).as(change).isEqualTo(verdict.equals("accepted"));
  }

  @Test
  void theStyleRule_seesWhatIsMissing() {
    Schema careless =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "R", "fields": [
                  {"name": "a", "type": "int"},
                  {"name": "b", "type": ["null", "int"], "doc": "d"},
                  {"name": "c", "type": {"type": "array", "items":
                    {"type": "enum", "name": "E", "symbols": ["X"]}}, "doc": "d"}]}""");

    assertThat(SchemaRules.faults(careless))
        .containsExactly(
            "R has no doc",
            "R.a has no doc",
            "R.b may be null but has no default",
            "R.c has no doc",
            "R.c is an enum without a default");
  }

  static List<Path> released() {
    return SchemaRules.released();
  }

  static List<Path> current() {
    return SchemaRules.current();
  }
}
