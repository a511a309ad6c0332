package io.paastreams.check;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.cluster.ClusterProbe;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.cluster.TopicState;
import io.paastreams.cluster.TopicState.Presence;
import io.paastreams.config.ClusterConfig;
import io.paastreams.event.TopicKind;
import io.paastreams.streams.ApplicationSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;

/**
 * Checks whether analytics may keep its states, and whether each camera's skipped frames are on the
 * same partition as its detections.
 */
final class StatesCheck implements Check {

  private final ClusterConfig cluster;
  private final ApplicationSettings config;
  private final String changelog;

  StatesCheck(ClusterConfig cluster, ApplicationSettings config) {
    this.cluster = cluster;
    this.config = config;
    this.changelog = AnalyticsApplication.changelog(config.applicationId());
  }

  @Override
  public String subject() {
    return "topic " + changelog;
  }

  @Override
  public List<Finding> run() {
    String detections = cluster.topics().of(TopicKind.DETECTIONS);
    String skipped = cluster.topics().of(TopicKind.SKIPPED);
    List<TopicState> states;
    try (TopicAdmin admin =
        TopicAdmin.connect(config.bootstrapServers(), KafkaClients.hasty(config))) {
      states = admin.states(List.of(changelog, detections, skipped));
    }
    List<Finding> findings = new ArrayList<>(permissions(states.get(0)));
    int inputs = states.get(1).partitions();
    if (states.get(1).isThere()
        && states.get(2).isThere()
        && inputs != states.get(2).partitions()) {
      findings.add(
          Finding.warning(
              "topic " + skipped,
              "has %d partitions, %s has %d: whether a camera is silent will be decided without its skipped frames"
                  .formatted(states.get(2).partitions(), detections, inputs),
              "give both the same number"));
    }
    int tasks = Math.max(inputs, states.get(2).partitions());
    if (states.get(0).isThere() && tasks > 0 && states.get(0).partitions() != tasks) {
      findings.add(
          Finding.fault(
              subject(),
              "has %d partitions, its inputs have %d: Kafka Streams would refuse to start"
                  .formatted(states.get(0).partitions(), tasks),
              "stop all instances and delete it; open tracks then start over"));
    }
    return findings;
  }

  private List<Finding> permissions(TopicState topic) {
    List<Finding> findings = new ArrayList<>();
    if (topic.presence() != Presence.THERE) {
      try (ClusterProbe probe =
          ClusterProbe.connect(config.bootstrapServers(), KafkaClients.hasty(config))) {
        findings.add(
            probe.mayCreate(changelog)
                ? Finding.ok(subject(), "CREATE allowed; it is created at the start")
                : denied("CREATE"));
      }
      return findings;
    }
    for (AclOperation operation : List.of(AclOperation.READ, AclOperation.WRITE)) {
      if (!topic.allows(operation)) {
        findings.add(denied(operation.toString()));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok(subject(), "READ and WRITE allowed"));
    }
    return findings;
  }

  private Finding denied(String operation) {
    return Finding.fault(
        subject(),
        operation + " is not allowed",
        Acl.grant(
            config.bootstrapServers(),
            operation,
            "--topic %s- --resource-pattern-type prefixed".formatted(config.applicationId())));
  }
}
