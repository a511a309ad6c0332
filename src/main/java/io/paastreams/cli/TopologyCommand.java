package io.paastreams.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicNames;
import io.paastreams.event.TopicUse;
import io.paastreams.event.Topics;
import io.paastreams.pipeline.DetectionPipeline;
import java.io.PrintWriter;
import org.apache.kafka.common.acl.AclOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code topology}: prints what the pipeline consists of. */
@Command(
    name = "topology",
    description =
        "Print the Kafka Streams topology and the topics with their schemas. Makes no connections.")
final class TopologyCommand implements Runnable {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    TopicNames names = TopicNames.standard();
    PrintWriter out = spec.commandLine().getOut();
    // The address is never used, because describing needs only the serdes' types.
    RegistryConfig nowhere = RegistryConfig.at("http://registry.invalid");
    try (EventSerdes serdes = EventSerdes.of(EventSerdesConfig.builtIn(nowhere))) {
      out.println(DetectionPipeline.describe(Topics.of(names, serdes)));
    }
    for (TopicUse use : DetectionPipeline.TOPICS) {
      String topic = names.of(use.kind());
      String direction = use.operation() == AclOperation.READ ? "in" : "out";
      out.printf("%s (%s): %s%n", topic, direction, use.kind().meaning());
      use.kind()
          .schema()
          .ifPresentOrElse(schema -> describe(out, topic, schema), () -> describeDeadLetters(out));
    }
    out.flush();
  }

  private static void describe(PrintWriter out, String topic, String schema) {
    try {
      out.printf(
          "  key: camera id, UTF-8%n  value: Avro in Confluent's wire format, subject"
              + " %s-value%n%s%n%n",
          topic, JSON.writeValueAsString(JSON.readTree(schema)).indent(4).stripTrailing());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema of " + topic + " is not JSON", e);
    }
  }

  private static void describeDeadLetters(PrintWriter out) {
    out.printf(
        "  key and value: the frame event's own bytes%n"
            + "  headers: __streams.errors.exception, .message, .stacktrace, .topic, .partition,"
            + " .offset%n");
  }
}
