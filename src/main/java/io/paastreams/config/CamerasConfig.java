package io.paastreams.config;

import io.paastreams.ingest.IngestConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of {@code ingest}.
 *
 * @param cluster where the topics are
 * @param metrics null if not served
 * @param imageStore null if images stay in their events
 * @param cameras those of the file, in its order
 */
public record CamerasConfig(
    ClusterConfig cluster,
    @Nullable MetricsConfig metrics,
    @Nullable ImageStoreConfig imageStore,
    List<CameraSource> cameras) {

  public CamerasConfig {
    cameras = List.copyOf(cameras);
  }

  /**
   * Binds the cameras of a file.
   *
   * @throws ConfigException with every fault; one is that there is no camera
   */
  public static CamerasConfig load(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    ConfigReader reader = PaaStreamsConfig.reader(file, environment, assignments);
    ClusterConfig cluster = ClusterBinding.read(reader);
    ClusterBinding.reviewKafka(reader, cluster.kafka());
    List<CameraSource> cameras = IngestBinding.cameras(reader);
    if (cameras.isEmpty() && reader.faults().isEmpty()) {
      reader.fault(
          "cameras: there is none; list them as cameras: {ID: {source: rtsp://HOST/PATH}},"
              + " or give a SOURCE and --camera ID");
    }
    return sound(reader, cluster, cameras);
  }

  /**
   * Binds one camera of the command line, to which {@code ingest.*} applies as to those of a file.
   *
   * @param options what the command line says, which wins
   * @throws ConfigException with every fault
   */
  public static CamerasConfig load(
      @Nullable Path file,
      Map<String, String> environment,
      List<String> assignments,
      String cameraId,
      String source,
      UnaryOperator<IngestConfig> options) {
    ConfigReader reader = PaaStreamsConfig.reader(file, environment, assignments);
    ClusterConfig cluster = ClusterBinding.read(reader);
    ClusterBinding.reviewKafka(reader, cluster.kafka());
    IngestConfig camera = options.apply(IngestBinding.camera(reader, cameraId));
    return sound(reader, cluster, List.of(new CameraSource(source, camera)));
  }

  private static CamerasConfig sound(
      ConfigReader reader, ClusterConfig cluster, List<CameraSource> cameras) {
    @Nullable Integer port = reader.read(PaaStreamsKeys.INGEST_METRICS_PORT);
    String host = reader.value(PaaStreamsKeys.METRICS_HOST);
    @Nullable ImageStoreConfig imageStore = ImageStoreBinding.store(reader);
    reader.demandSound();
    return new CamerasConfig(
        cluster, port == null ? null : new MetricsConfig(host, port), imageStore, cameras);
  }
}
