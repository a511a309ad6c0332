package io.paastreams.dataset;

import java.util.Set;

/**
 * Which lines of a {@code gt.txt} are objects. The class numbers of MOTChallenge apply only to its
 * own sequences: 1 is a pedestrian; a person on a vehicle (2), a person at rest (7), a distractor
 * (8) and a reflection (12) are ignored, and in MOT20 also a vehicle (6).
 */
enum MotClasses {
  /** All classes are objects. */
  ANY(Set.of()),
  MOT16_AND_17(Set.of(2, 7, 8, 12)),
  MOT20(Set.of(2, 6, 7, 8, 12));

  private static final int PEDESTRIAN = 1;

  private final Set<Integer> ignored;

  MotClasses(Set<Integer> ignored) {
    this.ignored = ignored;
  }

  /** The role of a line. */
  enum Role {
    OBJECT,
    /** Neither reporting nor missing it counts as an error of the tracker. */
    IGNORED,
    /** Not an object: a tracker that reports it makes an error. */
    NOTHING
  }

  static MotClasses of(String sequence) {
    if (sequence.startsWith("MOT16") || sequence.startsWith("MOT17")) {
      return MOT16_AND_17;
    }
    return sequence.startsWith("MOT20") ? MOT20 : ANY;
  }

  Role roleOf(MotLine line) {
    if (this != ANY && ignored.contains(line.classNumber())) {
      return Role.IGNORED;
    }
    boolean counts = this == ANY || line.classNumber() == PEDESTRIAN;
    return line.score() != 0 && counts ? Role.OBJECT : Role.NOTHING;
  }
}
