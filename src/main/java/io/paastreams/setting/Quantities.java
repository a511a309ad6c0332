package io.paastreams.setting;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, sizes and shares as users write them: {@code 20ms}, {@code 16MiB}, {@code 5%}. */
final class Quantities {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB)?");

  private static final Pattern PERCENTS = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*%");

  private static final long MOST_DAYS = 1_000_000;

  private static final Map<String, Integer> SHIFTS =
      Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

  private Quantities() {}

  static Duration parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no duration");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> {
        if (amount >= MOST_DAYS) {
          throw new IllegalArgumentException("no duration");
        }
        yield Duration.ofDays(amount);
      }
    };
  }

  /**
   * Writes a duration in the largest unit that divides it, up to days; fractions of a millisecond
   * are dropped.
   */
  static String write(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    long ms = duration.toMillis();
    if (ms % 86_400_000 == 0) {
      return ms / 86_400_000 + "d";
    }
    if (ms % 3_600_000 == 0) {
      return ms / 3_600_000 + "h";
    }
    if (ms % 60_000 == 0) {
      return ms / 60_000 + "m";
    }
    return ms % 1000 == 0 ? ms / 1000 + "s" : ms + "ms";
  }

  static double parseShare(String text) {
    Matcher percents = PERCENTS.matcher(text);
    return percents.matches()
        ? Double.parseDouble(percents.group(1)) / 100
        : Double.parseDouble(text);
  }

  static String writeShare(double share) {
    if (!Double.isFinite(share)) {
      return String.valueOf(share);
    }
    BigDecimal percents = BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros();
    return percents.toPlainString() + "%";
  }

  static long parseBytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no size");
    }
    int shift = matcher.group(2) == null ? 0 : SHIFTS.getOrDefault(matcher.group(2), 0);
    long amount = Long.parseLong(matcher.group(1));
    if (amount > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("no size");
    }
    return amount << shift;
  }

  /** Writes a size in the largest unit that divides it. */
  static String write(long bytes) {
    if (bytes == 0 || bytes % 1024 != 0) {
      return bytes + "B";
    }
    if (bytes % (1 << 20) != 0) {
      return (bytes >> 10) + "KiB";
    }
    return bytes % (1 << 30) == 0 ? (bytes >> 30) + "GiB" : (bytes >> 20) + "MiB";
  }
}
