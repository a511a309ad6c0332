package io.paastreams.rules;

import java.util.List;

/**
 * The zones and lines of the cameras that an id or a pattern matches, in alphabetical order.
 *
 * @param cameras a camera id or a pattern of ids
 */
public record CameraEntry(String cameras, List<Zone> zones, List<Line> lines) {

  public CameraEntry {
    zones = List.copyOf(zones);
    lines = List.copyOf(lines);
  }

  boolean hasZone(String name) {
    return zones.stream().anyMatch(zone -> zone.name().equals(name));
  }

  boolean hasLine(String name) {
    return lines.stream().anyMatch(line -> line.name().equals(name));
  }
}
