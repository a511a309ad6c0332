package io.paastreams.check;

import io.paastreams.cluster.ClusterProbe;
import io.paastreams.cluster.ClusterProbe.Cluster;
import io.paastreams.cluster.NoAnswerException;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checks whether each bootstrap server answers and whether the brokers' limits suffice. */
final class BrokerCheck implements Check {

  private final ApplicationSettings config;

  BrokerCheck(ApplicationSettings config) {
    this.config = config;
  }

  @Override
  public String subject() {
    return "brokers";
  }

  private List<String> servers() {
    return Stream.of(config.bootstrapServers().split(",", -1))
        .map(String::strip)
        .filter(server -> !server.isEmpty())
        .toList();
  }

  private record Answer(String server, String answer, boolean good, boolean silent) {}

  /** Reports the servers as silent if no broker answers at all; asks briefly. */
  List<Finding> silent() {
    List<String> servers = servers();
    try {
      ClusterProbe.requireListener(config.bootstrapServers(), Duration.ofSeconds(1));
      return List.of();
    } catch (NoAnswerException e) {
      return List.of(
          Finding.silent("broker " + String.join(", ", servers), String.valueOf(e.getMessage())));
    }
  }

  @Override
  public List<Finding> run() {
    List<Answer> answers = servers().parallelStream().map(this::ask).toList();
    boolean anyGood = answers.stream().anyMatch(Answer::good);
    List<Finding> findings = new ArrayList<>();
    for (Answer answer : answers) {
      String subject = "broker " + answer.server();
      if (answer.good()) {
        findings.add(Finding.ok(subject, answer.answer()));
      } else if (anyGood) {
        findings.add(
            Finding.warning(
                subject,
                answer.answer(),
                "the others do; bring it up, or remove it from the list"));
      } else {
        String rest = "nothing else about the cluster can be checked";
        findings.add(
            answer.silent()
                ? Finding.silent(subject, answer.answer())
                    .withRemedy(
                        rest + "; check tries for some seconds, run for pipeline.startTimeout")
                : Finding.fault(subject, answer.answer(), rest));
      }
    }
    if (anyGood) {
      findings.addAll(limits());
    }
    return findings;
  }

  /** Asks one server alone, because the client would silently continue with the next one. */
  private Answer ask(String server) {
    try (ClusterProbe probe = ClusterProbe.connect(server, KafkaClients.hasty(config))) {
      Cluster cluster = probe.cluster();
      return new Answer(
          server,
          "answers: cluster %s, brokers %s"
              .formatted(cluster.id(), String.join(", ", cluster.brokers())),
          true,
          false);
    } catch (IllegalStateException e) {
      return new Answer(
          server, String.valueOf(e.getMessage()), false, e instanceof NoAnswerException);
    }
  }

  private List<Finding> limits() {
    Map<String, String> settings;
    try (ClusterProbe probe =
        ClusterProbe.connect(config.bootstrapServers(), KafkaClients.hasty(config))) {
      settings = probe.brokerSettings();
    }
    String subject = "broker settings";
    if (settings.isEmpty()) {
      return List.of(
          Finding.ok(subject, "not shown to this principal (DESCRIBE_CONFIGS on the cluster)"));
    }
    List<Finding> findings = new ArrayList<>();
    long requestBytes = number(settings, "socket.request.max.bytes", Long.MAX_VALUE);
    if (requestBytes < config.largestRecordBytes()) {
      findings.add(
          Finding.fault(
              subject,
              "socket.request.max.bytes = %d: a dead letter takes up to %d"
                  .formatted(requestBytes, config.largestRecordBytes()),
              "raise it, or lower pipeline.maxFrameBytes"));
    }
    Duration longest = millis(settings, "transaction.max.timeout.ms", Long.MAX_VALUE);
    if (config.guarantee() == Guarantee.EXACTLY_ONCE
        && longest.compareTo(KafkaSettings.transactionTimeout(config)) < 0) {
      findings.add(
          Finding.fault(
              subject,
              "transaction.max.timeout.ms = %d: a transaction may last %d ms"
                  .formatted(
                      longest.toMillis(), KafkaSettings.transactionTimeout(config).toMillis()),
              "raise it, or lower pipeline.drainTimeout"));
    }
    Duration session = KafkaSettings.sessionTimeout(config);
    if (!"streams".equalsIgnoreCase(config.kafka().get("group.protocol"))
        && (session.compareTo(millis(settings, "group.min.session.timeout.ms", 0)) < 0
            || session.compareTo(millis(settings, "group.max.session.timeout.ms", Long.MAX_VALUE))
                > 0)) {
      findings.add(
          Finding.fault(
              subject,
              "a session timeout of %d ms is not within group.min.session.timeout.ms and"
                      .formatted(session.toMillis())
                  + " group.max.session.timeout.ms",
              "set kafka.session.timeout.ms to a value within that range"));
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              subject,
              "message.max.bytes = %s, socket.request.max.bytes = %d"
                  .formatted(settings.get("message.max.bytes"), requestBytes)));
    }
    return findings;
  }

  private static Duration millis(Map<String, String> settings, String name, long standard) {
    return Duration.ofMillis(number(settings, name, standard));
  }

  private static long number(Map<String, String> settings, String name, long standard) {
    String value = settings.get(name);
    return value == null ? standard : Long.parseLong(value);
  }
}
