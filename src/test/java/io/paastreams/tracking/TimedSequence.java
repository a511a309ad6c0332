package io.paastreams.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.detection.Detection;
import io.paastreams.evaluation.TrackedBox;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** A virtual camera with truth and detections, at one of six timings. */
public record TimedSequence(String name, String timing, Size size, List<Frame> frames) {

  public static final List<String> TIMINGS =
      List.of("fps30", "fps15", "fps10", "fps05", "fps03", "bursty");

  /** Kept in the repository: the first three have reference ids, one is a street. */
  public static final List<String> KEPT =
      List.of("dev-sky01", "dev-sky02", "dev-sky04", "dev-sky08", "dev-sky13", "dev-street1");

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One frame.
   *
   * @param micros capture time
   * @param rows detections as the file has them: x1, y1, x2, y2, score, class
   */
  public record Frame(long micros, List<TrackedBox> truth, List<double[]> rows) {

    List<Detection> detections() {
      return rows.stream()
          .map(
              row ->
                  new Detection(
                      new Box((float) row[0], (float) row[1], (float) row[2], (float) row[3]),
                      (int) row[5],
                      (float) row[4]))
          .toList();
    }
  }

  /** One of {@link #KEPT}, at all timings. */
  public static List<TimedSequence> kept(String name) {
    JsonNode root = resource(name + ".json.gz");
    Size size = new Size(root.get("width").asInt(), root.get("height").asInt());
    long start = root.get("start").asLong();
    List<TimedSequence> sequences = new ArrayList<>();
    for (String timing : TIMINGS) {
      List<Frame> frames = new ArrayList<>();
      if (timing.equals("bursty")) {
        root.get("bursty")
            .forEach(
                frame ->
                    frames.add(frame(root, frame.get(0).asInt(), start + frame.get(1).asLong())));
      } else {
        int step = 30 / Integer.parseInt(timing.substring("fps".length()));
        for (int index = 0; index < root.get("truth").size(); index += step) {
          frames.add(frame(root, index, start + Math.round(index * 1e6 / 30)));
        }
      }
      sequences.add(new TimedSequence(name, timing, size, frames));
    }
    return sequences;
  }

  private static Frame frame(JsonNode root, int index, long micros) {
    return new Frame(
        micros, truth(root.get("truth").get(index)), rows(root.get("detections").get(index)));
  }

  /** All sequences of a folder that holds {@code sequences/index.json}, at all timings. */
  public static List<TimedSequence> inFolder(Path folder) {
    List<TimedSequence> sequences = new ArrayList<>();
    JsonNode index = file(folder.resolve("sequences/index.json"));
    for (JsonNode entry : index.get("sequences")) {
      String name = entry.get("name").asText();
      Path home = folder.resolve("sequences").resolve(name);
      JsonNode truth = file(home.resolve("gt.json.gz"));
      for (String timing : TIMINGS) {
        List<Frame> frames = new ArrayList<>();
        file(home.resolve("detections." + timing + ".json.gz"))
            .forEach(
                frame ->
                    frames.add(
                        new Frame(
                            frame.get("t").asLong(),
                            truth(truth.get(frame.get("frame").asInt()).get("objects")),
                            rows(frame.get("detections")))));
        Size size = new Size(entry.get("width").asInt(), entry.get("height").asInt());
        sequences.add(new TimedSequence(name, timing, size, frames));
      }
    }
    return sequences;
  }

  private static List<TrackedBox> truth(JsonNode objects) {
    List<TrackedBox> boxes = new ArrayList<>();
    objects.forEach(
        row ->
            boxes.add(
                new TrackedBox(
                    row.get(0).asLong(),
                    row.get(2).asDouble(),
                    row.get(3).asDouble(),
                    row.get(4).asDouble(),
                    row.get(5).asDouble())));
    return boxes;
  }

  private static List<double[]> rows(JsonNode detections) {
    List<double[]> rows = new ArrayList<>();
    for (JsonNode detection : detections) {
      double[] row = new double[6];
      for (int i = 0; i < row.length; i++) {
        row[i] = detection.get(i).asDouble();
      }
      rows.add(row);
    }
    return rows;
  }

  /** A zipped JSON file of {@code golden/tracking}. */
  public static JsonNode resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            TimedSequence.class.getResourceAsStream("/golden/tracking/" + name), name)) {
      return JSON.readTree(new GZIPInputStream(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode file(Path path) {
    try (InputStream raw = Files.newInputStream(path);
        InputStream in = path.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
