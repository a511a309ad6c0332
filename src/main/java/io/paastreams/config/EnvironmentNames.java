package io.paastreams.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of environment variables. */
final class EnvironmentNames {

  static final String PREFIX = "PAA_";

  private static final Pattern SERVICE =
      Pattern.compile(
          ".*_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|.*_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
  private static final Pattern SERVICE_PORT = Pattern.compile(".*_PORT");
  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private EnvironmentNames() {}

  /** {@code batch.maxDelay} becomes {@code PAA_BATCH_MAX_DELAY}. */
  static String of(String key) {
    return PREFIX
        + key.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /**
   * Converts the rest of a variable's name to a dotted property: {@code SASL_MECHANISM} is {@code
   * sasl.mechanism}. Two underscores stand for a dash and three for an underscore, as in
   * Confluent's images.
   */
  static String property(String rest) {
    return rest.toLowerCase(Locale.ROOT)
        .replace("___", "\0")
        .replace("__", "-")
        .replace('_', '.')
        .replace('\0', '_');
  }

  /**
   * Whether Kubernetes has set a variable: for a service whose name begins with "paa" it describes
   * that service to every container, as {@code PAA_SERVICE_HOST} or {@code PAA_PORT}.
   */
  static boolean ofService(String name, String text) {
    return SERVICE.matcher(name).matches()
        || (SERVICE_PORT.matcher(name).matches() && SERVICE_ADDRESS.matcher(text).matches());
  }
}
