package io.paastreams.config;

import io.paastreams.claimcheck.StoreLocation;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the text of a value is read.
 *
 * @param allowed what may be written, for people
 * @param parser throws {@link IllegalArgumentException} for anything else
 * @param <T> type of the value
 */
record ValueType<T>(String allowed, Function<String, T> parser) {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB)?");

  static ValueType<String> text() {
    return new ValueType<>("text", Function.identity());
  }

  static ValueType<Path> path() {
    return new ValueType<>("a path", ValueType::parsePath);
  }

  static ValueType<Boolean> flag() {
    return oneOf(List.of("true", "false"), Boolean::valueOf);
  }

  static ValueType<Integer> integer(int least, int most) {
    return new ValueType<>(
        "a whole number in " + least + ".." + most,
        text -> {
          int value = Integer.parseInt(text);
          return within(value, value >= least && value <= most);
        });
  }

  static ValueType<Float> fraction() {
    return new ValueType<>(
        "a number from 0 to below 1",
        text -> {
          float value = Float.parseFloat(text);
          return within(value, value >= 0 && value < 1);
        });
  }

  static ValueType<Double> number(double least, double most) {
    return new ValueType<>(
        "a number in " + least + ".." + most,
        text -> {
          double value = Double.parseDouble(text);
          return within(value, value >= least && value <= most);
        });
  }

  static ValueType<Duration> duration() {
    return new ValueType<>("a duration such as 200ms, 20s, 5m, 1h or 7d", ValueType::parseDuration);
  }

  static ValueType<Long> bytes() {
    return new ValueType<>("a size such as 65536, 512KiB, 16MiB or 1GiB", ValueType::parseBytes);
  }

  /** A size of at most 1 GiB, which fits an int. */
  static ValueType<Integer> recordBytes() {
    return new ValueType<>(
        "a size from 1KiB to 1GiB, such as 16MiB",
        text -> {
          long bytes = parseBytes(text);
          return within((int) bytes, bytes >= 1 << 10 && bytes <= 1 << 30);
        });
  }

  /** Text of a form. */
  static ValueType<String> form(String allowed, String regex) {
    Pattern pattern = Pattern.compile(regex);
    return new ValueType<>(allowed, text -> within(text, pattern.matcher(text).matches()));
  }

  static <E extends Enum<E>> ValueType<E> constant(Class<E> type) {
    return oneOf(
        Arrays.stream(type.getEnumConstants()).map(ValueType::written).toList(),
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  static ValueType<List<Path>> paths() {
    return listOf("paths", ValueType::parsePath);
  }

  static ValueType<List<URI>> uris() {
    return listOf("URIs", ValueType::parseUri);
  }

  static ValueType<URI> uri() {
    return new ValueType<>("a URI", ValueType::parseUri);
  }

  static ValueType<StoreLocation> storeLocation() {
    return new ValueType<>(StoreLocation.ALLOWED, StoreLocation::parse);
  }

  static ValueType<List<String>> texts() {
    return listOf("texts", Function.identity());
  }

  /** {@code AT_LEAST_ONCE} is written {@code at-least-once}. */
  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <T> ValueType<T> oneOf(List<String> words, Function<String, T> parser) {
    return new ValueType<>(
        String.join(" or ", words),
        text -> {
          String word = text.toLowerCase(Locale.ROOT).replace('_', '-');
          return parser.apply(within(word, words.contains(word)));
        });
  }

  private static <T> ValueType<List<T>> listOf(String what, Function<String, T> parser) {
    return new ValueType<>(
        what + ", as a list or separated by commas",
        text ->
            Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(parser)
                .collect(Collectors.toUnmodifiableList()));
  }

  private static <T> T within(T value, boolean inRange) {
    if (!inRange) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static Path parsePath(String text) {
    try {
      return Path.of(within(text, !text.isBlank()));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static URI parseUri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Duration parseDuration(String text) {
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
      default -> Duration.ofDays(within(amount, amount < 1_000_000));
    };
  }

  private static Long parseBytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no size");
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    int shift =
        switch (unit) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 0;
        };
    long amount = Long.parseLong(matcher.group(1));
    return within(amount, amount <= Long.MAX_VALUE >> shift) << shift;
  }
}
