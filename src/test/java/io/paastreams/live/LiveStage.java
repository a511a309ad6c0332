package io.paastreams.live;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.EmbeddedBrokerConfig;
import io.paastreams.devkit.StandInRegistry;
import io.paastreams.event.DeadLetter;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.Lineage;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A broker, a registry, and cameras and a pipeline without a model that write to the topics. Frames
 * are dark with one bright rectangle, which is also the detection.
 */
final class LiveStage implements AutoCloseable {

  static final Size FRAME = new Size(320, 240);

  private EmbeddedBroker broker;
  private final EmbeddedBrokerConfig config;
  private final String bootstrapServers;
  final StandInRegistry registry;
  final EventSerdes serdes;
  final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;

  LiveStage() {
    this(EmbeddedBrokerConfig.throwaway());
  }

  /** With a broker that can be stopped and started again. */
  static LiveStage keepingDataIn(Path folder) {
    try (ServerSocket free = new ServerSocket(0)) {
      int port = free.getLocalPort();
      free.close();
      return new LiveStage(EmbeddedBrokerConfig.onPort(port).keepingDataIn(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LiveStage(EmbeddedBrokerConfig config) {
    this.config = config;
    broker = EmbeddedBroker.start(config);
    bootstrapServers = broker.bootstrapServers();
    try {
      registry = StandInRegistry.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (TopicAdmin admin = TopicAdmin.connect(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createMissing(TopicLayout.standard().withPartitions(2).topics(TopicNames.standard()));
      admin.awaitLeaders(TopicNames.standard().all());
    }
    serdes = EventSerdes.of(EventSerdesConfig.builtIn(RegistryConfig.at(registry.url())));
    serdes.prepare(TopicNames.standard());
    topics = Topics.of(TopicNames.standard(), serdes);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void stopBroker() {
    broker.close();
  }

  void startBroker() {
    broker = EmbeddedBroker.start(config);
  }

  LiveCluster cluster() {
    return new LiveCluster(
        bootstrapServers, Map.of(), topics, "paa-test", ClaimCheckPolicy.refuseAll());
  }

  LiveServer serve(LiveConfig config) {
    return LiveServer.start(config, cluster());
  }

  /** A dark frame with a bright rectangle. */
  static byte[] jpeg(Box bright) {
    byte[] pixels = new byte[Math.toIntExact(3 * FRAME.area())];
    for (int y = 0; y < FRAME.height(); y++) {
      for (int x = 0; x < FRAME.width(); x++) {
        boolean inside = x >= bright.x1() && x < bright.x2() && y >= bright.y1() && y < bright.y2();
        Arrays.fill(
            pixels,
            3 * (y * FRAME.width() + x),
            3 * (y * FRAME.width() + x) + 3,
            (byte) (inside ? 250 : 30 + 20 * y / FRAME.height()));
      }
    }
    return ImageEncoder.jpeg(new RgbImage(FRAME, pixels), 92);
  }

  /** Bytes that pass for an image unless they are decoded. */
  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /** A frame and what was found in it. */
  DetectedFrame play(String camera, long sequence, Box box, String label) {
    return play(camera, sequence, jpeg(box), box, label);
  }

  DetectedFrame play(String camera, long sequence, byte[] image, Box box, String label) {
    Frame frame = frame(camera, sequence, FramePayload.Encoding.JPEG, image);
    SourceOffset source = send(TopicKind.FRAMES, camera, frame);
    return detect(frame, source, box, label);
  }

  Frame frame(String camera, long sequence, FramePayload.Encoding encoding, byte[] bytes) {
    Instant now = Instant.now();
    return new Frame(
        UUID.randomUUID(), camera, sequence, now, now, new FramePayload.Encoded(encoding, bytes));
  }

  DetectedFrame detect(Frame frame, SourceOffset source, Box box, String label) {
    DetectedFrame found =
        new DetectedFrame(
                UUID.randomUUID(),
                Lineage.of(frame, source),
                FRAME,
                List.of(new Detection(box, 0, 0.87f)),
                List.of(label),
                new ModelIdentity("test-model", "0".repeat(64)),
                Instant.now())
            .withFaint(DetectionTerms.EVERYTHING, List.of(), List.of());
    send(TopicKind.DETECTIONS, frame.cameraId(), found);
    return found;
  }

  void skip(Frame frame, SourceOffset source) {
    send(
        TopicKind.SKIPPED,
        frame.cameraId(),
        new SkippedFrame(Lineage.of(frame, source), SkipReason.SUPERSEDED, Instant.now()));
  }

  /** A dead letter with the frame's own bytes. */
  SourceOffset letter(Frame frame, String reason, String message) {
    Topic<Frame> frames = topics.of(TopicKind.FRAMES);
    byte[] value = frames.valueSerde().serializer().serialize(frames.name(), frame);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topics.of(TopicKind.DEAD_LETTERS).name(), bytes(frame.cameraId()), value);
    record
        .headers()
        .add(DeadLetter.REASON, bytes(reason))
        .add(DeadLetter.MESSAGE, bytes(message))
        .add(DeadLetter.TOPIC, bytes(frames.name()))
        .add(DeadLetter.PARTITION, bytes("0"))
        .add(DeadLetter.OFFSET, bytes("7"));
    return sent(record);
  }

  <V> SourceOffset send(TopicKind<V> kind, String key, V value) {
    Topic<V> topic = topics.of(kind);
    return sent(
        new ProducerRecord<>(
            topic.name(),
            bytes(key),
            topic.valueSerde().serializer().serialize(topic.name(), value)));
  }

  private SourceOffset sent(ProducerRecord<byte[], byte[]> record) {
    try {
      RecordMetadata place = producer.send(record).get();
      return new SourceOffset(place.topic(), place.partition(), place.offset());
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
    serdes.close();
    registry.close();
    broker.close();
  }
}
