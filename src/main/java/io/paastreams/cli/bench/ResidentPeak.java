package io.paastreams.cli.bench;

import io.paastreams.inference.ResidentMemory;
import java.util.OptionalLong;

/**
 * The peak resident memory of this process, including native memory, in parts of a run. Memory from
 * an earlier part that the allocators keep counts in later ones too.
 *
 * <p>Threading: confined to one thread.
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

  /** Starts a figure. If the kernel cannot reset the peak, it will be that since the start. */
  void reset() {
    read();
    ResidentMemory.forgetPeak();
  }

  /** The peak since the last reset in MiB; -1 if it is not known. */
  long mebibytes() {
    read();
    return sinceReset;
  }

  /** The peak since the part began in MiB. */
  long ofPartMiB() {
    read();
    return ofPart;
  }

  /** The peak of all parts in MiB. */
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
