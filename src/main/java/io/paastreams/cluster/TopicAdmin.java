package io.paastreams.cluster;

import io.paastreams.cluster.TopicState.Presence;
import io.paastreams.event.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Manages the pipeline's topics on the user's cluster. Threading: safe. */
public final class TopicAdmin implements AutoCloseable {

  /** How long a broker may lag behind topics that have just been created. */
  private static final Duration PROPAGATION = Duration.ofSeconds(30);

  /** How long people who forgot to create topics wait for the message that says so. */
  private static final Duration REQUIRED_WITHIN = Duration.ofSeconds(2);

  private static final long PAUSE_MILLIS = 50;

  private final AdminConnection connection;

  private TopicAdmin(AdminConnection connection) {
    this.connection = connection;
  }

  /**
   * Connects to a cluster.
   *
   * @param clientProperties settings of Kafka's admin client, with {@code bootstrap.servers} and
   *     whatever security requires
   * @throws IllegalStateException if they are wrong
   */
  public static TopicAdmin connect(Map<String, ?> clientProperties) {
    return new TopicAdmin(AdminConnection.open(clientProperties));
  }

  /**
   * Connects to a cluster with settings meant for clients of any kind; those under {@code admin.}
   * take precedence.
   *
   * @throws IllegalStateException if they are wrong
   */
  public static TopicAdmin connect(String bootstrapServers, Map<String, String> kafka) {
    return connect(AdminConnection.properties(bootstrapServers, kafka));
  }

  /**
   * What is known about topics, in the given order.
   *
   * @throws IllegalStateException if the cluster does not answer
   */
  public List<TopicState> states(List<String> topics) {
    Map<String, KafkaFuture<TopicDescription>> descriptions =
        connection
            .admin()
            .describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    List<TopicState> states = new ArrayList<>();
    for (String topic : topics) {
      states.add(state(topic, Objects.requireNonNull(descriptions.get(topic))));
    }
    return states;
  }

  private TopicState state(String topic, KafkaFuture<TopicDescription> description) {
    String question = "describe topic " + topic;
    try {
      return present(description.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return TopicState.without(topic, Presence.ABSENT);
      }
      if (e.getCause() instanceof AuthorizationException) {
        return TopicState.without(topic, Presence.HIDDEN);
      }
      throw connection.failure(question, e);
    } catch (InterruptedException e) {
      throw AdminConnection.interrupted(question, e);
    }
  }

  private TopicState present(TopicDescription topic) {
    List<TopicPartitionInfo> partitions = topic.partitions();
    return new TopicState(
        topic.name(),
        Presence.THERE,
        partitions.size(),
        partitions.stream().mapToInt(p -> p.replicas().size()).min().orElse(0),
        partitions.stream().mapToInt(p -> p.isr().size()).min().orElse(0),
        partitions.stream()
            .filter(p -> p.leader() == null || p.leader().isEmpty())
            .map(TopicPartitionInfo::partition)
            .toList(),
        topic.authorizedOperations(),
        settings(topic.name()));
  }

  /** The settings of a topic; null if this principal may not see them. */
  private @Nullable Map<String, String> settings(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    String question = "read the settings of topic " + topic;
    try {
      Map<String, String> settings = new HashMap<>();
      connection
          .admin()
          .describeConfigs(Set.of(resource))
          .all()
          .get()
          .getOrDefault(resource, new Config(List.of()))
          .entries()
          .forEach(entry -> settings.put(entry.name(), String.valueOf(entry.value())));
      return settings;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return null;
      }
      throw connection.failure(question, e);
    } catch (InterruptedException e) {
      throw AdminConnection.interrupted(question, e);
    }
  }

  /**
   * Returns those of the wanted topics that do not exist.
   *
   * @throws IllegalStateException if the cluster does not answer or forbids the request
   */
  public List<TopicSpec> missing(List<TopicSpec> wanted) {
    Set<String> absent = new HashSet<>();
    List<String> hidden = new ArrayList<>();
    for (TopicState state : states(wanted.stream().map(TopicSpec::name).toList())) {
      if (state.presence() == Presence.ABSENT) {
        absent.add(state.name());
      } else if (state.presence() == Presence.HIDDEN) {
        hidden.add(state.name());
      }
    }
    if (!hidden.isEmpty()) {
      throw new IllegalStateException(
          ("not authorized for %s on %s: let this principal READ the frames topic and WRITE the"
                  + " others; the command check names each missing permission")
              .formatted(String.join(", ", hidden), connection.bootstrapServers()));
    }
    return wanted.stream().filter(topic -> absent.contains(topic.name())).toList();
  }

  /**
   * Makes sure that the wanted topics exist. The broker that is asked may learn of a new topic a
   * little later than the one that created it, so what is missing is asked for again for two
   * seconds.
   *
   * @throws IllegalStateException if some do not; the message contains the commands that create
   *     them
   */
  public void require(List<TopicSpec> wanted) {
    long deadline = System.nanoTime() + REQUIRED_WITHIN.toNanos();
    List<TopicSpec> missing = missing(wanted);
    while (!missing.isEmpty() && System.nanoTime() - deadline < 0) {
      pause("ask for the topics again");
      missing = missing(wanted);
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "missing on %s: %s. Start again with --create-topics, or create them:%n%s"
              .formatted(
                  connection.bootstrapServers(),
                  missing.stream().map(TopicSpec::name).collect(Collectors.joining(", ")),
                  missing.stream()
                      .map(topic -> "  " + topic.createCommand(connection.bootstrapServers()))
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
        connection
            .admin()
            .createTopics(missing.stream().map(TopicAdmin::newTopic).toList())
            .values();
    results.forEach(this::awaitCreation);
    awaitLeaders(missing.stream().map(TopicSpec::name).toList());
    return missing;
  }

  /**
   * Waits until every partition of the topics has a leader that answers. A new topic appears in the
   * metadata a little earlier. Until then its partitions may reject a producer's first batch and
   * accept the second, after which the first is out of sequence until its delivery times out.
   *
   * @throws IllegalStateException if that does not happen in time
   */
  public void awaitLeaders(Collection<String> topics) {
    Map<String, TopicDescription> descriptions = describeOnceKnown(topics);
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
    // Only the leader answers; the client retries while there is none.
    var unused =
        connection.await(
            connection.admin().listOffsets(partitions).all(), "ask the partitions' leaders");
  }

  /** The queried broker may learn of new topics a little later than the one that created them. */
  private Map<String, TopicDescription> describeOnceKnown(Collection<String> topics) {
    String question = "describe the topics";
    long deadline = System.nanoTime() + PROPAGATION.toNanos();
    while (true) {
      try {
        return connection.admin().describeTopics(topics).allTopicNames().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() - deadline > 0) {
          throw connection.failure(question, e);
        }
        pause(question);
      } catch (InterruptedException e) {
        throw AdminConnection.interrupted(question, e);
      }
    }
  }

  private static void pause(String question) {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw AdminConnection.interrupted(question, e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  private static NewTopic newTopic(TopicSpec topic) {
    return new NewTopic(
            topic.name(), Optional.of(topic.partitions()), Optional.ofNullable(topic.replicas()))
        .configs(topic.settings());
  }

  private void awaitCreation(String topic, KafkaFuture<Void> creation) {
    try {
      creation.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw connection.failure("create topic " + topic, e);
      }
    } catch (InterruptedException e) {
      throw AdminConnection.interrupted("create topic " + topic, e);
    }
  }
}
