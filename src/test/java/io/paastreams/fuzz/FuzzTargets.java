package io.paastreams.fuzz;

import io.paastreams.checkpoint.CheckpointException;
import io.paastreams.checkpoint.ImportOptions;
import io.paastreams.checkpoint.MadeCheckpoint;
import io.paastreams.checkpoint.PaaImporter;
import io.paastreams.config.ConfigException;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.dataset.CocoReader;
import io.paastreams.event.EventSamples;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.TopicKind;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.ImageLimits;
import io.paastreams.image.JpegDecode;
import io.paastreams.image.PixelLayout;
import io.paastreams.image.Preprocessor;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.ModelFormatException;
import io.paastreams.model.RecipeYaml;
import io.paastreams.model.Safetensors;
import io.paastreams.model.StateDict;
import io.paastreams.model.StateDict.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** The readers of untrusted bytes. */
final class FuzzTargets {

  private static final Path PICTURES = Path.of("src/test/resources/image");
  private static final Path CHECKPOINTS = Path.of("src/test/resources/golden/ckpt");
  private static final Path ANNOTATIONS = Path.of("src/test/resources/golden/coco");

  /** Small, so that the memory that a valid image may take is small. */
  private static final ImageDecoder DECODER =
      new ImageDecoder(new ImageLimits(1 << 20, 1 << 18, 4096));

  private static final ImageDecoder SCALED_DECODER =
      new ImageDecoder(new ImageLimits(1 << 20, 1 << 18, 4096), JpegDecode.SCALED);

  /** Small enough that the seeds are decoded at an eighth of their size. */
  private static final Preprocessor TINY_NETWORK = new Preprocessor(4, 4, 1);

  private static final long MEBI = 1 << 20;

  private static final List<byte[]> YAML =
      Mutator.texts(
          "&a ",
          "*a",
          "!!java ",
          "? ",
          "<<: ",
          "{",
          "[",
          "- ",
          "\n---\n",
          "${env:",
          "${file:/x}",
          "|\n ",
          ">",
          "%YAML 9",
          "'",
          "\"\\u0000\"",
          "batch:",
          "topics:",
          "\u0007",
          "\u001b[2J",
          "1s",
          "-1",
          "8GiB",
          "exactly-once",
          ": ",
          "#");

  private final Path folder;

  /**
   * @param folder inputs of readers of files are written there
   */
  FuzzTargets(Path folder) {
    this.folder = folder;
  }

  List<Target> all() {
    return List.of(
        jpeg(),
        scaledJpeg(),
        png(),
        raw(),
        frames(),
        detections(),
        checkpoints(),
        safetensors(),
        recipes(),
        configuration(),
        annotations());
  }

  Target named(String name) {
    return all().stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target " + name + " in " + all()));
  }

  private static Target jpeg() {
    return image("jpeg", ".jpg", FuzzTargets::decodeWhole, Repairs::none, jpegWords());
  }

  /** The scaled decoder and the full one must accept the same files. */
  private static Target scaledJpeg() {
    return image(
        "scaledJpeg",
        ".jpg",
        file -> {
          ImageException refusal = null;
          Size size = null;
          try {
            size = DECODER.decode(file).size();
          } catch (ImageException e) {
            refusal = e;
          }
          Size original = SCALED_DECODER.decodeFor(file, TINY_NETWORK).original();
          if (!original.equals(size)) {
            throw new IllegalStateException("decode() and decodeFor() differ: " + size, refusal);
          }
        },
        Repairs::none,
        jpegWords());
  }

