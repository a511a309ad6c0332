package io.paastreams.cli;

import static io.paastreams.cli.DeploymentFiles.DOCKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Alerts, dashboard and scaling name metrics that are served, and alerts name a section of the
 * runbook.
 */
class AlertRulesTest {

  private static final Path PAGES = Path.of("src/site/markdown");
  private static final Pattern OURS = Pattern.compile("paa_[a-z_]+");
  private static final Pattern SERVED = Pattern.compile("(?m)^\\| `(paa_[a-z_]+)` \\|");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");

  private final Set<String> served = all(SERVED, DeploymentFiles.read(PAGES.resolve("metrics.md")));

  @Test
  void everyAlertHasItsPartInTheRunbook_andEveryPartItsAlert() {
    Set<String> parts =
        all(HEADING, DeploymentFiles.read(PAGES.resolve("runbook.md"))).stream()
            .map(title -> "runbook.html#" + title.replace(' ', '_'))
            .collect(Collectors.toSet());
    JsonNode rules =
        DeploymentFiles.documents(DOCKER.resolve("prometheus/rules/paa-streams.yml"))
            .get(0)
            .findValue("rules");
    assertThat(rules)
        .extracting(rule -> rule.at("/annotations/runbook").asText())
        .containsAll(parts)
        .isSubsetOf(parts);
    assertThat(rules)
        .allSatisfy(rule -> assertThat(rule.at("/labels/severity").asText()).isNotEmpty());
  }

  /** {@code promtool test rules} runs them; here it is enough that none is missing. */
  @Test
  void everyAlertHasACaseInWhichItFires_andOneInWhichItDoesNot() {
    Set<String> fires = new TreeSet<>();
    Set<String> keepsQuiet = new TreeSet<>();
    JsonNode tests =
        DeploymentFiles.documents(DOCKER.resolve("prometheus/tests/paa-streams.yml"))
            .get(0)
            .get("tests");
    for (JsonNode test : tests) {
      for (JsonNode each : test.get("alert_rule_test")) {
        (each.get("exp_alerts").isEmpty() ? keepsQuiet : fires).add(each.get("alertname").asText());
      }
    }
    Set<String> alerts = new TreeSet<>();
    DeploymentFiles.documents(DOCKER.resolve("prometheus/rules/paa-streams.yml"))
        .get(0)
        .findValue("rules")
        .forEach(rule -> alerts.add(rule.get("alert").asText()));

    assertThat(fires).as("a case with the alert").isEqualTo(alerts);
    assertThat(keepsQuiet).as("a case without the alert").isEqualTo(alerts);
  }

  @Test
  void everyQueriedMetric_isServed() throws IOException {
    try (Stream<Path> files = Files.walk(DOCKER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(all(OURS, DeploymentFiles.read(file)))
            .as(file.toString())
            .map(name -> name.replaceAll("_(bucket|sum|count)$", ""))
            .isSubsetOf(served);
      }
    }
    assertThat(all(OURS, DeploymentFiles.read(PAGES.resolve("runbook.md")))).isSubsetOf(served);
  }

  private static Set<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(result.groupCount()))
        .collect(Collectors.toSet());
  }
}
