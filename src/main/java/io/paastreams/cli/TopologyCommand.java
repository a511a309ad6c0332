package io.paastreams.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicNames;
import io.paastreams.event.TopicUse;
import io.paastreams.event.Topics;
import io.paastreams.pipeline.DetectionPipeline;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code topology}: prints the topologies and topics of the applications. */
@Command(
    name = "topology",
    description =
        "Print the Kafka Streams topologies of the pipeline and of analytics, and the topics with"
            + " their"
            + " schemas. Connects to nothing.")
final class TopologyCommand implements Runnable {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Mixin private JsonOutput json;

  @Override
  public void run() {
    TopicNames names = TopicNames.standard();
    PrintWriter out = json.text(spec);
    List<Map<String, Object>> page = new ArrayList<>();
    // The address is never used, because describing needs only the serdes' types.
    RegistryConfig nowhere = RegistryConfig.at("http://registry.invalid");
    try (EventSerdes serdes = EventSerdes.of(EventSerdesConfig.builtIn(nowhere))) {
      Topics topics = Topics.of(names, serdes);
      out.printf("Pipeline (command run)%n%s%n", DetectionPipeline.describe(topics));
      out.printf(
          "Analytics (command analytics, or run --analytics)%n%s%n",
          AnalyticsApplication.describe(topics));
    }
    for (TopicKind<?> kind : TopicKind.all()) {
      List<String> ways = new ArrayList<>();
      ways(kind, DetectionPipeline.TOPICS, "the pipeline", ways);
      ways(kind, AnalyticsApplication.TOPICS, "analytics", ways);
      String topic = names.of(kind);
      out.printf("%s (%s): %s%n", topic, String.join(", ", ways), kind.meaning());
      kind.schema()
          .ifPresentOrElse(schema -> describe(out, topic, schema), () -> describeDeadLetters(out));
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("topic", topic);
      entry.put("uses", ways);
      entry.put("meaning", kind.meaning());
      entry.put("schema", kind.schema().map(TopologyCommand::parsed).orElse(null));
      page.add(entry);
    }
    out.flush();
    json.write(spec, Map.of("topics", page));
  }

  private static void ways(
      TopicKind<?> kind, List<TopicUse> uses, String application, List<String> ways) {
    uses.stream()
        .filter(use -> use.kind() == kind)
        .map(use -> (use.operation() == AclOperation.READ ? "in of " : "out of ") + application)
        .forEach(ways::add);
  }

  private static void describe(PrintWriter out, String topic, String schema) {
    out.printf(
        "  key: camera id, UTF-8%n  value: Avro in Confluent's wire format, subject"
            + " %s-value%n%s%n%n",
        topic, parsed(schema).toPrettyString().indent(4).stripTrailing());
  }

  private static JsonNode parsed(String schema) {
    try {
      return JSON.readTree(schema);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema that is not JSON: " + schema, e);
    }
  }

  private static void describeDeadLetters(PrintWriter out) {
    out.printf(
        "  key and value: the failed record's own bytes%n"
            + "  headers: __streams.errors.exception, .message, .stacktrace, .topic, .partition,"
            + " .offset%n");
  }
}
