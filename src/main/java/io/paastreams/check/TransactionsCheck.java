package io.paastreams.check;

import io.paastreams.cluster.HangingTransactions;
import io.paastreams.cluster.HangingTransactions.Hanging;
import io.paastreams.event.TopicNames;
import io.paastreams.streams.ApplicationSettings;
import java.util.ArrayList;
import java.util.List;

/** Checks whether a transaction that will never end blocks readers. */
final class TransactionsCheck implements Check {

  private final TopicNames topics;
  private final ApplicationSettings config;

  TransactionsCheck(TopicNames topics, ApplicationSettings config) {
    this.topics = topics;
    this.config = config;
  }

  @Override
  public String subject() {
    return "transactions";
  }

  /**
   * Topics that this principal may not see are skipped, because the application itself needs no
   * such permission.
   */
  @Override
  public List<Finding> run() {
    try (HangingTransactions transactions =
        HangingTransactions.connect(config.bootstrapServers(), KafkaClients.hasty(config))) {
      List<String> watched = new ArrayList<>(topics.all());
      watched.add(HangingTransactions.GROUP_OFFSETS);
      List<Hanging> hanging = transactions.find(watched);
      return hanging.isEmpty()
          ? List.of(Finding.ok(subject(), "none that this principal may see is hanging"))
          : hanging.stream().map(this::finding).toList();
    }
  }

  private Finding finding(Hanging hanging) {
    return Finding.warning(
        "topic " + hanging.partition().topic(),
        "partition %d has a transaction of producer %d, last written to at %s, which its coordinator has ended: %s"
            .formatted(
                hanging.partition().partition(),
                hanging.producerId(),
                hanging.since(),
                hanging.partition().topic().equals(HangingTransactions.GROUP_OFFSETS)
                    ? "groups may not get their offsets"
                    : "readers of committed records do not get past offset "
                        + hanging.startOffset()),
        hanging.abortCommand(config.bootstrapServers()));
  }
}
