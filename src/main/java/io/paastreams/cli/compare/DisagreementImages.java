package io.paastreams.cli.compare;

import io.paastreams.claimcheck.ClaimCheckException;
import io.paastreams.claimcheck.ClaimCheckReader;
import io.paastreams.cluster.KafkaClient;
import io.paastreams.config.ComparisonConfig;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.RegistryException;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.image.Annotator;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.PixelLayout;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Draws disagreements into the images of their frames, which are read from the source that the
 * records name.
 *
 * <p>Threading: one thread.
 */
public final class DisagreementImages implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int QUALITY = 90;

  private final ClaimCheckReader claimChecks;
  private final EventSerdes serdes;
  private final ImageDecoder decoder = ImageDecoder.withDefaultLimits();
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Connects to the cluster. */
  public DisagreementImages(ComparisonConfig config, EventSerdes serdes) {
    this.claimChecks = new ClaimCheckReader(config.claimChecks());
    this.serdes = serdes;
    this.consumer =
        new KafkaConsumer<>(
            KafkaClient.withoutGroup(
                config.cluster().bootstrapServers(), config.cluster().kafka(), Map.of()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Why an image cannot be drawn; the message is for people. */
  public static final class MissingImageException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingImageException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Draws one disagreement.
   *
   * @param number the first part of the file's name
   * @return the file
   * @throws MissingImageException if the frame no longer exists or its image cannot be fetched
   * @throws IOException if the file cannot be written
   */
  public Path draw(Disagreement disagreement, int number, Path folder)
      throws MissingImageException, IOException, InterruptedException {
    RgbImage image;
    try {
      image = image(frame(disagreement).payload());
    } catch (ImageException | ClaimCheckException e) {
      throw new MissingImageException(String.valueOf(e.getMessage()), e);
    }
    String camera = disagreement.cameraId().replaceAll("[^A-Za-z0-9._-]", "_");
    Path file = folder.resolve(String.format(Locale.ROOT, "%02d-%.80s.jpg", number, camera));
    Files.write(
        file, ImageEncoder.jpeg(Annotator.draw(image, disagreement.annotations()), QUALITY));
    return file;
  }

  private Frame frame(Disagreement disagreement) throws MissingImageException {
    SourceOffset source = disagreement.source();
    try {
      ConsumerRecord<byte[], byte[]> record = record(source);
      Frame frame =
          serdes
              .of(TopicKind.FRAMES)
              .deserializer()
              .deserialize(source.topic(), record.headers(), record.value());
      if (frame == null || !frame.frameId().equals(disagreement.frameId())) {
        throw new MissingImageException(
            source + " is another frame: the topic was deleted and created again", null);
      }
      return frame;
    } catch (RegistryException | SerializationException e) {
      throw new MissingImageException(source + " cannot be read: " + e.getMessage(), e);
    } catch (KafkaException e) {
      throw new MissingImageException(source + " cannot be fetched: " + e.getMessage(), e);
    }
  }

  private ConsumerRecord<byte[], byte[]> record(SourceOffset source) throws MissingImageException {
    TopicPartition partition = new TopicPartition(source.topic(), source.partition());
    consumer.assign(List.of(partition));
    long begin =
        consumer.beginningOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
    if (source.offset() < begin) {
      throw new MissingImageException(
          source + " is no longer kept: see topics.frameRetention", null);
    }
    consumer.seek(partition, source.offset());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        if (record.offset() == source.offset()) {
          return record;
        }
        throw new MissingImageException(source + " is no longer kept", null);
      }
    }
    throw new MissingImageException(source + " did not arrive within " + PATIENCE, null);
  }

  private RgbImage image(FramePayload payload)
      throws ImageException, ClaimCheckException, InterruptedException {
    if (payload instanceof FramePayload.Encoded encoded) {
      return decoder.decode(encoded.toByteArray());
    }
    if (payload instanceof FramePayload.Raw raw) {
      return decoder.raw(PixelLayout.valueOf(raw.format().name()), raw.size(), raw.bytes());
    }
    FramePayload.ClaimCheck claim = (FramePayload.ClaimCheck) payload;
    claimChecks.check(claim);
    return decoder.decode(claimChecks.read(claim));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
