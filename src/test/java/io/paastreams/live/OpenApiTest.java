package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The document of the page's API says what the code does. */
class OpenApiTest {

  private static final Map<Class<?>, String> ANSWERS = new LinkedHashMap<>();

  static {
    ANSWERS.put(Problem.class, "Problem");
    ANSWERS.put(Routes.Session.class, "Session");
    ANSWERS.put(DependencyHealth.Report.class, "Health");
    ANSWERS.put(CameraReport.class, "Camera");
    ANSWERS.put(LiveReports.MachineReport.class, "Machine");
    ANSWERS.put(ClusterWatch.Report.class, "Cluster");
    ANSWERS.put(MetricsScrape.Report.class, "InstanceMetrics");
    ANSWERS.put(EventReport.class, "Event");
    ANSWERS.put(AlertReport.class, "Alert");
    ANSWERS.put(CountReport.class, "Count");
    ANSWERS.put(Letter.class, "Letter");
    ANSWERS.put(Routes.Replayed.class, "Replayed");
    ANSWERS.put(RuleRoutes.Page.class, "Rules");
    ANSWERS.put(RuleRoutes.Text.class, "RulesText");
    ANSWERS.put(RuleRoutes.Drawn.class, "Drawn");
    ANSWERS.put(RuleRoutes.Tried.class, "Tried");
    ANSWERS.put(RuleRoutes.Applied.class, "Applied");
    ANSWERS.put(Audit.Entry.class, "AuditEntry");
  }

  @Test
  void schemas_areThoseOfTheRecords() throws IOException {
    JsonNode document = document();
    Map<String, JsonNode> described = new HashMap<>();
    document
        .path("components")
        .path("schemas")
        .properties()
        .forEach(each -> described.put(each.getKey(), ApiSchemas.bare(each.getValue())));

    assertThat(described).containsExactlyInAnyOrderEntriesOf(ApiSchemas.of(ANSWERS));
  }

  /** And every refusal is a problem document. */
  @Test
  void everyAnswer_hasASchema() throws IOException {
    document()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            answersHaveSchemas(
                                operation.getKey() + " " + path.getKey(), operation.getValue())));
  }

  private static void answersHaveSchemas(String name, JsonNode operation) {
    assertThat(operation.path("summary").asText()).as(name).isNotBlank();
    operation
        .path("responses")
        .properties()
        .forEach(
            answer -> {
              JsonNode content = answer.getValue().path("content");
              if (answer.getKey().equals("200")) {
                assertThat(content).as(name).isNotEmpty();
                JsonNode json = content.path("application/json");
                assertThat(content.has("application/json") && json.path("schema").isEmpty())
                    .as("%s: an answer without a schema", name)
                    .isFalse();
              } else {
                assertThat(answer.getValue().path("$ref").asText())
                    .as("%s: %s", name, answer.getKey())
                    .startsWith("#/components/responses/");
              }
            });
  }

  private static JsonNode document() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LiveServer.class.getResourceAsStream("openapi.json"))) {
      return Json.MAPPER.readTree(in);
    }
  }
}
