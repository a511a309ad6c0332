package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.cluster.TopicAdmin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Our records, read from a real broker by a reader that is independent of this project: it asks the
 * registry over plain HTTP for the schema that a record names.
 */
abstract class EventsOnTheWire {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private EventSerdes serdes;
  private Topics topics;

  abstract String bootstrapServers();

  /** The status of a registry that refuses what is not BACKWARD_TRANSITIVE. */
  abstract String registryUrl();

  @BeforeEach
  void createTopics() {
    TopicNames names = TopicNames.standard();
    try (TopicAdmin admin = TopicAdmin.connect(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin.createMissing(TopicLayout.standard().withPartitions(1).topics(names));
    }
    serdes = EventSerdes.of(EventSerdesConfig.builtIn(RegistryConfig.at(registryUrl())));
    serdes.prepare(names);
    topics = Topics.of(names, serdes);
  }

  @AfterEach
  void closeSerdes() {
    serdes.close();
  }

  @Test
  void aFrame_isReadByAStranger() throws Exception {
    ConsumerRecord<byte[], byte[]> record =
        sendAndReceive(
            topics.of(TopicKind.FRAMES), EventSamples.frame().cameraId(), EventSamples.frame());

    GenericRecord frame = readAsAStranger(record.value());

    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("gate 7/ü");
    assertThat(frame.getSchema().getFullName()).isEqualTo("io.paastreams.event.avro.v1.FrameEvent");
    assertThat(frame.get("frameId")).hasToString("0190f3a2-7c1b-7def-8a4e-5b6c7d8e9f01");
    assertThat(frame.get("captureTime")).isEqualTo(1_772_366_400_123_456L);
    assertThat(frame.get("encoding")).hasToString("JPEG");
    assertThat(frame.get("width")).isNull();
    assertThat(frame.get("payload")).isEqualTo(ByteBuffer.wrap(new byte[] {-1, -40, -1, -39}));
    assertThat(frame.get("claimCheck")).isNull();
    assertThat(headers(record))
        .contains(
            "ce_id=0190f3a2-7c1b-7def-8a4e-5b6c7d8e9f01",
            "ce_type=io.paastreams.frame.v1",
            "content-type=application/avro");
  }

  @Test
  void aDetectedFrame_isReadByAStranger() throws Exception {
    DetectedFrame sent = EventSamples.detectedFrame();

    GenericRecord read =
        readAsAStranger(
            sendAndReceive(topics.of(TopicKind.DETECTIONS), sent.cameraId(), sent).value());

    assertThat(read.get("detectionId")).hasToString(sent.detectionId().toString());
    assertThat(read.get("frameWidth")).isEqualTo(640);
    assertThat(read.get("sourceOffset")).isEqualTo(42L);
    assertThat((List<?>) read.get("detections"))
        .extracting(Object::toString)
        .containsExactly(
            "{\"label\": \"person\", \"classId\": 0, \"score\": 0.875, \"x1\": 1.5, \"y1\": 2.25,"
                + " \"x2\": 30.0, \"y2\": 40.0}",
            "{\"label\": \"car\", \"classId\": 2, \"score\": 0.5, \"x1\": 100.0, \"y1\": 110.0,"
                + " \"x2\": 120.0, \"y2\": 160.5}");
  }

  @Test
  void aSkippedFrame_isReadByAStranger() throws Exception {
    SkippedFrame sent = EventSamples.skippedFrame();

    GenericRecord read =
        readAsAStranger(
            sendAndReceive(topics.of(TopicKind.SKIPPED), sent.cameraId(), sent).value());

    assertThat(read.get("reason")).isEqualTo(new GenericData.EnumSymbol(null, (Object) "TOO_OLD"));
  }

  @Test
  void anAlertAndItsEvent_areReadByAStranger() throws Exception {
    ObjectEvent event = EventSamples.objectEvent();
    Alert alert = EventSamples.alert();

    GenericRecord readEvent =
        readAsAStranger(
            sendAndReceive(topics.of(TopicKind.EVENTS), event.cameraId(), event).value());
    GenericRecord readAlert =
        readAsAStranger(
            sendAndReceive(topics.of(TopicKind.ALERTS), alert.alertId().toString(), alert).value());

    assertThat(readEvent.get("kind")).hasToString("LEFT");
    assertThat(readEvent.get("dwell")).isEqualTo(2.5);
    assertThat(((GenericRecord) readEvent.get("bestFrame")).get("offset")).isEqualTo(42L);
    assertThat((List<?>) readAlert.get("eventIds"))
        .extracting(Object::toString)
        .containsExactly(event.eventId().toString());
    assertThat(readAlert.get("clearedTime")).isNull();
  }

  @Test
  void aFrameOfMegabytes_comesBackThroughOurOwnSerdes() throws Exception {
    byte[] bytes = new byte[5_000_000];
    bytes[4_999_999] = 9;
    Frame sent = EventSamples.frame(new FramePayload.Encoded(FramePayload.Encoding.PNG, bytes));

    byte[] value = sendAndReceive(topics.of(TopicKind.FRAMES), sent.cameraId(), sent).value();

    Frame read =
        topics.of(TopicKind.FRAMES).valueSerde().deserializer().deserialize("frames.v1", value);
    assertThat(read).isEqualTo(sent);
  }

  @Test
  void theRegistry_holdsTheSchemasWithTheirDocs() throws Exception {
    JsonNode latest = get("/subjects/detections.v1-value/versions/latest");

    Schema schema = new Schema.Parser().parse(latest.get("schema").asText());

    assertThat(schema)
        .isEqualTo(SchemaRules.parse(Path.of("schemas/current/DetectionRecord.avsc")));
    assertThat(schema.getField("detectionId").doc()).contains("drop repetitions");
  }

  @Test
  void aSchemaRegisteredFromItsFile_isTheOneThatRecordsName() throws Exception {
    String topic = "registered.by.hand";
    String file = Files.readString(Path.of("schemas/current/FrameEvent.avsc"));
    assertThat(register(topic + "-value", file)).isEqualTo(200);
    int id = get("/subjects/" + topic + "-value/versions/latest").get("id").asInt();

    try (EventSerdes lookingUp =
        EventSerdes.of(
            EventSerdesConfig.builtIn(RegistryConfig.at(registryUrl()).withoutRegistering()))) {
      byte[] value =
          lookingUp.of(TopicKind.FRAMES).serializer().serialize(topic, EventSamples.frame());
      assertThat(ByteBuffer.wrap(value).getInt(1)).isEqualTo(id);
    }
  }

  /** As {@code run} and several {@code ingest} do on a fresh registry. */
  @Test
  void instancesThatStartTogether_registerTheSameAndAgree() throws Exception {
    int instances = 6;
    var threads = Executors.newFixedThreadPool(instances);
    try {
      for (int round = 0; round < 8; round++) {
        String topic = "started.together." + round;
        CyclicBarrier start = new CyclicBarrier(instances);
        List<Future<Integer>> ids = new java.util.ArrayList<>();
        for (int i = 0; i < instances; i++) {
          ids.add(
              threads.submit(
                  () -> {
                    try (EventSerdes own =
                        EventSerdes.of(
                            EventSerdesConfig.builtIn(RegistryConfig.at(registryUrl())))) {
                      start.await();
                      byte[] value =
                          own.of(TopicKind.FRAMES)
                              .serializer()
                              .serialize(topic, EventSamples.frame());
                      return ByteBuffer.wrap(value).getInt(1);
                    }
                  }));
        }
        Set<Integer> distinct = new HashSet<>();
        for (Future<Integer> id : ids) {
          distinct.add(id.get(60, TimeUnit.SECONDS));
        }
        assertThat(distinct).as(topic).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theRegistry_takesEveryReleaseAndThenTheCurrentSchema() throws Exception {
    for (Path released : SchemaRules.released()) {
      assertThat(register(released.getFileName().toString(), Files.readString(released)))
          .as("%s", released)
          .isEqualTo(200);
    }
    for (Path current : SchemaRules.current()) {
      assertThat(register(current.getFileName().toString(), Files.readString(current)))
          .as("%s", current)
          .isEqualTo(200);
    }
  }

  @Test
  void theRegistry_refusesAChangeThatBreaksReaders() throws Exception {
    String broken =
        new SkippedFrameCodec().schema().toString().replace("\"skipTime\"", "\"skippedAt\"");

    assertThat(register("frames.skipped.v1-value", broken)).isEqualTo(409);
  }

  private <V> ConsumerRecord<byte[], byte[]> sendAndReceive(Topic<V> topic, String key, V value)
      throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrapServers(), "max.request.size", 16 * 1024 * 1024);
    long offset;
    try (var producer =
        new KafkaProducer<>(
            config, topic.keySerde().serializer(), topic.valueSerde().serializer())) {
      offset = producer.send(new ProducerRecord<>(topic.name(), 0, key, value)).get().offset();
    }
    TopicPartition partition = new TopicPartition(topic.name(), 0);
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);
      return consumer.poll(Duration.ofSeconds(20)).iterator().next();
    }
  }

  private GenericRecord readAsAStranger(byte[] value) throws Exception {
    ByteBuffer wire = ByteBuffer.wrap(value);
    assertThat(wire.get()).isZero();
    JsonNode answer = get("/schemas/ids/" + wire.getInt());
    Schema schema = new Schema.Parser().parse(answer.get("schema").asText());
    return new GenericDatumReader<GenericRecord>(schema, schema, new GenericData())
        .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(registryUrl() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private int register(String subject, String schema) throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(Map.of("schema", schema));
    return http.send(
            HttpRequest.newBuilder(URI.create(registryUrl() + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static List<String> headers(ConsumerRecord<?, ?> record) {
    List<String> headers = new java.util.ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
    }
    return headers;
  }
}
