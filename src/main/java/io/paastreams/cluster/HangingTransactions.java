package io.paastreams.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Finds transactions that a partition considers open although their coordinator has ended them. No
 * timeout ends them any more, and readers of committed records cannot read past them; on {@code
 * __consumer_offsets} a group cannot start from its offsets.
 *
 * <p>This was seen with Kafka 4.3.1 when the only broker of a cluster was killed and restarted: the
 * coordinator's log contained the transaction's end, but the partition had no marker for it.
 *
 * <p>Threading: safe.
 */
public final class HangingTransactions implements AutoCloseable {

  /** Where Kafka keeps the offsets of groups. */
  public static final String GROUP_OFFSETS = "__consumer_offsets";

  private static final Set<TransactionState> UNDER_WAY =
      Set.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_COMMIT,
          TransactionState.PREPARE_ABORT,
          TransactionState.PREPARE_EPOCH_FENCE,
          TransactionState.UNKNOWN);

  private final AdminConnection connection;

  private HangingTransactions(AdminConnection connection) {
    this.connection = connection;
  }

  /**
   * A hanging transaction.
   *
   * @param startOffset the offset of its first record in the partition
   * @param since when its producer last wrote to the partition
   */
  public record Hanging(
      TopicPartition partition,
      long producerId,
      int producerEpoch,
      int coordinatorEpoch,
      long startOffset,
      Instant since) {

    /** The command with which an operator ends it. Its records then count as aborted. */
    public String abortCommand(String bootstrapServers) {
      return "kafka-transactions.sh --bootstrap-server %s abort --topic %s --partition %d --start-offset %d"
          .formatted(bootstrapServers, partition.topic(), partition.partition(), startOffset);
    }
  }

  /**
   * Connects to a cluster.
   *
   * @param kafka settings meant for clients of any kind
   * @throws IllegalStateException if they are wrong
   */
  public static HangingTransactions connect(String bootstrapServers, Map<String, String> kafka) {
    return new HangingTransactions(
        AdminConnection.open(AdminConnection.properties(bootstrapServers, kafka)));
  }

  /**
   * A transaction that its coordinator considers open as well.
   *
   * @param transactionalId of its producer
   * @param startOffset the offset of its first record in the partition
   * @param since when it began
   * @param timeout after which its coordinator ends it
   */
  public record Open(
      TopicPartition partition,
      String transactionalId,
      long startOffset,
      Instant since,
      Duration timeout) {}

  /**
   * What was found.
   *
   * @param hanging those that nothing ends
   * @param open those that have been open for some time, and may be ended by their producer or by
   *     their timeout
   */
  public record Found(List<Hanging> hanging, List<Open> open) {}

  /**
   * Examines all partitions of the topics that this principal may read; other and missing topics
   * are skipped.
   *
   * @throws IllegalStateException if the cluster does not answer
   */
  public List<Hanging> find(List<String> topics) {
    return find(topics, Duration.ofDays(1)).hanging();
  }

  /**
   * The same with those that have been open for a time.
   *
   * @param longerThan how long
   */
  public Found find(List<String> topics, Duration longerThan) {
    List<Hanging> open = openIn(topics);
    if (open.isEmpty()) {
      return new Found(List.of(), List.of());
    }
    Map<Long, Known> known = described(open);
    Instant before = Instant.now().minus(longerThan);
    List<Open> lasting = new ArrayList<>();
    for (Hanging each : open) {
      Known transaction = known.get(each.producerId());
      if (transaction != null && transaction.isUnderWayIn(each.partition())) {
        Open found = open(each, transaction);
        if (found.since().isBefore(before)) {
          lasting.add(found);
        }
      }
    }
    List<Hanging> suspects =
        open.stream().filter(hanging -> isOver(known, hanging)).collect(Collectors.toList());
    if (!suspects.isEmpty()) {
      // A transaction that has ended in the meantime is no longer open.
      suspects.retainAll(openIn(topicsOf(suspects)));
    }
    return new Found(suspects, lasting);
  }

  private static Open open(Hanging open, Known known) {
    TransactionDescription transaction = known.transaction();
    return new Open(
        open.partition(),
        known.transactionalId(),
        open.startOffset(),
        Instant.ofEpochMilli(
            transaction.transactionStartTimeMs().orElse(open.since().toEpochMilli())),
        Duration.ofMillis(transaction.transactionTimeoutMs()));
  }

  private static List<String> topicsOf(List<Hanging> transactions) {
    return transactions.stream().map(t -> t.partition().topic()).distinct().toList();
  }

  private List<Hanging> openIn(List<String> topics) {
    List<Hanging> open = new ArrayList<>();
    for (String topic : topics) {
      open.addAll(openIn(topic));
    }
    return open;
  }

  private record Known(String transactionalId, TransactionDescription transaction) {

    boolean isUnderWayIn(TopicPartition partition) {
      return UNDER_WAY.contains(transaction.state())
          && transaction.topicPartitions().contains(partition);
    }
  }

  private static boolean isOver(Map<Long, Known> known, Hanging hanging) {
    Known transaction = known.get(hanging.producerId());
    return transaction != null // otherwise its id is hidden from us, and we cannot know
        && !transaction.isUnderWayIn(hanging.partition());
  }

  private List<Hanging> openIn(String topic) {
    List<TopicPartition> partitions =
        unlessHidden(
                connection.admin().describeTopics(Set.of(topic)).allTopicNames(), "describe topics")
            .map(
                topics ->
                    topics.values().stream()
                        .flatMap(description -> description.partitions().stream())
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList())
            .orElse(List.of());
    List<Hanging> open = new ArrayList<>();
    unlessHidden(
            connection.admin().describeProducers(partitions).all(),
            "describe producers of " + topic)
        .ifPresent(
            states ->
                states.forEach(
                    (partition, state) ->
                        state.activeProducers().stream()
                            .filter(
                                producer -> producer.currentTransactionStartOffset().isPresent())
                            .forEach(producer -> open.add(hanging(partition, producer)))));
    return open;
  }

  private static Hanging hanging(TopicPartition partition, ProducerState producer) {
    return new Hanging(
        partition,
        producer.producerId(),
        producer.producerEpoch(),
        producer.coordinatorEpoch().orElse(0),
        producer.currentTransactionStartOffset().orElseThrow(),
        Instant.ofEpochMilli(producer.lastTimestamp()));
  }

  /** What the coordinators know about the producers' transactions. */
  private Map<Long, Known> described(List<Hanging> open) {
    Set<Long> producers = open.stream().map(Hanging::producerId).collect(Collectors.toSet());
    List<String> ids =
        unlessHidden(
                connection
                    .admin()
                    .listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                    .all(),
                "list transactions")
            .map(listings -> listings.stream().map(TransactionListing::transactionalId).toList())
            .orElse(List.of());
    Map<Long, Known> known = new HashMap<>();
    unlessHidden(connection.admin().describeTransactions(ids).all(), "describe transactions")
        .ifPresent(
            transactions ->
                transactions.forEach((id, t) -> known.put(t.producerId(), new Known(id, t))));
    return known;
  }

  private <T> Optional<T> unlessHidden(KafkaFuture<T> answer, String question) {
    try {
      return Optional.of(answer.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException
          || e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw connection.failure(question, e);
    } catch (InterruptedException e) {
      throw AdminConnection.interrupted(question, e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
