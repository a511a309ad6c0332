package io.paastreams.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The largest resident memory of this process, native memory included, in parts of a run. What an
 * earlier part took and the allocators keep counts in later ones too.
 *
 * <p>Threading: one thread.
 */
final class ResidentPeak {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");

  /** Tells the kernel to forget the peak, see proc(5). */
  private static final String FORGET = "5";

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
    try {
      Files.writeString(RESET, FORGET);
    } catch (IOException e) {
      // Not Linux, or not allowed: the peaks are upper bounds then.
    }
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
    sinceReset = highWaterMark();
    ofPart = Math.max(ofPart, sinceReset);
    overall = Math.max(overall, sinceReset);
  }

  private static long highWaterMark() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }
}
