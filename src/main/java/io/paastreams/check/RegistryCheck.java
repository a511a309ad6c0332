package io.paastreams.check;

import io.paastreams.config.ClusterConfig;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.RegistryException;
import io.paastreams.event.RegistryUnavailableException;
import io.paastreams.event.SubjectState;
import io.paastreams.event.TopicUse;
import java.time.Duration;
import java.util.List;

/** Checks whether the registry answers and whether its subjects are compatible with our schemas. */
final class RegistryCheck implements Check {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ClusterConfig cluster;
  private final List<TopicUse> uses;

  RegistryCheck(ClusterConfig cluster, List<TopicUse> uses) {
    this.cluster = cluster;
    this.uses = uses;
  }

  @Override
  public String subject() {
    return "registry";
  }

  /** Reports the registry as silent if it does not answer; asks briefly. */
  List<Finding> silent() {
    return run(Duration.ofSeconds(1)).stream().filter(Finding::isSilence).toList();
  }

  @Override
  public List<Finding> run() {
    return run(PATIENCE);
  }

  private List<Finding> run(Duration patience) {
    try (EventSerdes serdes = EventSerdes.of(cluster.serdes().withPatience(patience))) {
      return serdes.inspect(cluster.topics().only(uses)).stream()
          .map(RegistryCheck::finding)
          .toList();
    } catch (RegistryUnavailableException e) {
      return List.of(
          Finding.silent(subject(), String.valueOf(e.getMessage()))
              .withRemedy("schemas were not checked; run tries for pipeline.startTimeout"));
    } catch (RegistryException e) {
      return List.of(
          Finding.fault(subject(), String.valueOf(e.getMessage()), "schemas were not checked"));
    }
  }

  private static Finding finding(SubjectState state) {
    String subject = "schema " + state.subject();
    return switch (state.kind()) {
      case REGISTERED, NOT_OURS -> Finding.ok(subject, state.detail());
      case TO_BE_REGISTERED ->
          Finding.ok(subject, state.detail() + "; ours is registered at startup");
      case NOT_REGISTERED ->
          Finding.fault(
              subject,
              "ours is not registered (" + state.detail() + ")",
              "register the schema that the command topology prints, or set"
                  + " registry.autoRegister=true with a login that may write");
      case INCOMPATIBLE ->
          Finding.fault(
              subject, state.detail(), "use another topic, or correct the subject in the registry");
    };
  }
}
