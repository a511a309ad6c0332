package io.paastreams.model;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which values one key of a recipe may have. */
sealed interface RecipeRule {

  /** Whether the value, as read from a file or taken from a {@link Recipe}, is allowed. */
  boolean accepts(Object value);

  /** The allowed values, phrased to follow "must be". */
  String allowed();

  /** A model's name, which must be usable as the name of a folder. */
  record Name() implements RecipeRule {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    @Override
    public boolean accepts(Object value) {
      return value instanceof String text && FORM.matcher(text).matches();
    }

    @Override
    public String allowed() {
      return "1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit";
    }
  }

  /** True or false. */
  record Flag() implements RecipeRule {
    @Override
    public boolean accepts(Object value) {
      return value instanceof Boolean;
    }

    @Override
    public String allowed() {
      return "true or false";
    }
  }

  /** One of a few whole numbers. */
  record Choice(Set<Integer> choices) implements RecipeRule {
    @Override
    public boolean accepts(Object value) {
      return value instanceof Integer number && choices.contains(number);
    }

    @Override
    public String allowed() {
      return "one of " + new TreeSet<>(choices);
    }
  }

  /** A whole number from {@code least} to {@code most}. */
  record Whole(int least, int most) implements RecipeRule {
    @Override
    public boolean accepts(Object value) {
      return value instanceof Integer number && number >= least && number <= most;
    }

    @Override
    public String allowed() {
      return "a whole number from " + least + " to " + most;
    }
  }

  /** A count of at least 1, or -1 for no limit. */
  record Limit(int most) implements RecipeRule {
    @Override
    public boolean accepts(Object value) {
      return value instanceof Integer number && (number == -1 || (number >= 1 && number <= most));
    }

    @Override
    public String allowed() {
      return "a whole number from 1 to " + most + ", or -1 for no limit";
    }
  }

  /** A number from {@code least} to {@code most}; {@code least} itself only if {@code closed}. */
  record Decimal(float least, boolean closed, float most) implements RecipeRule {
    @Override
    public boolean accepts(Object value) {
      if (!(value instanceof Number number)) {
        return false;
      }
      float x = number.floatValue();
      return (closed ? x >= least : x > least) && x <= most;
    }

    @Override
    public String allowed() {
      return "a number "
          + (closed ? "from " : "above ")
          + least
          + (closed ? " to " : " up to ")
          + most;
    }
  }

  /** Three numbers for R, G and B. */
  record Triple(Decimal each) implements RecipeRule {
    @Override
    public boolean accepts(Object value) {
      return value instanceof List<?> list
          && list.size() == 3
          && list.stream().allMatch(each::accepts);
    }

    @Override
    public String allowed() {
      return "a list of three numbers, each " + each.allowed();
    }
  }

  /** A share above 0, or -1 for never. */
  record Share() implements RecipeRule {
    @Override
    public boolean accepts(Object value) {
      return value instanceof Number number
          && (number.floatValue() == -1 || (number.floatValue() > 0 && number.floatValue() <= 1));
    }

    @Override
    public String allowed() {
      return "a number above 0.0 up to 1.0, or -1 for never";
    }
  }

  /** Points of a map of scores, with both coordinates strictly increasing between 0 and 1. */
  record RisingPoints(int most) implements RecipeRule {
    @Override
    public boolean accepts(Object value) {
      return value instanceof List<?> points
          && points.size() <= most
          && points.stream().allMatch(RisingPoints::isPair)
          && rises(points, 0)
          && rises(points, 1);
    }

    private static boolean isPair(Object point) {
      return point instanceof List<?> pair
          && pair.size() == 2
          && pair.stream().allMatch(Number.class::isInstance);
    }

    private static boolean rises(List<?> points, int coordinate) {
      float last = 0;
      for (Object point : points) {
        float value = ((Number) ((List<?>) point).get(coordinate)).floatValue();
        if (!(value > last && value < 1)) {
          return false;
        }
        last = value;
      }
      return true;
    }

    @Override
    public String allowed() {
      return "a list of at most "
          + most
          + " pairs [score, calibrated score], both strictly increasing between 0 and 1";
    }
  }
}
