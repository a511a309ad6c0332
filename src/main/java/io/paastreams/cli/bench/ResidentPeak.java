package io.paastreams.cli.bench;

import io.paastreams.inference.ResidentMemory;
import java.util.OptionalLong;

/**
 * The largest resident memory of this process, native memory included, in parts of a run. What an
 * earlier part took and the allocators keep counts in later ones too.
 *
 * <p>Threading: one thread.
 */
final class ResidentPeak {

  private long sinceReset = -1;
  private long ofPart = -1;
  private long overall = -1;

  /** Starts a part of the run. */
  void beginPart() {
    reset();
    ofPart = -1;
  }

  /** Starts a figure. Where the kernel does not forget, its peak will be that since the start. */
  void reset() {
    read();
    ResidentMemory.forgetPeak();
  }

  /** Since the last reset, in MiB; -1 where it is not known. */
  long mebibytes() {
    read();
    return sinceReset;
  }

  /** Since the part began, in MiB. */
  long ofPartMiB() {
    read();
    return ofPart;
  }

  /** Of all parts, in MiB. */
  long overallMiB() {
    read();
    return overall;
  }

  private void read() {
    OptionalLong peak = ResidentMemory.peak();
    sinceReset = peak.isPresent() ? peak.getAsLong() >> 20 : -1;
    ofPart = Math.max(ofPart, sinceReset);
    overall = Math.max(overall, sinceReset);
  }
}
