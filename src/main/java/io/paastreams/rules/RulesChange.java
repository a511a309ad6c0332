package io.paastreams.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Applies new rules to a camera that is already watched. Zones and lines that still exist with the
 * same geometry keep their state; everything else is forgotten, as if the objects had never been
 * there.
 */
final class RulesChange {

  private RulesChange() {}

  /**
   * The state under the new rules, and the alerts that were cleared because their rule or place no
   * longer exists.
   */
  record Changed(SceneState state, List<SceneAlert> cleared) {}

  static Changed apply(CameraRules rules, SceneState state, long micros) {
    if (rules.version().equals(state.rulesVersion())) {
      return new Changed(state, List.of());
    }
    Map<String, String> geometries = geometries(rules);
    List<SceneTrack> tracks =
        state.tracks().stream().map(track -> kept(track, state, geometries)).toList();
    List<ParkedTrack> parked =
        state.parked().stream()
            .map(
                each ->
                    new ParkedTrack(
                        kept(each.track(), state, geometries), each.place(), each.untilMicros()))
            .toList();
    List<RuleMemory> memories = new ArrayList<>();
    List<SceneAlert> cleared = new ArrayList<>();
    for (RuleMemory memory : state.rules()) {
      if (survives(memory, rules, state, geometries)) {
        memories.add(memory);
      } else {
        memory.open().ifPresent(alert -> cleared.add(alert.cleared(micros)));
      }
    }
    return new Changed(
        new SceneState(
            rules.version(),
            geometries,
            state.lastMicros(),
            state.lastFrame(),
            state.size(),
            tracks,
            parked,
            state.window(),
            memories),
        cleared);
  }

  private static SceneTrack kept(
      SceneTrack track, SceneState state, Map<String, String> geometries) {
    return track.keeping(
        track.stays().stream()
            .filter(stay -> isSame("zone " + stay.zone(), state, geometries))
            .toList(),
        track.sides().stream()
            .filter(side -> isSame("line " + side.line(), state, geometries))
            .toList());
  }

  private static boolean survives(
      RuleMemory memory, CameraRules rules, SceneState state, Map<String, String> geometries) {
    return rules.rules().stream()
        .filter(rule -> rule.name().equals(memory.rule()))
        .anyMatch(rule -> watchesTheSame(memory, rule, state, geometries));
  }

  private static boolean watchesTheSame(
      RuleMemory memory, Rule rule, SceneState state, Map<String, String> geometries) {
    boolean silent = rule.when() == Rule.When.SILENT;
    boolean sameScope =
        silent == (memory.silence() != null)
            && (silent || rule.eachTrack() == (memory.trackId() != null));
    SceneAlert alert = memory.alert();
    if (alert == null || !sameScope) {
      return sameScope;
    }
    String place = rule.place();
    return Objects.equals(place, alert.zone() != null ? alert.zone() : alert.line())
        && (place == null
            || isSame((alert.zone() != null ? "zone " : "line ") + place, state, geometries));
  }

  private static boolean isSame(String place, SceneState state, Map<String, String> geometries) {
    String now = geometries.get(place);
    return now != null && now.equals(state.geometries().get(place));
  }

  private static Map<String, String> geometries(CameraRules rules) {
    Map<String, String> geometries = new HashMap<>();
    rules.zones().forEach(zone -> geometries.put("zone " + zone.name(), zone.geometry()));
    rules.lines().forEach(line -> geometries.put("line " + line.name(), line.geometry()));
    return geometries;
  }
}
