package io.paastreams.event;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * An admin client that says what went wrong in sentences. Threading: safe.
 *
 * @param bootstrapServers where it was sought, for people
 */
record AdminConnection(Admin admin, String bootstrapServers) implements AutoCloseable {

  private static final String PREFIX = "admin.";

  /**
   * Takes up a cluster.
   *
   * @param clientProperties of Kafka's admin client, with {@code bootstrap.servers}
   * @throws IllegalStateException if they are wrong
   */
  static AdminConnection open(Map<String, ?> clientProperties) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("request.timeout.ms", 5_000);
    properties.put("default.api.timeout.ms", 15_000);
    properties.putAll(clientProperties);
    String bootstrapServers = String.valueOf(clientProperties.get("bootstrap.servers"));
    try {
      return new AdminConnection(Admin.create(properties), bootstrapServers);
    } catch (KafkaException e) {
      throw ClientFailures.unusable(e, properties);
    }
  }

  /**
   * Of settings that are meant for several clients, those that an admin client has; {@code
   * admin.NAME} wins over {@code NAME}.
   */
  static Map<String, Object> properties(String bootstrapServers, Map<String, String> kafka) {
    Map<String, Object> properties = new HashMap<>();
    kafka.forEach(
        (name, value) -> {
          if (AdminClientConfig.configNames().contains(name)) {
            properties.put(name, value);
          }
        });
    kafka.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            properties.put(name.substring(PREFIX.length()), value);
          }
        });
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  /**
   * Waits for an answer.
   *
   * @throws IllegalStateException if the cluster does not answer, or will not
   */
  <T> T await(KafkaFuture<T> answer, String question) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw failure(question, e);
    } catch (InterruptedException e) {
      throw interrupted(question, e);
    }
  }

  IllegalStateException failure(String question, ExecutionException e) {
    Throwable reason = e.getCause() == null ? e : e.getCause();
    if (reason instanceof TimeoutException) {
      return ClientFailures.noAnswer(bootstrapServers, e);
    }
    if (reason instanceof AuthenticationException refusal) {
      return ClientFailures.refused(refusal, bootstrapServers);
    }
    return new IllegalStateException(
        "the Kafka cluster %s would not %s: %s"
            .formatted(bootstrapServers, question, reason.getMessage()),
        e);
  }

  static IllegalStateException interrupted(String question, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for Kafka to " + question, e);
  }

  @Override
  public void close() {
    admin.close();
  }
}
