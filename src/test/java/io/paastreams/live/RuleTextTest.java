package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.rules.RuleFile;
import org.junit.jupiter.api.Test;

class RuleTextTest {

  private static final String RULES =
      """
      cameras:
        gate-1:
          zones:
            yard: {polygon: [[0.1, 0.5], [0.9, 0.5], [0.9, 1]], labels: [person], enterAfter: 1s}
      rules:
        intruder: {when: presence, zone: yard, for: 2s}
      """;

  @Test
  void aNewZone_isAdded_andEverythingElseStays() {
    String changed = draw(RULES, "zone", "street", "[[0, 0], [0.5, 0], [0.5, 0.25]]");

    var rules = RuleFile.parse(changed).orThrow().forCamera("gate-1");
    assertThat(rules.zones()).extracting(zone -> zone.name()).containsExactly("street", "yard");
    assertThat(rules.zones().get(1))
        .isEqualTo(RuleFile.parse(RULES).orThrow().forCamera("gate-1").zones().get(0));
    assertThat(rules.rules()).hasSize(1);
  }

  @Test
  void aZoneThatIsThere_keepsItsSettings() {
    String changed = draw(RULES, "zone", "yard", "[[0, 0], [1, 0], [1, 1], [0, 1]]");

    var zone = RuleFile.parse(changed).orThrow().forCamera("gate-1").zones().get(0);
    assertThat(zone.polygon().corners()).hasSize(4);
    assertThat(zone.labels()).containsExactly("person");
  }

  @Test
  void aLine_inRulesThatAreEmpty() {
    String changed = draw("", "line", "door", "[[0.2, 0.8], [0.8, 0.8]]");

    assertThat(RuleFile.parse(changed).orThrow().forCamera("gate-1").lines()).hasSize(1);
  }

  @Test
  void aCameraThatHadThePlacesOfAPattern_keepsThem_andOthersAreLeftAlone() {
    String changed =
        draw(
            RULES.replace("gate-1:", "gate-*:"),
            "zone",
            "street",
            "[[0, 0], [0.5, 0], [0.5, 0.25]]");

    var rules = RuleFile.parse(changed).orThrow();
    assertThat(rules.forCamera("gate-1").zones())
        .extracting(zone -> zone.name())
        .containsExactly("street", "yard");
    assertThat(rules.forCamera("gate-2").zones())
        .extracting(zone -> zone.name())
        .containsExactly("yard");
  }

  @Test
  void noPoints_removeIt() {
    String changed = draw(RULES, "zone", "yard", "[]");

    assertThat(changed).doesNotContain("polygon");
  }

  @Test
  void whatMakesNoPlace_isRefused() {
    assertThatThrownBy(() -> draw("", "zone", "yard", "[[0, 0], [1, 1]]"))
        .hasMessage("this needs at least 3 points");
    assertThatThrownBy(() -> draw("", "line", "door", "[[0, 0], [1.5, 1]]"))
        .hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> draw("- a", "zone", "yard", "[[0, 0], [1, 0], [1, 1]]"))
        .hasMessageContaining("mapping");
    assertThatThrownBy(
            () -> draw("cameras: {gate-1: {coordinates: 640x480}}", "zone", "yard", "[]"))
        .hasMessageContaining("in pixels");
    assertThatThrownBy(() -> draw("a: [", "zone", "yard", "[]")).hasMessageContaining("not YAML");
  }

  private static String draw(String yaml, String kind, String name, String points) {
    return RuleText.withPlace(yaml, "gate-1", kind, name, Json.parse(points));
  }
}
