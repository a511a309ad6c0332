package io.paastreams.rules;

import java.util.Collection;
import java.util.List;

/**
 * The labels that the model knows.
 *
 * @param names empty if they are not known
 */
record KnownLabels(Collection<String> names, Findings findings) {

  /** The labels under a key, with a warning for each label that the model never assigns. */
  List<String> read(Fields fields, String key) {
    List<String> labels = fields.texts(key, "labels");
    for (String label : labels) {
      if (!names.isEmpty() && !names.contains(label)) {
        String suggestion = Findings.suggestion(label, names);
        fields.warning(
            key,
            "the model knows no "
                + label
                + (suggestion.isEmpty() ? "; it knows " + String.join(", ", names) : suggestion));
      }
    }
    return labels;
  }
}
