package io.paastreams.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;

/**
 * Finds what made an application fail among the exceptions that Kafka Streams wraps around it:
 * "Exception caught in process" and the like say where it happened, not what it was.
 */
final class RootCause {

  /** Exceptions that count as wrappers if they only repeat their cause. */
  private static final List<Class<?>> OF_NO_KIND =
      List.of(RuntimeException.class, IllegalStateException.class);

  private static final String OTHER_PROTOCOL =
      "instances of this group run with a different kafka.group.protocol; set the same one,"
          + " or stop all of them before changing it";

  private RootCause() {}

  /** The first exception that is not a mere wrapper; the innermost if all are. */
  static Throwable of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && isWrapper(cause)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isWrapper(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean repeats = cause != null && cause.toString().equals(failure.getMessage());
    return failure instanceof StreamsException
        || failure.getClass() == KafkaException.class
        || (OF_NO_KIND.contains(failure.getClass()) && (repeats || failure.getMessage() == null));
  }

  /** What happened, why, and what to do if that is known, in one line. */
  static String describe(Throwable failure) {
    Throwable cause = of(failure);
    List<String> parts = new ArrayList<>();
    parts.add(text(cause));
    for (Throwable why = cause.getCause(); why != null; why = why.getCause()) {
      String more = text(why);
      if (parts.stream().noneMatch(part -> part.contains(more))) {
        parts.add(more);
      }
    }
    String remedy = remedy(cause);
    return String.join(": ", parts) + (remedy.isEmpty() ? "" : "; " + remedy);
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    boolean ours = failure.getClass().getName().startsWith("io.paastreams.");
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    return ours || failure instanceof KafkaException
        ? line
        : failure.getClass().getSimpleName() + ": " + line;
  }

  private static String remedy(Throwable cause) {
    record Known(Class<? extends Throwable> type, Function<Throwable, String> remedy) {}
    return List.of(
            new Known(
                AuthorizationException.class,
                e ->
                    "the command check names each missing permission with the command that grants it"),
            new Known(
                AuthenticationException.class,
                e ->
                    "check kafka.security.protocol, kafka.sasl.mechanism and the credentials in"
                        + " kafka.sasl.jaas.config"),
            new Known(
                MissingSourceTopicException.class,
                e -> "an input topic was deleted; --create-topics creates it"),
            new Known(
                UnsupportedVersionException.class,
                e ->
                    "the brokers are too old for what kafka.group.protocol or the guarantee needs"),
            new Known(GroupIdNotFoundException.class, e -> OTHER_PROTOCOL),
            new Known(InconsistentGroupProtocolException.class, e -> OTHER_PROTOCOL),
            new Known(
                ProducerFencedException.class,
                e -> "another process uses the transactional ids of this applicationId"),
            new Known(
                OutOfMemoryError.class,
                e ->
                    String.valueOf(e.getMessage()).contains("heap")
                        ? "raise -Xmx, or lower pipeline.maxInFlightBytes"
                        : "lower model.maxNativeMemory or batch.maxSize"))
        .stream()
        .filter(known -> known.type().isInstance(cause))
        .map(known -> known.remedy().apply(cause))
        .findFirst()
        .orElse("");
  }
}
