package io.paastreams.pipeline;

import io.paastreams.streams.Guarantee;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What instances of one group should have in common. It is part of the {@code client.id}, the only
 * thing that all members of a group can learn about each other: whatever else Kafka Streams
 * exchanges is internal.
 *
 * @param model the first eight digits of the model's SHA-256
 * @param guarantee the guarantee under which the instance runs
 */
public record InstanceKind(String model, Guarantee guarantee) {

  private static final int DIGITS = 8;
  private static final Pattern CLIENT_ID =
      Pattern.compile("-([0-9a-f]{" + DIGITS + "})-(alo|eos)-[0-9a-f]{8}(-.*)?$");

  /**
   * Creates the kind of an instance.
   *
   * @param sha256 the model's full SHA-256
   */
  public static InstanceKind of(String sha256, Guarantee guarantee) {
    String digits = sha256.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", "0");
    return new InstanceKind((digits + "0".repeat(DIGITS)).substring(0, DIGITS), guarantee);
  }

  /** Reads it from a member's client id; empty if the user chose that. */
  public static Optional<InstanceKind> ofClientId(String applicationId, String clientId) {
    if (!clientId.startsWith(applicationId + "-")) {
      return Optional.empty();
    }
    Matcher matcher = CLIENT_ID.matcher(clientId.substring(applicationId.length()));
    return matcher.lookingAt()
        ? Optional.of(
            new InstanceKind(
                matcher.group(1),
                matcher.group(2).equals("eos") ? Guarantee.EXACTLY_ONCE : Guarantee.AT_LEAST_ONCE))
        : Optional.empty();
  }

  /** Creates a client id for one process of this kind. */
  String newClientId(String applicationId) {
    return "%s-%s-%s-%s"
        .formatted(
            applicationId,
            model,
            guarantee == Guarantee.EXACTLY_ONCE ? "eos" : "alo",
            UUID.randomUUID().toString().substring(0, 8));
  }

  @Override
  public String toString() {
    return "model %s %s"
        .formatted(model, guarantee.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
