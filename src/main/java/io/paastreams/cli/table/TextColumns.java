package io.paastreams.cli.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/**
 * Rows as aligned columns, each as wide as its widest cell. Text is aligned to the left, numbers to
 * the right.
 *
 * <p>Threading: confined to one thread.
 */
public final class TextColumns {

  private static final int GAP = 2;
  private static final Pattern NEGATIVE_ZERO = Pattern.compile("-0(\\.0*)?");

  private record Kind(String header, boolean number) {}

  private final int indent;
  private final List<Kind> kinds = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  private TextColumns(int indent) {
    this.indent = indent;
  }

  /** Creates a table without rows and columns. */
  public static TextColumns create() {
    return new TextColumns(0);
  }

  /**
   * Like {@link #create}, but each line begins with spaces.
   *
   * @param spaces the number of spaces
   */
  public static TextColumns indented(int spaces) {
    return new TextColumns(spaces);
  }

  /** Adds columns whose cells are text; without any header the table has no heading. */
  public TextColumns text(String... headers) {
    Stream.of(headers).map(header -> new Kind(header, false)).forEach(kinds::add);
    return this;
  }

  /** Adds columns whose cells are numbers. */
  public TextColumns numbers(String... headers) {
    Stream.of(headers).map(header -> new Kind(header, true)).forEach(kinds::add);
    return this;
  }

  /**
   * Adds a row.
   *
   * @param cells one per column; shown as their {@code toString}
   * @throws IllegalArgumentException if there are more or fewer cells than columns
   */
  public TextColumns row(Object... cells) {
    if (cells.length != kinds.size()) {
      throw new IllegalArgumentException(
          "%d cells for %d columns".formatted(cells.length, kinds.size()));
    }
    rows.add(Stream.of(cells).map(String::valueOf).toList());
    return this;
  }

  /**
   * A number with a fixed number of decimals and a decimal point; a negative one that is rounded to
   * zero has no sign.
   *
   * @param decimals digits after the point
   */
  public static String fixed(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return NEGATIVE_ZERO.matcher(text).matches() ? text.substring(1) : text;
  }

  /** The same for a difference: with a plus if it is positive, and without a sign if it is zero. */
  public static String difference(double value, int decimals) {
    String text = fixed(value, decimals);
    return value > 0 && !text.equals(fixed(0, decimals)) ? "+" + text : text;
  }

  /** The lines, each with its line separator. */
  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    if (kinds.stream().anyMatch(kind -> !kind.header().isEmpty())) {
      lines.add(kinds.stream().map(Kind::header).toList());
    }
    lines.addAll(rows);
    Column[] columns = new Column[kinds.size()];
    int[] widths = new int[columns.length];
    for (int i = 0; i < columns.length; i++) {
      int column = i;
      int before = i == 0 ? indent : GAP;
      widths[i] = lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
      columns[i] = new Column(before + Math.max(1, widths[i]), before, Overflow.SPAN);
    }
    TextTable table = TextTable.forColumns(Help.defaultColorScheme(Ansi.OFF), columns);
    for (List<String> line : lines) {
      String[] cells = new String[columns.length];
      for (int i = 0; i < cells.length; i++) {
        String cell = line.get(i);
        cells[i] = kinds.get(i).number() ? " ".repeat(widths[i] - cell.length()) + cell : cell;
      }
      table.addRowValues(cells);
    }
    return table.toString();
  }
}
