package io.paastreams.cli.rules;

import io.paastreams.text.EditDistance;
import io.paastreams.text.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields that lines have beyond those of their record. They are ignored, as readers of JSON do,
 * so that other programs may add to a record; but they are reported, because one of them may be a
 * misspelt optional field.
 *
 * <p>Threading: one thread.
 */
final class IgnoredFields {

  /** Lines that differ in more than this are no detection records with a field too many. */
  private static final int MOST_NAMED = 20;

  private static final int LONGEST_NAME = 60;

  /**
   * Where a field was ignored.
   *
   * @param line the number of the first line
   * @param lines the number of lines
   */
  private record Lines(long line, long latest, long lines, String advice) {

    Lines and(long number) {
      return number == latest ? this : new Lines(line, number, lines + 1, advice);
    }
  }

  private final Map<String, Lines> ignored = new LinkedHashMap<>();

  /**
   * Notes the unknown fields of an object.
   *
   * @param list the list that the object is in, with a dot at its end; empty for the whole line
   * @param number the number of the line
   */
  void note(JsonFields fields, String list, Set<String> known, long number) {
    for (String name : fields.besides(known)) {
      String field = Printable.line(list + name, LONGEST_NAME);
      Lines before = ignored.get(field);
      if (before != null) {
        ignored.put(field, before.and(number));
      } else if (ignored.size() < MOST_NAMED) {
        String advice =
            EditDistance.nearest(name, known)
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
        ignored.put(field, new Lines(number, number, 1, advice));
      }
    }
  }

  /** A sentence for each field, in the order in which they were met. */
  List<String> warnings() {
    return ignored.entrySet().stream()
        .map(
            each -> {
              Lines at = each.getValue();
              return "line %d: %s is no field of a detection record and is ignored%s%s"
                  .formatted(
                      at.line(),
                      each.getKey(),
                      at.lines() == 1 ? "" : ", in %d lines".formatted(at.lines()),
                      at.advice());
            })
        .toList();
  }
}
