package io.paastreams.check;

import io.paastreams.cluster.HangingTransactions;
import io.paastreams.cluster.HangingTransactions.Found;
import io.paastreams.cluster.HangingTransactions.Hanging;
import io.paastreams.cluster.HangingTransactions.Open;
import io.paastreams.event.TopicNames;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.KafkaSettings;
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
      // Those of the application itself last from one commit to the next.
      Found found = transactions.find(watched, KafkaSettings.transactionTimeout(config));
      List<Finding> findings = new ArrayList<>();
      found.hanging().forEach(each -> findings.add(finding(each)));
      found.open().forEach(each -> findings.add(finding(each)));
      return findings.isEmpty()
          ? List.of(Finding.ok(subject(), "none that this principal may see is hanging"))
          : findings;
    }
  }

  private static Finding finding(Open open) {
    return Finding.warning(
        "topic " + open.partition().topic(),
        "partition %d has had an open transaction of %s since %s: readers of committed records do not get past offset %d"
            .formatted(
                open.partition().partition(),
                open.transactionalId(),
                open.since(),
                open.startOffset()),
        "end that producer, or start it again, which aborts its transaction; by itself it ends after %d s"
            .formatted(open.timeout().toSeconds()));
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
