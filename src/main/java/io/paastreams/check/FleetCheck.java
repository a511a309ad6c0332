package io.paastreams.check;

import io.paastreams.cluster.ClusterProbe;
import io.paastreams.model.Model;
import io.paastreams.pipeline.Fleet;
import io.paastreams.pipeline.InstanceKind;
import io.paastreams.pipeline.PipelineConfig;
import java.util.List;
import java.util.function.Supplier;

/** Checks whether the instances that are already running run what this configuration would. */
final class FleetCheck implements Check {

  private final PipelineConfig config;
  private final Supplier<Model> model;

  FleetCheck(PipelineConfig config, Supplier<Model> model) {
    this.config = config;
    this.model = model;
  }

  @Override
  public String subject() {
    return "group " + config.applicationId();
  }

  @Override
  public List<Finding> run() {
    Fleet fleet;
    try (ClusterProbe probe =
        ClusterProbe.connect(config.bootstrapServers(), KafkaClients.hasty(config.settings()))) {
      fleet = Fleet.of(config.applicationId(), probe.members(config.applicationId()));
    }
    return List.of(judge(fleet));
  }

  Finding judge(Fleet fleet) {
    if (fleet.kinds() == 0) {
      return Finding.ok(
          subject(),
          fleet.untold() == 0
              ? "no instance runs"
              : "%d members with a client.id of their own".formatted(fleet.untold()));
    }
    String ours;
    try {
      ours = InstanceKind.of(model.get().sha256(), config.guarantee()).toString();
    } catch (RuntimeException e) { // another check reports what is wrong with it
      return Finding.ok(subject(), "runs " + fleet.describe());
    }
    return fleet.kinds() == 1 && fleet.hosts().containsKey(ours)
        ? Finding.ok(subject(), "runs " + fleet.describe())
        : Finding.warning(
            subject(),
            "runs %s; this configuration is %s".formatted(fleet.describe(), ours),
            "this is normal during a rolling restart; otherwise give all instances the same"
                + " model and guarantee");
  }
}
