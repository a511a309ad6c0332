package io.paastreams.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paastreams.cluster.TopicAdmin;
import io.paastreams.devkit.ByteClients;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.StandInRegistry;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Runs {@code run} in a process of its own with the bundled model at a small scale, a broker and a
 * registry in this one, and cameras with several image sizes, and watches the process's memory. Its
 * heap is touched at the start, so that whatever its resident set has beyond the heap is native.
 */
final class PipelineLoad implements AutoCloseable {

  private static final int HEAP_MIB = 256;

  /**
   * Landscape, portrait, square and very narrow images: five different input sizes of the network.
   */
  private static final List<Size> SIZES =
      List.of(
          new Size(320, 256),
          new Size(256, 320),
          new Size(200, 200),
          new Size(640, 360),
          new Size(500, 120),
          new Size(128, 96));

  private static final int PICTURES = 24;
  private static final int CAMERAS = 16;
  private static final int PARTITIONS = 4;

  /** Frames on the topic that have no outcome yet: enough for full batches. */
  private static final int AHEAD = 600;

  private static final long STALLED_NANOS = 120_000_000_000L;

  private final EmbeddedBroker broker;
  private final StandInRegistry registry;
  private final EventSerdes serdes;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> detections;
  private final JarProcess run;
  private final List<Encoded> images = new ArrayList<>();
  private long sent;
  private long detected;

  /**
   * Starts everything.
   *
   * @param folder for the model and the log
   * @param scale of the network's largest input
   * @param settings further assignments, {@code key=value}
   */
  PipelineLoad(Path folder, Size scale, String... settings) throws IOException {
    broker = EmbeddedBroker.start();
    try (TopicAdmin admin =
        TopicAdmin.connect(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createMissing(
          TopicLayout.standard().withPartitions(PARTITIONS).topics(TopicNames.standard()));
    }
    registry = StandInRegistry.open();
    serdes = EventSerdes.of(EventSerdesConfig.builtIn(RegistryConfig.at(registry.url())));
    serdes.prepare(TopicNames.standard());
    producer = ByteClients.producer(broker.bootstrapServers());
    detections =
        ByteClients.reader(
            broker.bootstrapServers(), PARTITIONS, TopicNames.standard().of(TopicKind.DETECTIONS));
    for (int i = 0; i < PICTURES; i++) {
      images.add(new Encoded(Encoding.JPEG, jpeg(i, SIZES.get(i % SIZES.size()))));
    }
    run =
        JarProcess.start(
            folder,
            List.of("-Xms" + HEAP_MIB + "m", "-Xmx" + HEAP_MIB + "m", "-XX:+AlwaysPreTouch"),
            Stream.concat(
                    Stream.of(
                        "run",
                        "--bootstrap-servers=" + broker.bootstrapServers(),
                        "--registry=" + registry.url(),
                        "--set=model.path=" + model(folder.resolve("model"), scale),
                        "--set=model.device=cpu",
                        "--set=pipeline.maxInFlightBytes=48MiB",
                        "--set=pipeline.maxFrameBytes=1MiB"),
                    Stream.of(settings).map(setting -> "--set=" + setting))
                .toArray(String[]::new));
  }

  /** Writes the bundled model at another scale. */
  private static Path model(Path folder, Size scale) throws IOException {
    Path shipped = Path.of("models/thermal-sky");
    Files.createDirectory(folder);
    for (String file : List.of("labels.txt", "weights.safetensors")) {
      Files.copy(shipped.resolve(file), folder.resolve(file));
    }
    Files.writeString(
        folder.resolve("recipe.yaml"),
        Files.readString(shipped.resolve("recipe.yaml"))
            .replaceAll("maxLongSide: \\d+", "maxLongSide: " + scale.width())
            .replaceAll("maxShortSide: \\d+", "maxShortSide: " + scale.height()));
    return folder;
  }

  /** Bright rectangles in noise. */
  private static byte[] jpeg(int seed, Size size) {
    Random random = new Random(seed);
    byte[] pixels = new byte[(int) (3 * size.area())];
    int left = random.nextInt(size.width() / 2);
    int top = random.nextInt(size.height() / 2);
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % size.width() - left;
      int y = i / 3 / size.width() - top;
      boolean inside = x >= 0 && x < 20 && y >= 0 && y < 12;
      pixels[i] = (byte) ((inside ? 200 : 60) + random.nextInt(16));
    }
    return ImageEncoder.jpeg(new RgbImage(size, pixels), 80);
  }

