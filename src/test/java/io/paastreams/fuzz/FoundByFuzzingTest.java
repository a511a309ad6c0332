package io.paastreams.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.paastreams.checkpoint.CheckpointException;
import io.paastreams.checkpoint.ImportOptions;
import io.paastreams.checkpoint.PaaImporter;
import io.paastreams.config.ConfigException;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.dataset.CocoReader;
import io.paastreams.event.EventSamples;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.TopicKind;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.ImageLimits;
import io.paastreams.image.JpegDecode;
import io.paastreams.image.Preprocessor;
import io.paastreams.model.ModelFormatException;
import io.paastreams.model.RecipeYaml;
import io.paastreams.model.Safetensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that once broke a property of {@link FuzzTest}. */
class FoundByFuzzingTest {

  /** The size of a zip's last record. */
  private static final int END_OF_DIRECTORY = 22;

  @TempDir private Path folder;

  /** It moved the cursor of whoever read the log. */
  @Test
  void aChunkNamedByControlCharacters_isQuotedWithoutThem() throws IOException {
    byte[] file = Files.readAllBytes(Path.of("src/test/resources/image/gray.png"));
    int typeAfterHeader = 37;
    System.arraycopy(new byte[] {0x1b, '[', '2', 'J'}, 0, file, typeAfterHeader, 4);

    assertThatThrownBy(() -> ImageDecoder.withDefaultLimits().decode(file))
        .isInstanceOf(ImageException.class)
        .hasMessage("the PNG chunk '?[2J' has a wrong checksum");
  }

  /** A dead letter's headers included whatever Avro quoted. */
  @Test
  void anIdOfControlCharacters_isQuotedWithoutThem() {
    var serde = InMemorySchemaRegistry.serdes().of(TopicKind.FRAMES);
    byte[] frame = serde.serializer().serialize("frames.v1", EventSamples.frame());
    frame[20] = '\n';
    frame[21] = 7;

    assertThatThrownBy(() -> serde.deserializer().deserialize("frames.v1", frame))
        .isInstanceOf(SerializationException.class)
        .hasMessageContainingAll("the Avro data is damaged", "??")
        .hasMessageNotContainingAny("\n", "\u0007");
  }

  /** The answer was "Invalid UTF-32 character", without the file's name. */
  @Test
  void annotationsThatAreNoText_areNamed() throws IOException {
    Path file = Files.write(folder.resolve("input.json"), new byte[] {0, 0, 0, 0, 5, 110, 90, 109});

    assertThatThrownBy(() -> CocoReader.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is damaged: Invalid UTF-32");
  }

  @Test
  void annotationsWithLongOrStrangeEntries_areReportedInOneLineEach() throws IOException {
    String entry = "{\"id\": [\"" + "\\u001b".repeat(100_000) + "\"]}";
    Path file =
        Files.writeString(
            folder.resolve("input.json"),
            "{\"images\": [%s], \"annotations\": [], \"categories\": []}".formatted(entry));

    String report = CocoReader.read(file).faults().report();

    assertThat(report).hasSizeLessThan(500).contains("1 images lack a field");
    assertThat(report.lines()).hasSize(1);
  }

  /** Its one fault quoted twelve thousand characters. */
  @Test
  void aKeyOfManyLetters_isQuotedShortly() throws IOException {
    Path file = folder.resolve("input.yaml");
    Files.writeString(file, "batch: {" + "x".repeat(12_000) + ": 1}\n", StandardCharsets.UTF_8);

    assertThatThrownBy(() -> PaaStreamsConfig.load(file, Map.of(), List.of()))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> assertThat(e.faults()).allMatch(fault -> fault.length() <= 603));
  }

