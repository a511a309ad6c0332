package io.paastreams.rules;

import io.paastreams.text.CameraPattern;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/**
 * The content of a rule file. Immutable.
 *
 * @param version the first 12 hexadecimal digits of the SHA-256 of the file's text; empty if there
 *     is no file
 * @param cameras sorted so that more specific patterns come first
 * @param updateEvery the minimum time between an event of an object and its next {@code UPDATE}
 * @param rules in alphabetical order
 */
public record Rules(
    String version,
    List<CameraEntry> cameras,
    CountSettings counts,
    Duration updateEvery,
    List<Rule> rules) {

  static final CountSettings DEFAULT_COUNTS =
      new CountSettings(Duration.ofMinutes(1), EnumSet.allOf(CountSettings.By.class));
  static final Duration DEFAULT_UPDATE_EVERY = Duration.ofSeconds(5);

  /**
   * The rules of an application that was given none: objects appear and disappear, and are counted
   * per camera.
   */
  public static final Rules NONE =
      new Rules("", List.of(), DEFAULT_COUNTS, DEFAULT_UPDATE_EVERY, List.of());

  public Rules {
    cameras = List.copyOf(cameras);
    rules = List.copyOf(rules);
  }

  /**
   * The rules that apply to one camera: the zones and lines of the most specific entry that matches
   * it, and the rules whose zone or line it has.
   */
  public CameraRules forCamera(String cameraId) {
    CameraEntry entry =
        cameras.stream()
            .filter(each -> CameraPattern.matches(each.cameras(), cameraId))
            .findFirst()
            .orElseGet(() -> new CameraEntry(cameraId, List.of(), List.of()));
    return new CameraRules(
        version,
        cameraId,
        entry.zones(),
        entry.lines(),
        counts,
        updateEvery,
        rules.stream().filter(rule -> applies(rule, entry, cameraId)).toList());
  }

  private static boolean applies(Rule rule, CameraEntry entry, String cameraId) {
    boolean asked =
        rule.cameras().isEmpty()
            || rule.cameras().stream().anyMatch(each -> CameraPattern.matches(each, cameraId));
    String place = rule.place();
    return asked
        && (place == null
            || (rule.when() == Rule.When.CROSSING ? entry.hasLine(place) : entry.hasZone(place)));
  }
}