  /** Waits until it reads frames. */
  PipelineLoad awaitRunning() {
    run.awaitOutput("Running thermal-sky");
    return this;
  }

  /**
   * Sends this many more frames, as fast as they are detected, and returns when all have been.
   *
   * @param every the number of frames after which the process's resident memory is measured
   * @return the measurements in KiB
   */
  List<Long> detect(long frames, long every) throws IOException {
    List<Long> residentKib = new ArrayList<>();
    long last = sent + frames;
    long lookAt = detected + every;
    long progress = System.nanoTime();
    while (detected < last) {
      while (sent < last && sent < detected + AHEAD) {
        send();
      }
      LockSupport.parkNanos(20_000_000);
      long now =
          detections.endOffsets(detections.assignment()).values().stream()
              .mapToLong(Long::longValue)
              .sum();
      if (now > detected) {
        progress = System.nanoTime();
      }
      detected = now;
      if (System.nanoTime() - progress > STALLED_NANOS) {
        throw new AssertionError("no detections come any more:\n" + run.output());
      }
      if (detected >= lookAt) {
        residentKib.add(run.statusKib("VmRSS"));
        lookAt += every;
      }
    }
    return residentKib;
  }

  private void send() {
    long number = sent++;
    String camera = "camera-" + number % CAMERAS;
    Instant now = Instant.now();
    Frame frame =
        new Frame(
            new UUID(0x4000, Long.MIN_VALUE | number),
            camera,
            number / CAMERAS,
            now,
            now,
            images.get((int) (number % PICTURES)));
    String topic = TopicNames.standard().of(TopicKind.FRAMES);
    byte[] value = serdes.of(TopicKind.FRAMES).serializer().serialize(topic, frame);
    producer.send(new ProducerRecord<>(topic, camera.getBytes(UTF_8), value));
  }

  /** The most memory that the process ever had outside its heap. */
  long nativePeakMib() throws IOException {
    return (run.statusKib("VmHWM") >> 10) - HEAP_MIB;
  }

  /** The most frames that a batch had in the last minutes, as its metrics say. */
  int largestBatch() throws IOException, InterruptedException {
    String page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(found("metrics on (\\S+)"))).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return (int) Double.parseDouble(found("(?m)^paa_batch_size_max (\\S+)", page));
  }

  /** The resident memory of the process, its heap included. */
  long residentKib() {
    try {
      return run.statusKib("VmRSS");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long sent() {
    return sent;
  }

  long detected() {
    return detected;
  }

  /** Records of skipped frames and dead letters. */
  long otherOutcomes() {
    TopicNames names = TopicNames.standard();
    long count = 0;
    for (TopicKind<?> kind : List.of(TopicKind.SKIPPED, TopicKind.DEAD_LETTERS)) {
      try (KafkaConsumer<byte[], byte[]> reader =
          ByteClients.reader(broker.bootstrapServers(), PARTITIONS, names.of(kind))) {
        count +=
            reader.endOffsets(reader.assignment()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
      }
    }
    return count;
  }

  /** What a pattern's group matches in the output. */
  String found(String regex) {
    return found(regex, run.output());
  }

  private static String found(String regex, String text) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    if (!matcher.find()) {
      throw new AssertionError(
          "no "
              + regex
              + " in "
              + text.length()
              + " characters that end with:\n"
              + text.substring(Math.max(0, text.length() - 2_000)));
    }
    return matcher.group(1);
  }

  @Override
  public void close() {
    run.close();
    detections.close();
    producer.close();
    serdes.close();
    registry.close();
    broker.close();
  }
}