  @Test
  void aThousandFaults_areCountedAndTheFirstOnesShown() throws IOException {
    StringBuilder text = new StringBuilder("batch:\n");
    for (int i = 0; i < 1000; i++) {
      text.append("  no").append(i).append(": 1\n");
    }
    Path file = Files.writeString(folder.resolve("input.yaml"), text);

    assertThatThrownBy(() -> PaaStreamsConfig.load(file, Map.of(), List.of()))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              assertThat(e.faults()).hasSize(100);
              assertThat(e).hasMessageMatching("(?s).* has 1\\d{3} faults:.*and more");
            });
  }

  /** The search for the intended key took 74 MB for a file of 3 KB. */
  @Test
  void aLongUnknownKey_isNotComparedWithAllOthers() throws IOException {
    Path file = Files.writeString(folder.resolve("input.yaml"), "x".repeat(3000) + ": 1\n");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    load(file);
    long before = threads.getCurrentThreadAllocatedBytes();
    load(file);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
  }

  @Test
  void weightsNamedByControlCharacters_areQuotedWithoutThem() throws IOException {
    byte[] header = "{\"a\u007f\": {\"dtype\": \"I8\"}}".getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length);
    Path file = Files.write(folder.resolve("w.safetensors"), bytes.put(header).array());

    assertThatThrownBy(() -> Safetensors.read(file))
        .hasMessageContaining("it contains a? with dtype");
  }

  /** It looked like a file that could not be read. */
  @Test
  void aZipWhoseCommentIsCutOff_isDamaged() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
    }
    byte[] archive = bytes.toByteArray();
    archive[archive.length - 1] = 1; // 256 bytes of comment
    Path file = Files.write(folder.resolve("w.pth"), archive);

    assertThatThrownBy(() -> PaaImporter.read(file, ImportOptions.derived()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("w.pth", "no valid directory at its end");
  }

  @Test
  void aZipWhoseEntryHasNoText_isDamaged() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("archive/data.pkl");
      entry.setComment("\u00e9\u00e9");
      zip.putNextEntry(entry);
    }
    byte[] archive = bytes.toByteArray();
    int comment = archive.length - END_OF_DIRECTORY - 4;
    assertThat(archive[comment]).isEqualTo((byte) 0xC3);
    archive[comment] = (byte) 0xFF;
    Path file = Files.write(folder.resolve("w.pth"), archive);

    assertThatThrownBy(() -> PaaImporter.read(file, ImportOptions.derived()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("w.pth", "not text");
  }

  /** Scaled decoding mistook the rest for its own addition and considered the image intact. */
  @Test
  void aJpegWithMoreRestartsThanItsImageHas_isRefusedByBothDecoders() throws IOException {
    Path file = Path.of("src/test/resources/image/too-many-restarts.jpg");
    byte[] jpeg = Files.readAllBytes(file);
    Preprocessor small = Preprocessor.ofScale(new Size(8, 8), 8);

    for (JpegDecode decode : JpegDecode.values()) {
      assertThatThrownBy(() -> new ImageDecoder(ImageLimits.DEFAULT, decode).decodeFor(jpeg, small))
          .as(decode.name())
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("extraneous bytes before marker 0xd2");
    }
  }

  /** The components of its second frame header would lie behind its end. */
  @Test
  void aJpegWithASecondFrameAndNoEnd_isRefused() throws IOException {
    byte[] jpeg =
        Files.readAllBytes(Path.of("src/test/resources/image/two-frames-without-end.jpg"));

    assertThatThrownBy(() -> ImageDecoder.withDefaultLimits().decode(jpeg))
        .isInstanceOf(ImageException.class);
  }

  @Test
  void aRecipeOfThousandStrangeKeys_isReportedOnAPage() {
    StringBuilder text = new StringBuilder("\"a\\u0007\": 1\n");
    for (int i = 0; i < 1000; i++) {
      text.append("no").append(i).append(": 1\n");
    }

    assertThatThrownBy(() -> RecipeYaml.read(text.toString(), "recipe.yaml"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("a? = 1 is not a key of a recipe", "and more")
        .hasMessageNotContaining("\u0007");
  }

  private static void load(Path file) {
    assertThatThrownBy(() -> PaaStreamsConfig.load(file, Map.of(), List.of()))
        .isInstanceOf(ConfigException.class);
  }
}
