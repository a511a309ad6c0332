package io.paastreams.rules;

import java.time.Duration;
import java.util.List;

/**
 * The rules that apply to one camera. Zones, lines and rules are in alphabetical order.
 *
 * @param version of the rules, see {@link Rules#version}
 * @param updateEvery the minimum time between an event of an object and its next {@code UPDATE}
 */
public record CameraRules(
    String version,
    String cameraId,
    List<Zone> zones,
    List<Line> lines,
    CountSettings counts,
    Duration updateEvery,
    List<Rule> rules) {

  public CameraRules {
    zones = List.copyOf(zones);
    lines = List.copyOf(lines);
    rules = List.copyOf(rules);
  }
}
