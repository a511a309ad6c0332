package io.paastreams.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An admin client whose errors explain what went wrong. Threading: safe.
 *
 * @param bootstrapServers the addresses of the cluster, for messages
 */
public record AdminConnection(Admin admin, String bootstrapServers) implements AutoCloseable {

  private static final String REQUEST = AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG;
  private static final String WHOLE = AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;

  private static final int REQUEST_MILLIS = 5_000;
  private static final int WHOLE_MILLIS = 15_000;

  /**
   * Connects to a cluster.
   *
   * @param clientProperties settings of Kafka's admin client, with {@code bootstrap.servers}
   * @throws IllegalStateException if they are wrong
   */
  public static AdminConnection open(Map<String, ?> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    // Kafka demands that a request takes no longer than the whole call, so a default follows the
    // other setting.
    properties.putIfAbsent(
        WHOLE, Math.max(WHOLE_MILLIS, millis(properties.get(REQUEST), REQUEST_MILLIS)));
    properties.putIfAbsent(
        REQUEST, Math.min(REQUEST_MILLIS, millis(properties.get(WHOLE), WHOLE_MILLIS)));
    String bootstrapServers = String.valueOf(clientProperties.get("bootstrap.servers"));
    try {
      return new AdminConnection(Admin.create(properties), bootstrapServers);
    } catch (KafkaException e) {
      throw ClientFailures.unusable(e, properties);
    }
  }

  private static int millis(@Nullable Object value, int standard) {
    String text = String.valueOf(value).strip();
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : standard;
  }

  /**
   * Selects the settings of an admin client from settings meant for several clients; {@code
   * admin.NAME} takes precedence over {@code NAME}.
   */
  public static Map<String, Object> properties(String bootstrapServers, Map<String, String> kafka) {
    return KafkaClient.ADMIN.settings(bootstrapServers, kafka, Map.of());
  }

  /**
   * Waits for an answer.
   *
   * @throws IllegalStateException if the cluster does not answer or refuses
   */
  public <T> T await(KafkaFuture<T> answer, String question) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw failure(question, e);
    } catch (InterruptedException e) {
      throw interrupted(question, e);
    }
  }

  public IllegalStateException failure(String question, ExecutionException e) {
    Throwable reason = e.getCause() == null ? e : e.getCause();
    if (reason instanceof TimeoutException) {
      return ClientFailures.noAnswer(bootstrapServers, e);
    }
    if (reason instanceof AuthenticationException refusal) {
      return ClientFailures.refused(refusal, bootstrapServers);
    }
    return new IllegalStateException(
        "the Kafka cluster %s refused to %s: %s"
            .formatted(bootstrapServers, question, reason.getMessage()),
        e);
  }

  public static IllegalStateException interrupted(String question, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for Kafka to " + question, e);
  }

  @Override
  public void close() {
    admin.close();
  }
}
