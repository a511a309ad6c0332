package io.paastreams.live;

import io.paastreams.cluster.AdminConnection;
import io.paastreams.cluster.ClientFailures;
import io.paastreams.cluster.ClusterProbe;
import io.paastreams.cluster.GroupMember;
import io.paastreams.event.TopicKind;
import io.paastreams.live.Instances.Instance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every two seconds whether the cluster answers, how far the pipeline lags behind and which
 * instances exist.
 *
 * <p>Threading: a thread of its own from {@link #start} to {@link #close}; {@link #latest} by any.
 */
final class ClusterWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final long PATIENCE_MILLIS = 4_000;

  private final LiveCluster cluster;
  private final DependencyHealth health;
  private final Thread thread = new Thread(this::run, "live-cluster");
  private volatile Report latest = new Report(-1, Map.of(), List.of());
  private final Stop stop = new Stop();
  private final Instances instances = new Instances();
  private final InstantSource clock;

  /**
   * The latest answer of the cluster.
   *
   * @param lag frames that the pipeline has not committed; -1 if that is not known
   * @param lagByPartition of the frames topic
   * @param instances that are in the group or were
   */
  record Report(long lag, Map<Integer, Long> lagByPartition, List<Instance> instances) {}

  private ClusterWatch(LiveCluster cluster, DependencyHealth health, InstantSource clock) {
    this.cluster = cluster;
    this.health = health;
    this.clock = clock;
    thread.setDaemon(true);
  }

  static ClusterWatch start(LiveCluster cluster, DependencyHealth health, InstantSource clock) {
    ClusterWatch watch = new ClusterWatch(cluster, health, clock);
    watch.thread.start();
    return watch;
  }

  Report latest() {
    return latest;
  }

  private void run() {
    Map<String, Object> properties =
        new HashMap<>(AdminConnection.properties(cluster.bootstrapServers(), cluster.kafka()));
    properties.put("request.timeout.ms", 2_000);
    properties.put("default.api.timeout.ms", 3_000);
    properties.put("reconnect.backoff.max.ms", 1_000);
    while (!stop.isSet()) {
      try (AdminConnection connection = AdminConnection.open(properties);
          Members members = new Members()) {
        while (!stop.isSet()) {
          look(connection.admin(), members);
          stop.sleep(INTERVAL.toMillis());
        }
      } catch (RuntimeException e) {
        health.brokerFailed(String.valueOf(e.getMessage()));
        stop.sleep(1_000);
      }
    }
  }

  private void look(Admin admin, Members members) {
    try {
      admin.describeCluster().nodes().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      health.brokerAnswered();
      latest = report(admin, members);
    } catch (InterruptedException e) {
      stop.set();
    } catch (ExecutionException | TimeoutException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      if (reason instanceof AuthenticationException refusal) {
        // An admin client that was refused once repeats the refusal for ever (4.3.1).
        throw ClientFailures.refused(refusal, cluster.bootstrapServers());
      }
      health.brokerFailed(ClientFailures.outage(reason, cluster.bootstrapServers()));
    }
  }

  private Report report(Admin admin, Members members) throws InterruptedException {
    TreeMap<Integer, Long> lag = new TreeMap<>();
    try {
      String frames = cluster.topics().of(TopicKind.FRAMES).name();
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(cluster.applicationId())
              .partitionsToOffsetAndMetadata()
              .get();
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      committed.forEach(
          (partition, offset) -> {
            if (partition.topic().equals(frames) && offset != null) {
              asked.put(partition, OffsetSpec.latest());
            }
          });
      Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(asked).all().get();
      ends.forEach(
          (partition, end) -> {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset != null) {
              lag.put(partition.partition(), Math.max(0, end.offset() - offset.offset()));
            }
          });
    } catch (ExecutionException e) {
      LOG.debug("the lag of {} is not known", cluster.applicationId(), e);
    }
    return new Report(
        lag.isEmpty() ? -1 : lag.values().stream().mapToLong(Long::longValue).sum(),
        lag,
        instances(members));
  }

  /** Of the last look if the cluster does not say. */
  private List<Instance> instances(Members members) {
    Optional<List<GroupMember>> found = members.list();
    if (found.isEmpty()) {
      return latest.instances();
    }
    List<Instance> all = instances.look(found.get(), clock.millis());
    boolean gone = !all.isEmpty() && all.stream().allMatch(each -> each.gone() > 0);
    health.pipeline(
        gone
            ? new DependencyHealth.Trouble(
                all.get(0).gone(),
                "%s on %s was the last one".formatted(all.get(0).name(), all.get(0).host()))
            : null);
    return all;
  }

  /** Uses a connection of its own, which is opened once the cluster has answered. */
  private final class Members implements AutoCloseable {

    private @Nullable ClusterProbe probe;

    Optional<List<GroupMember>> list() {
      try {
        if (probe == null) {
          probe = ClusterProbe.connect(cluster.bootstrapServers(), cluster.kafka());
        }
        return Optional.of(probe.members(cluster.applicationId()));
      } catch (RuntimeException e) {
        LOG.debug("the instances of {} are not known", cluster.applicationId(), e);
        return Optional.empty();
      }
    }

    @Override
    public void close() {
      if (probe != null) {
        probe.close();
      }
    }
  }

  @Override
  public void close() {
    stop.set();
    Stop.join(thread);
  }
}
