package io.paastreams.tracking;

import java.time.Duration;

/**
 * When an object counts as stationary.
 *
 * @param memory the time constant of the average box; a moving object is ahead of its average by
 *     its speed times this
 * @param after how long the object must have been still
 * @param enter the minimum IoU of the object with its average box at which it becomes still
 * @param leave the IoU below which it moves; between the two nothing changes
 */
public record StillnessLimits(Duration memory, Duration after, double enter, double leave) {

  static StillnessLimits defaults() {
    return new StillnessLimits(Duration.ofSeconds(3), Duration.ofSeconds(3), 0.7, 0.5);
  }

  void check(Faults faults) {
    faults.positive("stillness.memory", memory);
    faults.notNegative("stillness.after", after);
    faults.share("stillness.enter", enter);
    faults.share("stillness.leave", leave);
    faults.check(
        leave <= enter, "stillness.leave", leave, "must not be above stillness.enter = " + enter);
  }
}
