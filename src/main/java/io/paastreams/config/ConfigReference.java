package io.paastreams.config;

/** The keys as a page for people. */
final class ConfigReference {

  private ConfigReference() {}

  static String markdown(Schema schema) {
    StringBuilder page =
        new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (ConfigKey<?> key : schema.keys()) {
      String fallback = key.fallback();
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  key.name(),
                  key.type().allowed(),
                  fallback == null || fallback.isEmpty() ? "" : "`" + fallback + "`",
                  key.meaning()));
    }
    for (Schema.PassedOn each : schema.passedOn()) {
      page.append("| `%s*` | text | | Passed on to %s. |%n".formatted(each.prefix(), each.owner()));
    }
    return page.toString();
  }
}
