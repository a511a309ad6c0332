package io.paastreams.pipeline.faults;

import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.TopicUse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * What runs during one schedule: the cluster and the registry, which are shared with other
 * schedules, and topics, cameras and instances of its own.
 */
final class Installation implements AutoCloseable {

  static final int PARTITIONS = 4;
  private static final int MORE_PARTITIONS = 2;
  private static final int MOST_INSTANCES = 4;
  private static final Duration INSTANCE_PATIENCE = Duration.ofMinutes(5);

  private final BrokerCluster cluster;
  private final RegistryPart registry;
  private final TopicNames names;
  private final CameraFeed feed;
  private final List<Instance> instances = new ArrayList<>();
  private final List<StateDisk> disks = new ArrayList<>();
  private final List<InjectedFault> impossible = new ArrayList<>();
  private int framePartitions = PARTITIONS;
  private int detectionPartitions = PARTITIONS;

  /**
   * Nothing of it runs yet.
   *
   * @param settings of its instances but for the side they are on and their state folder
   * @param smallDisks whether the instances' disks shall be such that can be filled
   */
  Installation(Site site, InstanceSettings settings, CameraFeed feed, boolean smallDisks)
      throws IOException {
    this.cluster = site.cluster();
    this.registry = site.registry();
    this.feed = feed;
    this.names = settings.names();
    for (int i = 0; i < MOST_INSTANCES; i++) {
      Path folder = site.home().resolve("state-" + i);
      StateDisk disk = smallDisks ? StateDisk.small(folder) : StateDisk.large(folder);
      disks.add(disk);
      String servers = cluster.clientServers(i % 2 == 0);
      instances.add(new Instance(site, "instance-" + i, settings.at(servers, disk.folder()), disk));
    }
  }

  /**
   * Makes the topics of some applications.
   *
   * @param uses what they do with them
   */
  static void createTopics(BrokerCluster cluster, TopicNames names, List<TopicUse> uses)
      throws Exception {
    try (Admin admin = cluster.admin()) {
      List<NewTopic> topics =
          new TopicLayout(
                  PARTITIONS,
                  cluster.replicas(),
                  TopicLayout.standard().maxMessageBytes(),
                  Duration.ofDays(1),
                  Duration.ofDays(1))
              .topics(names.only(uses)).stream()
                  .map(spec -> new NewTopic(spec.name(), spec.partitions(), cluster.replicas()))
                  .toList();
      admin.createTopics(topics).all().get();
    }
  }

  void deleteTopics(String prefix) throws Exception {
    try (Admin admin = cluster.admin()) {
      List<String> own =
          admin.listTopics().names().get().stream()
              .filter(name -> name.startsWith(prefix))
              .toList();
      admin.deleteTopics(own).all().get(60, TimeUnit.SECONDS);
    }
  }

  void startInstances(int count) {
    instances.subList(0, count).forEach(Instance::join);
  }

  /** One of those that run. */
  Instance instance(int number) {
    List<Instance> running = instances.stream().filter(Instance::isWanted).toList();
    return running.get(number % running.size());
  }

  void addInstance() {
    instances.stream()
        .filter(instance -> !instance.isWanted())
        .findFirst()
        .ifPresent(Instance::join);
  }

  /** But not the last one. */
  void removeInstance(int number) {
    if (instances.stream().filter(Instance::isWanted).count() > 1) {
      instance(number).leave();
    }
  }

  int brokers() {
    return cluster.size();
  }

  BrokerNode broker(int number) {
    return cluster.node(number % cluster.size());
  }

  Link link(boolean west, int number) {
    return cluster.link(west, number % cluster.size());
  }

  RegistryPart registry() {
    return registry;
  }

  boolean disksCanBeFilled() {
    return disks.stream().allMatch(StateDisk::canBeFilled);
  }

  /** Notes a fault that this machine does not allow. */
  void couldNot(InjectedFault fault) {
    impossible.add(fault);
  }

  int impossibleFaults() {
    return impossible.size();
  }

  void addFramePartitions() {
    int more = framePartitions + MORE_PARTITIONS;
    framePartitions = more;
    inBackground(
        () -> {
          grow(names.of(TopicKind.FRAMES), more);
          feed.spreadOver(more);
        });
  }

  void addDetectionPartitions() {
    int more = detectionPartitions + MORE_PARTITIONS;
    detectionPartitions = more;
    inBackground(() -> grow(names.of(TopicKind.DETECTIONS), more));
  }

  /** The cluster may be down at the moment. */
  private static void inBackground(Part.Action action) {
    Thread thread =
        new Thread(
            () -> {
              try {
                action.run();
              } catch (Exception e) {
                System.err.println("partitions were not added: " + e);
              }
            },
            "more-partitions");
    thread.setDaemon(true);
    thread.start();
  }

  private void grow(String topic, int partitions) throws Exception {
    try (Admin admin = cluster.admin()) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
    }
  }

  int instancesKilledAtEnd() {
    return instances.stream().mapToInt(Instance::killedAtEnd).sum();
  }

  int instancesEndedByThemselves() {
    return instances.stream().mapToInt(Instance::endedByItself).sum();
  }

  /** Waits until all that broke is repaired. */
  void heal() {
    cluster.heal();
    registry.await(INSTANCE_PATIENCE);
    instances.forEach(instance -> instance.await(INSTANCE_PATIENCE));
  }

  /** Lets all instances finish and leave. */
  void endInstances() {
    instances.forEach(Instance::leave);
    instances.forEach(instance -> instance.await(INSTANCE_PATIENCE));
  }

  @Override
  public void close() {
    feed.close();
    instances.forEach(Instance::close);
  }
}
