package io.paastreams.cluster;

import io.paastreams.text.MaskedUrl;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/** Explains, with remedies, why a client cannot use its cluster. Messages contain no secrets. */
public final class ClientFailures {

  private static final String LOGIN = "sasl.jaas.config";

  private ClientFailures() {}

  /**
   * A client cannot be created with its settings.
   *
   * @param properties the settings
   */
  public static IllegalStateException unusable(KafkaException failure, Map<String, ?> properties) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String reason = MaskedUrl.in(String.valueOf(cause.getMessage()));
    if (properties.containsKey(LOGIN) && reason.contains("JAAS")) {
      // The parser repeats the word at which it gave up, which may be part of a password. So the
      // cause is left out as well.
      return new IllegalStateException(
          "the Kafka cluster %s cannot be addressed: kafka.%s is not of the form"
                  .formatted(properties.get("bootstrap.servers"), LOGIN)
              + " MODULE required NAME=\"VALUE\" ...;");
    }
    String message =
        "the Kafka cluster %s cannot be addressed: %s"
            .formatted(properties.get("bootstrap.servers"), reason);
    return reason.contains("No resolvable bootstrap urls") // the name may become resolvable soon
        ? new NoAnswerException(message, failure)
        : new IllegalStateException(message, failure);
  }

  /** Nothing answers, or nothing that speaks our protocol. */
  static NoAnswerException noAnswer(String bootstrapServers, @Nullable Throwable failure) {
    return new NoAnswerException(
        ("no Kafka broker answers at %s: start one, or set kafka.bootstrap.servers to one that"
                + " runs, and kafka.security.protocol to the protocol of that port")
            .formatted(bootstrapServers),
        failure);
  }

  /** Why a client that could use its cluster before cannot do so now. */
  public static String outage(Throwable failure, String bootstrapServers) {
    return failure instanceof AuthenticationException refusal
        ? String.valueOf(refused(refusal, bootstrapServers).getMessage())
        : "%s does not answer: %s".formatted(bootstrapServers, failure.getMessage());
  }

  /** The cluster refuses access. */
  public static IllegalStateException refused(
      AuthenticationException reason, String bootstrapServers) {
    return new IllegalStateException(
        reason instanceof SslAuthenticationException
            ? ("the TLS handshake with %s failed (%s): check kafka.ssl.truststore.*, for mutual TLS"
                    + " kafka.ssl.keystore.*, and that the broker's certificate names this host")
                .formatted(bootstrapServers, reason.getMessage())
            : ("%s refused the login (%s): check kafka.security.protocol, kafka.sasl.mechanism and"
                    + " the credentials in kafka.sasl.jaas.config")
                .formatted(bootstrapServers, reason.getMessage()),
        reason);
  }
}