  private static List<byte[]> jpegWords() {
    return List.of(
        bytes(0xff, 0xc0, 0, 17, 8),
        bytes(0xff, 0xc4),
        bytes(0xff, 0xda),
        bytes(0xff, 0xd9),
        bytes(0xff, 0xdd, 0, 4, 0, 1),
        bytes(0xff, 0xe1, 0, 8, 'E', 'x', 'i', 'f', 0, 0),
        bytes(0xff, 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e'));
  }

  private static Target png() {
    return image(
        "png",
        ".png",
        FuzzTargets::decodeWhole,
        Repairs::png,
        List.of(
            bytes(0, 0, 0, 13, 'I', 'H', 'D', 'R'),
            bytes(0, 0, 0, 0, 'I', 'E', 'N', 'D'),
            bytes(0, 0, 0, 3, 'P', 'L', 'T', 'E'),
            bytes(0, 0, 0, 1, 'I', 'D', 'A', 'T'),
            bytes(0, 0, 0, 8, 'e', 'X', 'I', 'f', 'M', 'M', 0, '*')));
  }

  private static void decodeWhole(byte[] file) throws ImageException {
    Size size = DECODER.decode(file).size();
    if (!size.equals(DECODER.size(file))) {
      throw new IllegalStateException("size() and decode() differ: " + size);
    }
  }

  private static Target image(
      String name,
      String ending,
      Target.Reader reader,
      UnaryOperator<byte[]> repair,
      List<byte[]> words) {
    return new Target(
        name,
        files(PICTURES, ending),
        words,
        reader,
        List.of(ImageException.class),
        Pattern.compile("(?i)image|jpeg|png|bytes|pixels|exif"),
        repair,
        // 2^18 pixels: 16-bit RGBA samples, RGB, and the turned copy.
        8 * MEBI,
        16,
        2000);
  }

  /** Layout and size in the first nine bytes, then pixels. */
  private static Target raw() {
    List<byte[]> seeds =
        Stream.of(PixelLayout.values())
            .map(
                layout ->
                    ByteBuffer.allocate(9 + 12 * layout.bytesPerPixel())
                        .put((byte) layout.ordinal())
                        .putInt(4)
                        .putInt(3)
                        .array())
            .toList();
    return new Target(
        "raw",
        seeds,
        List.of(),
        input -> {
          ByteBuffer fields = ByteBuffer.wrap(input.length < 9 ? new byte[9] : input);
          PixelLayout layout = PixelLayout.values()[(fields.get() & 0xff) % 3];
          int width = fields.getInt();
          int height = fields.getInt();
          // The event's codec refuses invalid sizes; the decoder gets the others.
          if (width > 0 && height > 0) {
            DECODER.raw(layout, new Size(width, height), fields);
          }
        },
        List.of(ImageException.class),
        Pattern.compile("image|pixels|bytes"),
        Repairs::none,
        MEBI,
        16,
        2000);
  }

  private static Target frames() {
    EventSerdes serdes = InMemorySchemaRegistry.serdes();
    byte[] pixels = new byte[12];
    List<byte[]> seeds =
        Stream.of(
                EventSamples.frame(),
                EventSamples.frame(new Raw(PixelFormat.RGB8, new Size(2, 2), pixels)),
                EventSamples.frame(
                    new ClaimCheck("file:///a", 7, "0123456789abcdef".repeat(4), "image/png")))
            .map(frame -> serdes.of(TopicKind.FRAMES).serializer().serialize("frames.v1", frame))
            .toList();
    return records("frames", seeds, serdes.of(TopicKind.FRAMES).deserializer(), "frames.v1");
  }

  /** Also skipped frames: both are read by the deserializer of the other topic as well. */
  private static Target detections() {
    EventSerdes serdes = InMemorySchemaRegistry.serdes();
    List<byte[]> seeds =
        List.of(
            serdes
                .of(TopicKind.DETECTIONS)
                .serializer()
                .serialize("detections.v1", EventSamples.detectedFrame()),
            serdes
                .of(TopicKind.SKIPPED)
                .serializer()
                .serialize("detections.v1", EventSamples.skippedFrame()));
    return records(
        "detections", seeds, serdes.of(TopicKind.DETECTIONS).deserializer(), "detections.v1");
  }

  private static Target records(
      String name, List<byte[]> seeds, Deserializer<?> deserializer, String topic) {
    return new Target(
        name,
        seeds,
        List.of(),
        bytes -> deserializer.deserialize(topic, bytes),
        List.of(SerializationException.class),
        // The registry's own answer names the schema; Kafka adds topic, partition and offset.
        Pattern.compile(Pattern.quote(topic) + "|no schema with id"),
        Repairs::none,
        MEBI,
        // A detection with the fewest bytes becomes a record and a box.
        64,
        2000);
  }

  private Target checkpoints() {
    Path file = folder.resolve("input.pth");
    return new Target(
        "checkpoints",
        List.of(
            made(),
            bytes(CHECKPOINTS.resolve("forms_zip.pth")),
            bytes(CHECKPOINTS.resolve("forms_legacy.pth")),
            bytes(CHECKPOINTS.resolve("part_module_prefix_proto4_zip.pth"))),
        Mutator.texts(
            "collections\nOrderedDict\n",
            "torch\nFloatStorage\n",
            "torch._utils\n_rebuild_tensor_v2\n",
            "cposix\nsystem\n",
            "PK\1\2",
            "PK\5\6",
            "state_dict",
            "(",
            "}",
            ")R",
            "b.",
            "Q"),
        bytes -> PaaImporter.read(Files.write(file, bytes), ImportOptions.derived()),
        List.of(CheckpointException.class),
        Pattern.compile("input\\.pth"),
        Repairs::zip,
        // The pickle's own bounds: copies, and opcodes of some tens of bytes each.
        128 * MEBI,
        256,
        2000);
  }

  /** The smallest detector that is imported. */
  private byte[] made() {
    try {
      return Files.readAllBytes(MadeCheckpoint.resnet18(8, 1).write(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Target safetensors() {
    Path file = folder.resolve("input.safetensors");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("backbone.conv1.weight", new Tensor(new long[] {4, 3, 2}, new float[24]));
    tensors.put("b", new Tensor(new long[] {5}, new float[5]));
    tensors.put("scale", new Tensor(new long[] {}, new float[1]));
    return new Target(
        "safetensors",
        Stream.of(ModelFolder.WeightFormat.values())
            .map(format -> safetensors(new StateDict(tensors), format))
            .toList(),
        Mutator.texts("\"shape\":[", "\"F16\"", "\"BF16\"", "data_offsets", "[[", "{\"a\":", "]}"),
        bytes -> Safetensors.read(Files.write(file, bytes)),
        List.of(IOException.class),
        Pattern.compile("input\\.safetensors"),
        Repairs::none,
        MEBI,
        128,
        2000);
  }

  private byte[] safetensors(StateDict weights, ModelFolder.WeightFormat format) {
    try {
      Path file = folder.resolve("seed-" + format);
      Files.deleteIfExists(file);
      Safetensors.write(file, weights, format);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Target recipes() {
    return new Target(
        "recipes",
        Stream.of("golden-tiny", "thermal-sky")
            .map(name -> bytes(Path.of("models", name, "recipe.yaml")))
            .toList(),
        YAML,
        bytes -> RecipeYaml.read(new String(bytes, StandardCharsets.UTF_8), "input.yaml"),
        List.of(ModelFormatException.class),
        Pattern.compile("input\\.yaml"),
        Repairs::none,
        16 * MEBI,
        1024,
        40_000);
  }

  private Target configuration() {
    Path file = folder.resolve("input.yaml");
    String sound =
        """
        kafka:
          bootstrap.servers: broker:9092
          sasl.jaas.config: ${env:LOGIN}
        registry: {url: "http://registry:8081", patience: 5s}
        model: {path: models/golden-tiny, device: cpu, precision: float32}
        batch: {maxSize: 4, maxDelay: 20ms}
        claimChecks: {origins: [https://a.example, http://b.example:81], maxBytes: 8MiB}
        pipeline: {guarantee: exactly-once, streamThreads: 3, maxFrameBytes: 4MiB}
        """;
    return new Target(
        "configuration",
        Mutator.texts(sound),
        YAML,
        bytes ->
            PaaStreamsConfig.load(Files.write(file, bytes), Map.of("LOGIN", "hunter2"), List.of()),
        List.of(ConfigException.class),
        Pattern.compile("configuration has \\d+ fault"),
        Repairs::none,
        16 * MEBI,
        4096,
        64_000);
  }

  private Target annotations() {
    Path file = folder.resolve("input.json");
    String frames =
        """
        {"videos": [{"id": 1, "file_name": "a.mp4", "distance": "far"}],
         "images": [{"id": 1, "file_name": "a/0", "width": 4, "height": 3, "video_id": 1,
           "frame_index": 2}],
         "annotations": [{"id": 1, "image_id": 1, "category_id": 2, "bbox": [1, 1, 2.5, 1],
           "area": 2.5, "iscrowd": 0}],
         "categories": [{"id": 2, "name": "bird"}]}
        """;
    return new Target(
        "annotations",
        Stream.concat(
                Stream.of(frames.getBytes(StandardCharsets.UTF_8)),
                Stream.of("mixed_gt.json", "almost_none_gt.json")
                    .map(name -> start(ANNOTATIONS.resolve(name))))
            .toList(),
        Mutator.texts(
            "\"bbox\": [",
            "\"images\": [",
            "[[[[",
            "{\"id\":",
            "null",
            "\"\\u0000\"",
            "]",
            "}",
            "\"width\": 1e999",
            "\"id\": 1",
            "\"area\": {}",
            "\"segmentation\": "),
        bytes -> CocoReader.read(Files.write(file, bytes)).faults().report(),
        List.of(IOException.class),
        Pattern.compile("input\\.json"),
        Repairs::none,
        MEBI,
        256,
        2000);
  }

  /** Small inputs are changed more often where it matters. */
  private static byte[] start(Path file) {
    byte[] all = bytes(file);
    return all.length <= 8192 ? all : java.util.Arrays.copyOf(all, 8192);
  }

  private static List<byte[]> files(Path place, String ending) {
    try (Stream<Path> files = Files.list(place)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .map(FuzzTargets::bytes)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
