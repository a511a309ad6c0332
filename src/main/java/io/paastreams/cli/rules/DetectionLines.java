package io.paastreams.cli.rules;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.detection.Detection;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.DetectionId;
import io.paastreams.event.Lineage;
import io.paastreams.event.RecordJson;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file with one detection record per line, in plain JSON with the fields of the record.
 * Only camera, capture time, frame size and detections are needed; fields with other names are
 * ignored and named in {@link #warnings}.
 *
 * <p>The source of a frame without one is the file and the line number, so that ids are the same in
 * each run. A line that repeats the camera, sequence and capture time of an earlier one gets the
 * source of that one, and is recognised as a repetition.
 *
 * <p>Threading: one thread.
 */
public final class DetectionLines {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** How far back repetitions are recognised. */
  private static final int MOST_REMEMBERED = 100_000;

  private static final long LATEST_MICROS =
      Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() * 1_000_000;

  private static final Set<String> FIELDS = RecordJson.fields(TopicKind.DETECTIONS, null);
  private static final Set<String> BOX_FIELDS =
      RecordJson.fields(TopicKind.DETECTIONS, "detections");

  private final String file;
  private final IgnoredFields ignored = new IgnoredFields();
  private final Map<String, Integer> classes = new HashMap<>();
  private final Map<Frame, Long> lineOf =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Frame, Long> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private record Frame(String cameraId, long sequence, long captureMicros) {}

  public DetectionLines(String file) {
    this.file = file;
  }

  /**
   * One line.
   *
   * @param number the line number, counted from 1
   * @throws BadLineException if it is not a detection record
   */
  public DetectedFrame parse(String line, long number) throws BadLineException {
    JsonFields fields = new JsonFields(object(line), "");
    ignored.note(fields, "", FIELDS, number);
    String cameraId = fields.text("cameraId");
    long captured = fields.whole("captureTime", 0, LATEST_MICROS);
    long sequence = fields.whole("sequence", 0, Long.MAX_VALUE, number);
    Size size =
        new Size(
            (int) fields.whole("frameWidth", 1, Integer.MAX_VALUE),
            (int) fields.whole("frameHeight", 1, Integer.MAX_VALUE));
    fields.require("detections", "a list of detections");
    List<String> labels = new ArrayList<>();
    List<Detection> detections = detections(fields, "detections", labels, number);
    List<String> faintLabels = new ArrayList<>();
    List<Detection> faint = detections(fields, "faintDetections", faintLabels, number);
    SourceOffset source = source(fields, new Frame(cameraId, sequence, captured), number);
    UUID id = DetectionId.of(cameraId, source, "");
    return new DetectedFrame(
            fields.uuid("detectionId", id),
            new Lineage(
                fields.uuid("frameId", id),
                cameraId,
                fields.has("sessionId") ? fields.uuid("sessionId", id) : null,
                sequence,
                source,
                instant(captured),
                instant(fields.whole("ingestTime", 0, LATEST_MICROS, captured))),
            size,
            detections,
            labels,
            new ModelIdentity(
                fields.text("modelName", "unknown"), fields.text("modelSha256", "unknown")),
            instant(fields.whole("detectionTime", 0, LATEST_MICROS, captured)))
        .withFaint(null, faint, faintLabels);
  }

  /** A sentence for each field of the lines so far that no detection record has. */
  public List<String> warnings() {
    return ignored.warnings();
  }

  private static JsonNode object(String line) throws BadLineException {
    try {
      JsonNode node = JSON.readTree(line);
      if (!node.isObject()) {
        throw new BadLineException("must be a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new BadLineException(
          "is not JSON%s: %s"
              .formatted(at == null ? "" : ", at column " + at.getColumnNr(), reason(e)));
    }
  }

  /** The parser's message without its advice to programmers. */
  private static String reason(JsonProcessingException e) {
    String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    int advice = reason.indexOf(": enable `");
    return advice < 0 ? reason : reason.substring(0, advice) + ": JSON has no such number";
  }

  private SourceOffset source(JsonFields fields, Frame frame, long number) throws BadLineException {
    if (fields.has("sourceOffset")) {
      return new SourceOffset(
          fields.text("sourceTopic", file),
          (int) fields.whole("sourcePartition", 0, Integer.MAX_VALUE, 0),
          fields.whole("sourceOffset", 0, Long.MAX_VALUE));
    }
    Long first = lineOf.putIfAbsent(frame, number);
    return new SourceOffset(file, 0, first == null ? number : first);
  }

  private List<Detection> detections(
      JsonFields fields, String name, List<String> labels, long number) throws BadLineException {
    List<Detection> detections = new ArrayList<>();
    @Nullable JsonNode array = fields.array(name);
    if (array == null) {
      return detections;
    }
    for (JsonNode each : array) {
      String path = "%s[%d]".formatted(name, detections.size());
      if (!each.isObject()) {
        throw new BadLineException(path + " must be a JSON object");
      }
      JsonFields detection = new JsonFields(each, path + ".");
      ignored.note(detection, name + ".", BOX_FIELDS, number);
      String label = detection.text("label");
      detections.add(detection(detection, label));
      labels.add(label);
    }
    return detections;
  }

  private Detection detection(JsonFields fields, String label) throws BadLineException {
    Box box =
        new Box(fields.number("x1"), fields.number("y1"), fields.number("x2"), fields.number("y2"));
    if (box.width() < 0) {
      throw fields.bad("x2", "must not be below x1 = " + box.x1());
    }
    if (box.height() < 0) {
      throw fields.bad("y2", "must not be below y1 = " + box.y1());
    }
    float score = fields.number("score");
    if (!(score >= 0 && score <= 1)) {
      throw fields.bad("score", "must be from 0 to 1");
    }
    int known = classes.computeIfAbsent(label, each -> classes.size());
    return new Detection(box, (int) fields.whole("classId", 0, Integer.MAX_VALUE, known), score);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
