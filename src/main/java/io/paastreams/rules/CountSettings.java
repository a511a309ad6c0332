package io.paastreams.rules;

import java.time.Duration;
import java.util.Set;

/**
 * What is counted, and over which windows.
 *
 * @param window the length of a window of capture time; windows begin at multiples of it since 1970
 * @param by the places that are counted separately
 */
public record CountSettings(Duration window, Set<By> by) {

  public CountSettings {
    by = Set.copyOf(by);
  }

  /** What is counted separately. */
  public enum By {
    /** The whole frame of each camera. */
    CAMERA,
    /** Each zone. */
    ZONE,
    /** Each line. */
    LINE,
    /** Each class within each of these places. */
    LABEL
  }
}
