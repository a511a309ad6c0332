package io.paastreams.metrics;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The few JSON documents that are served here. */
final class JsonText {

  private JsonText() {}

  /** The format of MicroProfile Health: the overall status, and each check. */
  static String health(boolean up, List<HealthCheck> checks) {
    String rows =
        checks.stream()
            .map(
                check ->
                    "{\"name\":%s,\"status\":%s,\"data\":{\"detail\":%s}}"
                        .formatted(
                            quoted(check.name()), status(check.up()), quoted(check.detail())))
            .collect(Collectors.joining(","));
    return "{\"status\":%s,\"checks\":[%s]}\n".formatted(status(up), rows);
  }

  static String object(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(each -> quoted(each.getKey()) + ":" + quoted(each.getValue()))
        .collect(Collectors.joining(",", "{", "}\n"));
  }

  private static String status(boolean up) {
    return up ? "\"UP\"" : "\"DOWN\"";
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
