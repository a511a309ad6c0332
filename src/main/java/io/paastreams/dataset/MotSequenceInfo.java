package io.paastreams.dataset;

import io.paastreams.geometry.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code seqinfo.ini}, which describes a sequence in MOT format.
 *
 * @param imageFolder the folder of the images, relative to the sequence's folder
 * @param frameRate the frames per second
 * @param length the number of frames
 * @param imageSuffix the suffix of the images, including the dot
 */
record MotSequenceInfo(
    String name, String imageFolder, double frameRate, int length, Size size, String imageSuffix) {

  static final String FILE = "seqinfo.ini";

  /**
   * Reads the file of a sequence.
   *
   * @throws IOException if it is missing, or lacks what is needed
   */
  static MotSequenceInfo read(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "there is no "
              + file
              + ": a sequence in MOT format has one, with frameRate, seqLength, imWidth and"
              + " imHeight");
    }
    Map<String, String> values = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(
            line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            line.substring(equals + 1).strip());
      }
    }
    return new MotSequenceInfo(
        values.getOrDefault("name", String.valueOf(home.getFileName())),
        values.getOrDefault("imdir", "img1"),
        positive(file, values, "frameRate"),
        (int) positive(file, values, "seqLength"),
        new Size((int) positive(file, values, "imWidth"), (int) positive(file, values, "imHeight")),
        values.getOrDefault("imext", ".jpg"));
  }

  private static double positive(Path file, Map<String, String> values, String key)
      throws IOException {
    @Nullable String text = values.get(key.toLowerCase(Locale.ROOT));
    try {
      double value = text == null ? Double.NaN : Double.parseDouble(text);
      if (value > 0 && value <= Integer.MAX_VALUE) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, as for a number that is out of range.
    }
    throw new IOException(
        "%s has %s: a number above 0 is expected"
            .formatted(file, text == null ? "no " + key : key + " = " + text));
  }

  /** The file of a frame, relative to the sequence's folder. */
  String imageName(int number) {
    return "%s/%06d%s".formatted(imageFolder, number, imageSuffix);
  }
}
