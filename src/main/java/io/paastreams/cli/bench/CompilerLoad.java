package io.paastreams.cli.bench;

import java.lang.management.ManagementFactory;

/**
 * How busy the just-in-time compiler has been since a certain moment. In a new process it takes a
 * core from whatever is measured and from the broker; in one that has run for months it takes
 * nothing.
 */
final class CompilerLoad {

  /** The maximum number of warm-up rounds if the load never becomes small. */
  static final int MOST_WARM_UPS = 8;

  private static final double LITTLE = 0.1;

  private final long start = System.nanoTime();
  private final long compiled = compilingMillis();

  /** Whether the compiler took less than a tenth of a core since this was created. */
  boolean isLittle() {
    double seconds = (System.nanoTime() - start) / 1e9;
    return (compilingMillis() - compiled) / 1e3 < LITTLE * seconds;
  }

  /** The time of all compiler threads together. */
  private static long compilingMillis() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }
}
