package io.paastreams.pipeline;

import io.paastreams.cluster.ClusterProbe;
import io.paastreams.cluster.GroupMember;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks periodically whether all instances of the group run the same model under the same
 * guarantee. Otherwise a camera's records would change with the partitions that an instance gets,
 * and under two guarantees exactly-once would hold for only some cameras. During a rolling restart
 * this is normal, so it is only a warning, logged once.
 *
 * <p>Threading: checks on a thread of its own between {@link #start} and {@link #close}.
 */
final class FleetWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FleetWatch.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final String applicationId;
  private final Supplier<List<GroupMember>> members;
  private final PipelineListener listener;
  private final Thread thread = new Thread(this::lookUntilClosed, "fleet-watch");
  private String told = "";

  /**
   * Creates a watch that does not check yet.
   *
   * @param members asks the group's coordinator
   */
  FleetWatch(String applicationId, Supplier<List<GroupMember>> members, PipelineListener listener) {
    this.applicationId = applicationId;
    this.members = members;
    this.listener = listener;
    thread.setDaemon(true);
  }

  static FleetWatch start(PipelineConfig config, PipelineListener listener) {
    FleetWatch watch =
        new FleetWatch(
            config.applicationId(),
            () -> {
              try (ClusterProbe probe =
                  ClusterProbe.connect(config.bootstrapServers(), config.kafka())) {
                return probe.members(config.applicationId());
              }
            },
            listener);
    watch.thread.start();
    return watch;
  }

  private void lookUntilClosed() {
    try {
      while (true) {
        Thread.sleep(INTERVAL.toMillis());
        look();
      }
    } catch (InterruptedException e) {
      LOG.debug("The group is no longer watched.");
    }
  }

  /** Checks once; returns what the group runs, or an empty string if all instances run the same. */
  String look() {
    Fleet fleet;
    try {
      fleet = Fleet.of(applicationId, members.get());
    } catch (RuntimeException e) { // others report that the brokers are unavailable
      LOG.debug("The members of the group are not known.", e);
      return told;
    }
    if (fleet.kinds() > 0) {
      listener.fleetSeen(fleet.kinds());
    }
    String now = fleet.kinds() > 1 ? fleet.describe() : "";
    if (!now.isEmpty() && !now.equals(told)) {
      LOG.warn(
          "The instances of group {} were not started with the same model and guarantee: {}. This"
              + " is fine during a rolling restart, and after models switch; each record names its"
              + " model.",
          applicationId,
          now);
    } else if (now.isEmpty() && !told.isEmpty()) {
      LOG.info(
          "All instances of group {} were started with the same model and guarantee again.",
          applicationId);
    }
    told = now;
    return now;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
