package io.paastreams.pipeline.faults;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Compares the records of a topic with those that are expected: same ids, same content, and by
 * camera the same order. Not thread-safe.
 */
final class RecordTally {

  /**
   * The account.
   *
   * @param expected records
   * @param missing of them
   * @param invented records that were not expected
   * @param different records of an expected id with another content
   * @param misordered records that came first after one that should follow them
   * @param doubled records that were there before, with the same content
   */
  record Account(
      long expected, long missing, long invented, long different, long misordered, long doubled) {}

  private record Expected(String content, int position) {}

  private final Map<String, Expected> expected = new LinkedHashMap<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, Integer> latest = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private long invented;
  private long different;
  private long misordered;
  private long doubled;

  /**
   * A record must be there.
   *
   * @param lane within which records have an order, such as a camera
   */
  void expect(String id, String lane, String content) {
    int position = positions.merge(lane, 1, Integer::sum);
    Expected before = expected.put(id, new Expected(content, position));
    if (before != null) {
      throw new IllegalStateException("two records are expected with the id " + id);
    }
  }

  /** A record is there. */
  void enter(String id, String lane, String content) {
    Expected wanted = expected.get(id);
    if (wanted == null) {
      invented++;
      report("invented", id, content);
      return;
    }
    if (!wanted.content().equals(content)) {
      different++;
      report("different", wanted.content(), content);
    } else if (!seen.add(id)) {
      doubled++;
    } else {
      int before = latest.getOrDefault(lane, 0);
      misordered += wanted.position() < before ? 1 : 0;
      latest.put(lane, Math.max(before, wanted.position()));
    }
  }

  private static void report(String what, String expected, String content) {
    if (Boolean.getBoolean("paa.faults.verbose")) {
      System.err.printf("%s:%n  %s%n  %s%n", what, expected, content);
    }
  }

  Account account() {
    long missing = 0;
    for (Map.Entry<String, Expected> each : expected.entrySet()) {
      if (!seen.contains(each.getKey())) {
        missing++;
        report("missing", each.getKey(), each.getValue().content());
      }
    }
    return new Account(expected.size(), missing, invented, different, misordered, doubled);
  }
}
