package io.paastreams.event;

import io.paastreams.text.MaskedUrl;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.core.JsonProcessingException;

/**
 * Makes calls to a registry: retries transient failures and explains permanent ones.
 *
 * <p>Threading: safe.
 */
final class RegistryCalls {

  private static final Set<Integer> PASSING = Set.of(408, 429);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final RegistryConfig config;

  RegistryCalls(RegistryConfig config) {
    this.config = config;
  }

  /** One HTTP exchange, or several. */
  interface Call<T> {
    T make() throws IOException, RestClientException;
  }

  /** Retries a call for the configured patience. */
  <T> T ask(String question, Call<T> call) throws RestClientException {
    return ask(question, config.patience(), call);
  }

  /**
   * Retries a call while the registry does not answer or says that it temporarily cannot.
   *
   * @throws RestClientException if it refuses
   * @throws RegistryUnavailableException if it did not answer until the patience ended
   * @throws RegistryException if something else answers
   */
  <T> T ask(String question, Duration patience, Call<T> call) throws RestClientException {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return call.make();
      } catch (JsonProcessingException e) {
        throw new RegistryException(
            ("what answers at %s is not a schema registry (asked for %s, it sent something"
                    + " that is not its JSON, such as a web page): check the host and the path of"
                    + " registry.url (Apicurio: /apis/ccompat/v7)")
                .formatted(urls(), question),
            e);
      } catch (IOException e) {
        if (isRefusedByTls(e)) {
          throw new RegistryException(
              ("the TLS handshake with the schema registry at %s failed (%s): check"
                      + " registry.client.schema.registry.ssl.truststore.*, for mutual TLS"
                      + " .keystore.*, and that its certificate names this host")
                  .formatted(urls(), e.getMessage()),
              e);
        }
        pause = pauseOrGiveUp(question, patience, start, pause, e);
      } catch (RestClientException e) {
        if (!mayPass(e)) {
          throw e;
        }
        pause = pauseOrGiveUp(question, patience, start, pause, e);
      }
    }
  }

  static boolean mayPass(RestClientException e) {
    return e.getStatus() >= 500 || PASSING.contains(e.getStatus());
  }

  /** Whether one side does not trust the other, as opposed to a broken connection. */
  private static boolean isRefusedByTls(IOException e) {
    return e instanceof SSLPeerUnverifiedException
        || (e instanceof SSLHandshakeException
            && !(e.getCause() instanceof EOFException)
            && !(e.getCause() instanceof SocketException));
  }

  /** Sleeps and returns how long to sleep next time. */
  private Duration pauseOrGiveUp(
      String question, Duration patience, long start, Duration pause, Exception failure) {
    Duration left = patience.minusNanos(System.nanoTime() - start);
    if (left.isNegative() || left.isZero()) {
      throw new RegistryUnavailableException(
          "the schema registry at %s did not answer%s (asked for %s; %s): start it, or set registry.url to one that runs"
              .formatted(
                  urls(),
                  patience.isZero() ? "" : " for " + config.patience().toSeconds() + " s",
                  question,
                  reason(failure)),
          failure);
    }
    pause(Duration.ofMillis(Math.min(pause.toMillis(), left.toMillis() + 1)), failure);
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  /** A failure for people: its message, without the name of its class. */
  private static String reason(Exception failure) {
    String message = failure.getMessage();
    if (failure instanceof UnknownHostException) {
      return "unknown host " + message;
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  void pause(Duration pause, Exception reason) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException(
          "interrupted while waiting for the schema registry at " + urls(), reason);
    }
  }

  /** Explains the refusal of a question, with the remedy. */
  RegistryException refusal(String question, RestClientException e) {
    String remedy =
        switch (e.getStatus()) {
          case 401 ->
              "it does not know these credentials: set"
                  + " registry.client.basic.auth.credentials.source=USER_INFO and"
                  + " registry.client.basic.auth.user.info, or"
                  + " registry.client.bearer.auth.token, and check the credentials under"
                  + " registry.client";
          case 403 ->
              "it knows this login but does not permit it: give the login under"
                  + " registry.client the right to read the subject, or use another login";
          case 404 ->
              "check the path of registry.url (Apicurio: /apis/ccompat/v7); a schema that is"
                  + " missing needs registry.autoRegister=true, or someone to register the"
                  + " schema first";
          case 409 ->
              "the subject has a schema with which this one is not compatible: use another"
                  + " topic, or correct the subject";
          default -> "see the registry's own log";
        };
    return new RegistryException(refused(question, e) + ": " + remedy, e);
  }

  /** Says that the registry refused a question; the remedy follows. */
  String refused(String question, RestClientException e) {
    return "the schema registry at %s refused to return %s (HTTP %d, code %d: %s)"
        .formatted(urls(), question, e.getStatus(), e.getErrorCode(), e.getMessage());
  }

  String urls() {
    return config.urls().stream().map(MaskedUrl::of).collect(Collectors.joining(", "));
  }
}
