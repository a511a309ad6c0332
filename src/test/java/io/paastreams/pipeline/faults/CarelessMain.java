package io.paastreams.pipeline.faults;

import io.paastreams.detection.Detection;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.Lineage;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.geometry.Size;
import io.paastreams.pipeline.PixelFrames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What many would write instead of the pipeline: a loop that reads frames, detects them a little
 * later, and leaves commits to the consumer. It loses frames when it is killed; if the harness does
 * not see that, its other results prove nothing.
 */
final class CarelessMain {

  private static final int IN_FLIGHT = 100;

  private CarelessMain() {}

  public static void main(String[] args) {
    InstanceSettings settings = InstanceSettings.ofArguments(args);
    ParentPipe.listen(line -> {}, () -> Runtime.getRuntime().halt(0));
    try (EventSerdes serdes = settings.serdes();
        var consumer =
            new KafkaConsumer<>(
                Map.<String, Object>of(
                    "bootstrap.servers",
                    settings.bootstrapServers(),
                    "group.id",
                    settings.id(),
                    "auto.offset.reset",
                    "earliest",
                    "auto.commit.interval.ms",
                    100,
                    "session.timeout.ms",
                    6000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var producer =
            new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", settings.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      serdes.prepare(settings.names());
      Topics topics = Topics.of(settings.names(), serdes);
      consumer.subscribe(List.of(topics.of(TopicKind.FRAMES).name()));
      Deque<ConsumerRecord<byte[], byte[]>> inFlight = new ArrayDeque<>();
      while (true) {
        consumer.poll(Duration.ofMillis(100)).forEach(inFlight::add);
        while (inFlight.size() > IN_FLIGHT) {
          var unused = producer.send(detected(inFlight.remove(), topics));
        }
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> detected(
      ConsumerRecord<byte[], byte[]> record, Topics topics) {
    Frame frame =
        topics
            .of(TopicKind.FRAMES)
            .valueSerde()
            .deserializer()
            .deserialize(record.topic(), record.value());
    PixelFrames.Content content = PixelFrames.read(((FramePayload.Raw) frame.payload()).bytes());
    List<Detection> detections = WalkingObject.detections(content.camera(), content.sequence());
    DetectedFrame detected =
        new DetectedFrame(
            frame.frameId(),
            Lineage.of(
                frame, new SourceOffset(record.topic(), record.partition(), record.offset())),
            new Size(8, 8),
            detections,
            detections.stream().map(each -> "frame").toList(),
            new ModelIdentity("careless", "00".repeat(32)),
            Instant.now());
    String topic = topics.of(TopicKind.DETECTIONS).name();
    return new ProducerRecord<>(
        topic,
        record.key(),
        topics.of(TopicKind.DETECTIONS).valueSerde().serializer().serialize(topic, detected));
  }
}
