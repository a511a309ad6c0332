package io.paastreams.check;

import io.paastreams.cluster.ClusterProbe;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.Guarantee;
import java.util.ArrayList;
import java.util.List;

/** Checks whether this principal may join the group and, under exactly-once, write transactions. */
final class AccessCheck implements Check {

  private final ApplicationSettings config;

  AccessCheck(ApplicationSettings config) {
    this.config = config;
  }

  @Override
  public String subject() {
    return "group " + config.applicationId();
  }

  @Override
  public List<Finding> run() {
    String id = config.applicationId();
    List<Finding> findings = new ArrayList<>();
    try (ClusterProbe probe =
        ClusterProbe.connect(config.bootstrapServers(), KafkaClients.hasty(config))) {
      findings.add(
          probe.mayJoin(id)
              ? Finding.ok(subject(), "READ allowed")
              : Finding.fault(
                  subject(),
                  "READ is not allowed",
                  Acl.grant(config.bootstrapServers(), "READ", "--group " + id)));
      if (config.guarantee() == Guarantee.EXACTLY_ONCE) {
        String subject = "transactional ids " + id + "-*";
        findings.add(
            probe.mayWriteTransactions(id)
                ? Finding.ok(subject, "WRITE allowed")
                : Finding.fault(
                    subject,
                    "WRITE is not allowed",
                    Acl.grant(
                        config.bootstrapServers(),
                        "WRITE",
                        "--transactional-id " + id + " --resource-pattern-type prefixed")));
      }
    }
    return findings;
  }
}
