package io.paastreams.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Looks after the pipeline's topics on the user's cluster. Threading: safe. */
public final class TopicAdmin implements AutoCloseable {

  private static final String MAX_MESSAGE_BYTES = "max.message.bytes";

  private final Admin admin;
  private final String bootstrapServers;

  private TopicAdmin(Admin admin, String bootstrapServers) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Takes up a cluster.
   *
   * @param clientProperties of Kafka's admin client, with {@code bootstrap.servers} and whatever
   *     security needs
   * @throws IllegalStateException if they are wrong
   */
  public static TopicAdmin connect(Map<String, ?> clientProperties) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("request.timeout.ms", 5_000);
    properties.put("default.api.timeout.ms", 15_000);
    properties.putAll(clientProperties);
    String bootstrapServers = String.valueOf(clientProperties.get("bootstrap.servers"));
    try {
      return new TopicAdmin(Admin.create(properties), bootstrapServers);
    } catch (KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "the Kafka cluster %s cannot be addressed: %s"
              .formatted(bootstrapServers, reason.getMessage()),
          e);
    }
  }

  /**
   * The wanted topics that do not exist.
   *
   * @throws IllegalStateException if the cluster does not answer or forbids to ask
   */
  public List<TopicSpec> missing(List<TopicSpec> wanted) {
    Set<String> present = await(admin.listTopics().names(), "list the topics");
    return wanted.stream().filter(topic -> !present.contains(topic.name())).toList();
  }

  /**
   * Makes sure that the wanted topics exist.
   *
   * @throws IllegalStateException if some do not; the message holds the commands that create them
   */
  public void require(List<TopicSpec> wanted) {
    List<TopicSpec> missing = missing(wanted);
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "missing on %s: %s. Start again with --create-topics, or create them:%n%s"
              .formatted(
                  bootstrapServers,
                  missing.stream().map(TopicSpec::name).collect(Collectors.joining(", ")),
                  missing.stream()
                      .map(topic -> "  " + topic.createCommand(bootstrapServers))
                      .collect(Collectors.joining(System.lineSeparator()))));
    }
  }

  /**
   * Creates those of the wanted topics that do not exist; another instance may do so at the same
   * time.
   *
   * @return the missing ones
   * @throws IllegalStateException if the cluster does not answer or forbids it
   */
  public List<TopicSpec> createMissing(List<TopicSpec> wanted) {
    List<TopicSpec> missing = missing(wanted);
    Map<String, KafkaFuture<Void>> results =
        admin.createTopics(missing.stream().map(TopicAdmin::newTopic).toList()).values();
    results.forEach(this::awaitCreation);
    awaitLeaders(missing.stream().map(TopicSpec::name).toList());
    return missing;
  }

  /**
   * Waits until every partition of the topics has a leader that answers. A new topic is in the
   * metadata a little earlier, and then its partitions may bounce a producer's first batch and take
   * the second, after which the first is out of sequence until its delivery times out.
   *
   * @throws IllegalStateException if that does not happen in time
   */
  public void awaitLeaders(Collection<String> topics) {
    Map<String, TopicDescription> descriptions =
        await(admin.describeTopics(topics).allTopicNames(), "describe the topics");
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    descriptions.forEach(
        (topic, description) ->
            description
                .partitions()
                .forEach(
                    partition ->
                        partitions.put(
                            new TopicPartition(topic, partition.partition()),
                            OffsetSpec.latest())));
    // Only the leader answers; the client asks again while there is none.
    var unused = await(admin.listOffsets(partitions).all(), "ask the partitions' leaders");
  }

  /**
   * What of existing topics will not do: a sentence for each topic that refuses records as large as
   * wanted.
   *
   * @throws IllegalStateException if the cluster does not answer or forbids to ask
   */
  public List<String> complaints(List<TopicSpec> wanted) {
    Set<TopicSpec> absent = Set.copyOf(missing(wanted));
    List<TopicSpec> present = wanted.stream().filter(topic -> !absent.contains(topic)).toList();
    Map<ConfigResource, Config> configs =
        await(
            admin.describeConfigs(present.stream().map(TopicAdmin::resource).toList()).all(),
            "read the topics' settings");
    List<String> complaints = new ArrayList<>();
    for (TopicSpec topic : present) {
      Config config = configs.getOrDefault(resource(topic), new Config(List.of()));
      var allowed = config.get(MAX_MESSAGE_BYTES);
      String needed = topic.settings().get(MAX_MESSAGE_BYTES);
      if (allowed != null
          && needed != null
          && Long.parseLong(allowed.value()) < Long.parseLong(needed)) {
        complaints.add(
            "topic %s takes records of up to %s bytes, %s are configured: kafka-configs.sh --bootstrap-server %s --alter --topic %s --add-config max.message.bytes=%s"
                .formatted(
                    topic.name(), allowed.value(), needed, bootstrapServers, topic.name(), needed));
      }
    }
    return complaints;
  }

  /**
   * The largest record that each topic takes, in bytes; a topic that we may not look at is left
   * out.
   *
   * @throws IllegalStateException if the cluster does not answer
   */
  public Map<String, Integer> maxMessageBytes(List<String> topics) {
    Map<String, Integer> sizes = new HashMap<>();
    admin
        .describeConfigs(
            topics.stream().map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t)).toList())
        .values()
        .forEach(
            (resource, answer) -> {
              try {
                var size = answer.get().get(MAX_MESSAGE_BYTES);
                if (size != null) {
                  sizes.put(resource.name(), Integer.valueOf(size.value()));
                }
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof AuthorizationException)) {
                  throw failure("read the settings of topic " + resource.name(), e);
                }
              } catch (InterruptedException e) {
                throw interrupted("read the settings of topic " + resource.name(), e);
              }
            });
    return sizes;
  }

  @Override
  public void close() {
    admin.close();
  }

  private static NewTopic newTopic(TopicSpec topic) {
    return new NewTopic(
            topic.name(), Optional.of(topic.partitions()), Optional.ofNullable(topic.replicas()))
        .configs(topic.settings());
  }

  private static ConfigResource resource(TopicSpec topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  private <T> T await(KafkaFuture<T> answer, String question) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw failure(question, e);
    } catch (InterruptedException e) {
      throw interrupted(question, e);
    }
  }

  private void awaitCreation(String topic, KafkaFuture<Void> creation) {
    try {
      creation.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw failure("create topic " + topic, e);
      }
    } catch (InterruptedException e) {
      throw interrupted("create topic " + topic, e);
    }
  }

  private IllegalStateException failure(String question, ExecutionException e) {
    Throwable reason = e.getCause() == null ? e : e.getCause();
    if (reason instanceof TimeoutException) {
      return new IllegalStateException(
          "no Kafka broker answers at %s: start one, or set kafka.bootstrap.servers to one that runs"
              .formatted(bootstrapServers),
          e);
    }
    return new IllegalStateException(
        "the Kafka cluster %s would not %s: %s"
            .formatted(bootstrapServers, question, reason.getMessage()),
        e);
  }

  private static IllegalStateException interrupted(String question, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for Kafka to " + question, e);
  }
}
