package io.paastreams.rules;

import io.paastreams.geometry.Point;
import io.paastreams.geometry.Polygon;
import io.paastreams.geometry.Segment;
import io.paastreams.rules.YamlNode.Entry;
import io.paastreams.rules.YamlNode.Scalar;
import io.paastreams.rules.YamlNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the zones and lines of one entry of {@code cameras}.
 *
 * <p>Threading: one thread.
 */
final class CameraReader {

  static final Duration ENTER_AFTER = Duration.ofMillis(500);
  static final Duration LEAVE_AFTER = Duration.ofSeconds(1);
  static final Duration CROSS_AFTER = Duration.ofMillis(500);

  private static final Duration LONGEST_INERTIA = Duration.ofHours(1);
  private static final int MOST_CORNERS = 200;
  private static final double LEAST_AREA = 1e-6;
  private static final double LEAST_LENGTH = 1e-3;
  private static final Pattern FRAME_SIZE = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");
  private static final List<String> ANCHORS = List.of("bottom", "centre", "center");

  /**
   * Replaces a shape that is refused, because rules that name it would otherwise be refused as
   * well.
   */
  private static final Polygon REFUSED_POLYGON =
      new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1)));

  private static final Segment REFUSED_SEGMENT = new Segment(new Point(0, 0), new Point(1, 1));

  private final Fields fields;
  private final KnownLabels labels;
  private final Findings findings;
  private final double width;
  private final double height;

  private CameraReader(Fields fields, KnownLabels labels, Findings findings) {
    this.fields = fields;
    this.labels = labels;
    this.findings = findings;
    String coordinates = fields.text("coordinates");
    Matcher size = FRAME_SIZE.matcher(coordinates == null ? "1x1" : coordinates);
    if (!size.matches()) {
      fields.error(
          "coordinates",
          "must be the frame size to whose pixels they refer, such as 1920x1080; without it they are"
              + " in 0..1 of the frame");
    }
    width = size.matches() ? Integer.parseInt(size.group(1)) : Double.NaN;
    height = size.matches() ? Integer.parseInt(size.group(2)) : Double.NaN;
  }

  static CameraEntry read(Entry entry, KnownLabels labels, Findings findings) {
    String path = "cameras." + entry.key();
    if (entry.key().isBlank()) {
      findings.error(entry.line(), path, null, "must be the id of a camera or a pattern");
    }
    Fields fields = Fields.of(entry.value(), path, findings);
    fields.allow(Set.of("coordinates", "zones", "lines"));
    CameraReader reader = new CameraReader(fields, labels, findings);
    List<Zone> zones = new ArrayList<>();
    reader.section("zones").forEach(each -> zones.add(reader.zone(each)));
    List<Line> lines = new ArrayList<>();
    reader.section("lines").forEach(each -> lines.add(reader.line(each)));
    zones.sort(Comparator.comparing(Zone::name));
    lines.sort(Comparator.comparing(Line::name));
    return new CameraEntry(entry.key(), zones, lines);
  }

  private List<Entry> section(String key) {
    return fields
        .node(key)
        .map(node -> Fields.of(node, fields.path(key), findings).entries())
        .orElse(List.of());
  }

  private Zone zone(Entry entry) {
    String path = fields.path("zones") + "." + entry.key();
    Fields zone = Fields.of(entry.value(), path, findings);
    zone.allow(Set.of("polygon", "labels", "enterAfter", "leaveAfter", "anchor"));
    zone.require("polygon", "corners such as [[0.1, 0.5], [0.9, 0.5], [0.5, 1]]");
    List<String> taken = labels.read(zone, "labels");
    Duration enterAfter = inertia(zone, "enterAfter", ENTER_AFTER);
    Duration leaveAfter = inertia(zone, "leaveAfter", LEAVE_AFTER);
    Anchor anchor = anchor(zone);
    Polygon polygon = polygon(zone).orElse(REFUSED_POLYGON);
    return new Zone(entry.key(), polygon, taken, enterAfter, leaveAfter, anchor);
  }

  private Line line(Entry entry) {
    String path = fields.path("lines") + "." + entry.key();
    Fields line = Fields.of(entry.value(), path, findings);
    line.allow(Set.of("from", "to", "labels", "crossAfter", "anchor"));
    line.require("from", "a point such as [0.2, 0.8]");
    line.require("to", "a point such as [0.8, 0.8]");
    List<String> taken = labels.read(line, "labels");
    Duration crossAfter = inertia(line, "crossAfter", CROSS_AFTER);
    Anchor anchor = anchor(line);
    Point from = line.node("from").map(node -> point(node, line, "from")).orElse(null);
    Point to = line.node("to").map(node -> point(node, line, "to")).orElse(null);
    Segment segment = from == null || to == null ? REFUSED_SEGMENT : new Segment(from, to);
    if (segment.length() < LEAST_LENGTH) {
      line.error("to", "gives the line no length; move it away from the point given by from");
    }
    return new Line(entry.key(), segment, taken, crossAfter, anchor);
  }

  private static Duration inertia(Fields fields, String key, Duration fallback) {
    return fields.duration(key, fallback, Duration.ZERO, LONGEST_INERTIA);
  }

  private static Anchor anchor(Fields fields) {
    String word = fields.word("anchor", ANCHORS);
    return word == null || word.equals("bottom") ? Anchor.BOTTOM : Anchor.CENTRE;
  }

  private Optional<Polygon> polygon(Fields zone) {
    if (!(zone.node("polygon").orElse(null) instanceof Sequence sequence)) {
      if (zone.has("polygon")) {
        zone.error("polygon", "must be a list of corners such as [[0.1, 0.5], [0.9, 0.5]]");
      }
      return Optional.empty();
    }
    if (sequence.items().size() > MOST_CORNERS) {
      zone.error("polygon", "has more than " + MOST_CORNERS + " corners; leave some out");
      return Optional.empty();
    }
    List<Point> corners = new ArrayList<>();
    boolean isWhole = true;
    for (YamlNode node : sequence.items()) {
      Point corner = point(node, zone, "polygon[" + sequence.items().indexOf(node) + "]");
      isWhole &= corner != null;
      if (corner != null) {
        corners.add(corner);
      }
    }
    return isWhole ? sound(zone, corners) : Optional.empty();
  }

  private static Optional<Polygon> sound(Fields zone, List<Point> corners) {
    // Many formats repeat the first corner at the end.
    if (corners.size() > 3 && corners.get(0).equals(corners.get(corners.size() - 1))) {
      corners.remove(corners.size() - 1);
    }
    if (corners.size() < 3) {
      zone.error("polygon", "has %d corners; at least 3 are needed".formatted(corners.size()));
      return Optional.empty();
    }
    for (int i = 0; i < corners.size(); i++) {
      if (corners.get(i).equals(corners.get((i + 1) % corners.size()))) {
        zone.error("polygon", "has the same corner twice in a row; remove one");
        return Optional.empty();
      }
    }
    Polygon polygon = new Polygon(corners);
    if (polygon.isFlat(LEAST_AREA)) {
      zone.error("polygon", "has no area; move a corner away from the line through the others");
      return Optional.empty();
    }
    Optional<Polygon.Crossing> crossing = polygon.crossing();
    if (crossing.isPresent()) {
      zone.error(
          "polygon",
          "crosses itself: the edges after corners %d and %d meet; list the corners in order"
                  .formatted(crossing.get().edge() + 1, crossing.get().other() + 1)
              + " around the zone");
      return Optional.empty();
    }
    return Optional.of(polygon);
  }

  /**
   * A point in 0..1 of the frame; null, with a fault noted, if it is not a point or lies outside.
   */
  private @Nullable Point point(YamlNode node, Fields fields, String key) {
    Double x = null;
    Double y = null;
    if (node instanceof Sequence pair
        && pair.items().size() == 2
        && pair.items().get(0) instanceof Scalar first
        && pair.items().get(1) instanceof Scalar second) {
      x = Fields.number(first.text());
      y = Fields.number(second.text());
    }
    if (x == null || y == null) {
      findings.error(
          node.line(), fields.path(key), node.written(), "must be a point: two numbers [x, y]");
      return null;
    }
    if (Double.isNaN(width)) {
      return null;
    }
    if (x < 0 || x > width || y < 0 || y > height) {
      findings.error(node.line(), fields.path(key), node.written(), outside());
      return null;
    }
    return new Point(x / width, y / height);
  }

  private String outside() {
    return width == 1 && height == 1
        ? "is outside the frame; write 0..1 of its width and height, or give the frame size whose"
            + " pixels these are, such as coordinates: 1920x1080"
        : "is outside the frame of %.0fx%.0f that coordinates names".formatted(width, height);
  }
}
