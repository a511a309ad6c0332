package io.paastreams.dataset;

import io.paastreams.dataset.AnnotationFaults.Kind;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a file in MOT format: annotations ({@code gt.txt}) or detections ({@code det.txt}).
 *
 * @param place the file and the line number
 * @param frame the frame, counted from 1
 * @param id the object's id; below 0 for a detection
 * @param left the left edge in pixels, counted from 0
 * @param top the top edge in pixels, counted from 0
 * @param score the score of a detection, or 0 for an annotation that must be ignored; 1 if it is
 *     missing
 * @param classNumber the class; -1 if it is missing
 */
record MotLine(
    String place,
    int frame,
    long id,
    double left,
    double top,
    double width,
    double height,
    double score,
    int classNumber) {

  private static final int LEAST_FIELDS = 6;

  /**
   * Reads a file.
   *
   * @param faults receives lines that are not valid
   */
  static List<MotLine> read(Path file, AnnotationFaults faults) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new IOException(file + " is not text in UTF-8", e);
    }
    List<MotLine> parsed = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      String place = file + ", line " + (i + 1);
      try {
        parsed.add(parse(place, line.split("\\s*[,\\s]\\s*", -1)));
      } catch (IllegalArgumentException e) {
        faults.add(Kind.BAD_LINE, place + ": " + line);
      }
    }
    return parsed;
  }

  /**
   * @throws IllegalArgumentException if a field is missing or not a number
   */
  private static MotLine parse(String place, String[] fields) {
    if (fields.length < LEAST_FIELDS) {
      throw new IllegalArgumentException(fields.length + " fields");
    }
    long frame = whole(fields[0]);
    if (frame < 1 || frame > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("frames count from 1");
    }
    return new MotLine(
        place,
        (int) frame,
        whole(fields[1]),
        finite(fields[2]) - 1,
        finite(fields[3]) - 1,
        finite(fields[4]),
        finite(fields[5]),
        fields.length > 6 ? finite(fields[6]) : 1,
        fields.length > 7 ? (int) finite(fields[7]) : -1);
  }

  /** Some tools write 1.0 for 1. */
  private static long whole(String field) {
    double value = finite(field);
    if (value != Math.rint(value)) {
      throw new IllegalArgumentException(field + " is not a whole number");
    }
    return (long) value;
  }

  private static double finite(String field) {
    double value = Double.parseDouble(field);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(field + " is not a number");
    }
    return value;
  }

  Truth truth(boolean ignored) {
    return new Truth(id, left, top, width, height, 0, ignored, width * height, id);
  }
}
