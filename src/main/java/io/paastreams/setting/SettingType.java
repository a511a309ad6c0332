package io.paastreams.setting;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which values a setting may have, and how they are written.
 *
 * @param allowed the allowed values, for people
 * @param parser throws {@link IllegalArgumentException} for text that does not have the form
 * @param range whether a parsed value is allowed
 * @param writer returns the text that a user would write
 * @param <T> type of the value
 */
public record SettingType<T>(
    String allowed, Function<String, T> parser, Predicate<T> range, Function<T, String> writer) {

  /** A custom type that allows every value that can be parsed. */
  public static <T> SettingType<T> of(
      String allowed, Function<String, T> parser, Function<T, String> writer) {
    return new SettingType<>(allowed, parser, value -> true, writer);
  }

  public static SettingType<String> text() {
    return new SettingType<>("text", Function.identity(), text -> !text.isBlank(), text -> text);
  }

  /** Text that matches a pattern. */
  public static SettingType<String> form(String allowed, Pattern pattern) {
    return new SettingType<>(
        allowed, Function.identity(), text -> pattern.matcher(text).matches(), text -> text);
  }

  public static SettingType<Path> path() {
    return of("a path", SettingType::parsePath, Path::toString);
  }

  public static SettingType<URI> uri() {
    return of("a URI", SettingType::parseUri, URI::toString);
  }

  public static SettingType<Boolean> flag() {
    return oneOf(List.of("true", "false"), Boolean::valueOf, String::valueOf);
  }

  public static SettingType<Integer> integer(int least, int most) {
    return new SettingType<>(
        "a whole number in " + least + ".." + most,
        Integer::valueOf,
        value -> value >= least && value <= most,
        String::valueOf);
  }

  /** A number from 0 to below 1. */
  public static SettingType<Float> fraction() {
    return new SettingType<>(
        "a number from 0 to below 1",
        Float::valueOf,
        value -> value >= 0 && value < 1,
        String::valueOf);
  }

  /** A fraction of a whole, written {@code 5%} or {@code 0.05}. */
  public static SettingType<Double> share() {
    return new SettingType<>(
        "a share in 0%..100%, or a number in 0..1",
        Quantities::parseShare, value -> value >= 0 && value <= 1, Quantities::writeShare);
  }

  public static SettingType<Double> number(double least, double most) {
    return new SettingType<>(
        "a number in " + shortest(least) + ".." + shortest(most),
        Double::valueOf,
        value -> value >= least && value <= most,
        SettingType::shortest);
  }

  public static SettingType<Duration> duration(Duration least, Duration most) {
    return new SettingType<>(
        "a duration in %s..%s (units ms, s, m, h, d)"
            .formatted(Quantities.write(least), Quantities.write(most)),
        Quantities::parseDuration,
        value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        Quantities::write);
  }

  /** A size in bytes. */
  public static SettingType<Long> bytes(long least, long most) {
    return new SettingType<>(
        sizes(least, most),
        Quantities::parseBytes,
        value -> value >= least && value <= most,
        Quantities::write);
  }

  /** A size in bytes that fits an int. */
  public static SettingType<Integer> bytes(int least, int most) {
    return new SettingType<>(
        sizes(least, most),
        text -> Math.toIntExact(within(Quantities.parseBytes(text))),
        value -> value >= least && value <= most,
        value -> Quantities.write(value.longValue()));
  }

  /** {@code AT_LEAST_ONCE} is written {@code at-least-once}. */
  public static <E extends Enum<E>> SettingType<E> constant(Class<E> type) {
    return oneOf(
        Arrays.stream(type.getEnumConstants()).map(SettingType::written).toList(),
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')),
        SettingType::written);
  }

  public static SettingType<List<String>> texts() {
    return listOf("texts", text());
  }

  public static SettingType<List<Path>> paths() {
    return listOf("paths", path());
  }

  /** Several values of a type whose text has no commas. */
  public static <T> SettingType<List<T>> listOf(String what, SettingType<T> type) {
    return new SettingType<>(
        what + ", as a list or separated by commas",
        text ->
            Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(type.parser())
                .collect(Collectors.toUnmodifiableList()),
        values -> values.stream().allMatch(type.range()),
        values -> values.stream().map(type.writer()).collect(Collectors.joining(",")));
  }

  /** A copy with another description of what is allowed. */
  public SettingType<T> described(String other) {
    return new SettingType<>(other, parser, range, writer);
  }

  /** A copy with a further condition, which {@code allowed} must describe. */
  public SettingType<T> where(Predicate<T> condition) {
    return new SettingType<>(allowed, parser, range.and(condition), writer);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is not allowed
   */
  public T parse(String text) {
    T value = parser.apply(text);
    if (!range.test(value)) {
      throw new IllegalArgumentException(demand());
    }
    return value;
  }

  public boolean accepts(T value) {
    return range.test(value);
  }

  /** The text for a value. */
  public String write(T value) {
    return writer.apply(value);
  }

  /** The message about a value that is not allowed. */
  public String demand() {
    return "must be " + allowed;
  }

  private static <T> SettingType<T> oneOf(
      List<String> words, Function<String, T> parser, Function<T, String> writer) {
    return of(
        String.join(" or ", words),
        text -> {
          String word = text.toLowerCase(Locale.ROOT).replace('_', '-');
          if (!words.contains(word)) {
            throw new IllegalArgumentException(text);
          }
          return parser.apply(word);
        },
        writer);
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String shortest(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private static String sizes(long least, long most) {
    String range =
        most == Long.MAX_VALUE
            ? " of at least " + Quantities.write(least)
            : " in %s..%s".formatted(Quantities.write(least), Quantities.write(most));
    return "a size" + range + " (units B, KiB, MiB, GiB)";
  }

  private static long within(long bytes) {
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(bytes + " bytes are too many");
    }
    return bytes;
  }

  private static Path parsePath(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("no path");
    }
    try {
      return Path.of(text);
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
}
