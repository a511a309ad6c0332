package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.devkit.ByteClients;
import io.paastreams.devkit.RegistryServer;
import io.paastreams.devkit.SharedBroker;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.streams.Guarantee;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Producers and consumers of older and later versions around a pipeline of this one, on a real
 * broker with a real registry. They are independent programs that use generic Avro and the
 * registry's HTTP API.
 */
@Timeout(180)
final class SchemaUpgradeIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path RELEASED = Path.of("schemas/released/v1");
  private static final int FRAMES = 120;

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();
  private static RegistryServer registry;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    registry = RegistryServer.start();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void producersOfThreeVersions_andAConsumerOfTheFirst_workSideBySide() throws Exception {
    Scenario scenario =
        new Scenario(
            kafka.bootstrapServers(), kafka.unique("versions"), Guarantee.EXACTLY_ONCE, "classic");
    scenario.createTopics(kafka);
    Schema released = schema("FrameEvent");
    List<Schema> producers = List.of(before(released), released, after(released));
    String subject = scenario.names().of(TopicKind.FRAMES) + "-value";
    List<Integer> ids = new ArrayList<>();
    for (Schema each : producers) {
      ids.add(register(subject, each));
    }
    assertThat(ids).doesNotHaveDuplicates();

    try (EventSerdes serdes = EventSerdes.of(EventSerdesConfig.builtIn(config()))) {
      TopicNames names = scenario.names();
      serdes.prepare(names);
      try (DetectionPipeline pipeline =
          DetectionPipeline.builder(
                  scenario.config().build(),
                  Topics.of(names, serdes),
                  PixelDetector.instant(),
                  PixelFrames.PREPROCESSOR)
              .build()) {
        pipeline.start();
        send(names.of(TopicKind.FRAMES), producers, ids);

        List<GenericRecord> read = readAsTheFirstVersion(names.of(TopicKind.DETECTIONS));

        Map<String, Long> next = new HashMap<>();
        for (GenericRecord record : read) {
          String camera = record.get("cameraId").toString();
          assertThat((long) record.get("sequence"))
              .as("sequence of %s", camera)
              .isEqualTo(next.merge(camera, 1L, Long::sum) - 1);
          assertThat(record.get("modelName")).hasToString("pixels");
          assertThat((List<?>) record.get("detections")).hasSize(1);
        }
        assertThat(next).hasSize(2).containsValue(FRAMES / 2L);
      }
    }
  }

  /**
   * What this version writes is also allowed by the next one's rules, so the registry accepts both.
   */
  @Test
  void theRegistryTakesTheVersionsInOrder_andThePipelineStartsBetweenThem() throws Exception {
    for (String name : List.of("FrameEvent", "DetectionRecord", "SkippedFrame")) {
      Schema released = schema(name);
      register("order." + name, released);
      register("order." + name, after(released));
      Schema current =
          new Schema.Parser().parse(Path.of("schemas/current", name + ".avsc").toFile());
      assertThat(register("order." + name, current)).isPositive();
    }
  }

  private static RegistryConfig config() {
    return RegistryConfig.at(registry.url());
  }

  private static Schema schema(String name) throws IOException {
    return new Schema.Parser().parse(RELEASED.resolve(name + ".avsc").toFile());
  }

  /** A version that did not know claim checks yet. */
  private static Schema before(Schema released) {
    Schema before =
        Schema.createRecord(released.getName(), released.getDoc(), released.getNamespace(), false);
    before.setFields(
        released.getFields().stream()
            .filter(field -> !field.name().equals("claimCheck"))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList());
    return before;
  }

  /** A version with an additional field, which has a default, before the others. */
  private static Schema after(Schema released) {
    String text = released.toString();
    String added =
        "\"fields\":[{\"name\":\"addedLater\",\"type\":[\"null\",\"string\"],"
            + "\"doc\":\"Of a later version.\",\"default\":null},";
    return new Schema.Parser().parse(text.replaceFirst("\"fields\":\\[", added));
  }

  /** Two cameras take turns; each sends one frame by each version in turn. */
  private static void send(String topic, List<Schema> schemas, List<Integer> ids)
      throws IOException {
    try (var producer = ByteClients.producer(kafka.bootstrapServers())) {
      for (int i = 0; i < FRAMES; i++) {
        int camera = i % 2;
        long sequence = i / 2;
        int version = (int) (sequence % schemas.size());
        byte[] value = frame(schemas.get(version), ids.get(version), camera, sequence);
        byte[] key = PixelFrames.cameraId(camera).getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(topic, camera, key, value));
      }
    }
  }

  private static byte[] frame(Schema schema, int id, int camera, long sequence) throws IOException {
    ByteBuffer pixels = ByteBuffer.allocate((int) (3 * PixelFrames.SIZE.area()));
    pixels.putInt(camera).putLong(sequence).rewind();
    long now = System.currentTimeMillis() * 1000;
    GenericRecord event = new GenericData.Record(schema);
    event.put("frameId", UUID.randomUUID().toString());
    event.put("cameraId", PixelFrames.cameraId(camera));
    event.put("sequence", sequence);
    event.put("captureTime", now);
    event.put("ingestTime", now);
    event.put("encoding", new GenericData.EnumSymbol(schema.getField("encoding").schema(), "RGB8"));
    event.put("width", 8);
    event.put("height", 8);
    event.put("payload", pixels);
    if (schema.getField("addedLater") != null) {
      event.put("addedLater", "new");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(event, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private List<GenericRecord> readAsTheFirstVersion(String topic) throws Exception {
    Schema expected = schema("DetectionRecord");
    List<GenericRecord> read = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (var consumer = ByteClients.reader(kafka.bootstrapServers(), Scenario.PARTITIONS, topic)) {
      while (read.size() < FRAMES && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          Schema written = written(ByteBuffer.wrap(record.value()).getInt(1));
          read.add(
              new GenericDatumReader<GenericRecord>(written, expected, new GenericData())
                  .read(
                      null,
                      DecoderFactory.get()
                          .binaryDecoder(record.value(), 5, record.value().length - 5, null)));
        }
      }
    }
    assertThat(read).hasSize(FRAMES);
    return read;
  }

  private Schema written(int id) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(registry.url() + "/schemas/ids/" + id)).build(),
            HttpResponse.BodyHandlers.ofString());
    return new Schema.Parser().parse(JSON.readTree(answer.body()).get("schema").asText());
  }

  private int register(String subject, Schema schema) throws Exception {
    String body = JSON.writeValueAsString(Map.of("schema", schema.toString()));
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(registry.url() + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).get("id").asInt();
  }
}
