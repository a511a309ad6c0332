package io.paastreams.config;

import io.paastreams.ingest.IngestConfig;
import io.paastreams.setting.Fault;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingValues;
import io.paastreams.text.MaskedUrl;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of {@code ingest}.
 *
 * @param cluster where the topics are
 * @param metrics where metrics are served; null if they are not
 * @param imageStore where large images are written; null if they stay in their events
 * @param cameras the cameras in the file, in its order
 */
public record CamerasConfig(
    ClusterConfig cluster,
    @Nullable MetricsConfig metrics,
    @Nullable ImageStoreConfig imageStore,
    List<CameraSource> cameras) {

  static final SettingSection SETTINGS = SettingSection.named("ingest");

  private static final Setting<Integer> METRICS_PORT =
      SETTINGS.optional(
          "metricsPort",
          MetricsConfig.PORTS,
          "Port of ingest's own /metrics and /health on metrics.host; not served if not set.");

  private static final List<SettingSection> SECTIONS =
      Stream.of(
              ClusterConfig.SECTIONS,
              ImageStoreConfig.SECTIONS,
              List.of(
                  ClusterConfig.FRAME_LIMIT,
                  MetricsConfig.SETTINGS,
                  IngestConfig.SETTINGS,
                  SETTINGS))
          .flatMap(List::stream)
          .toList();

  public CamerasConfig {
    cameras = List.copyOf(cameras);
  }

  /**
   * Binds the cameras of a file.
   *
   * @throws ConfigException with every fault; having no camera is one
   */
  public static CamerasConfig load(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    ConfigReader reader = PaaStreamsConfig.reader(file, environment, assignments);
    SettingValues values = reader.read(SECTIONS);
    Map<String, SettingValues> cameras = reader.read(IngestConfig.CAMERAS);
    cameras
        .keySet()
        .forEach(
            id ->
                IngestConfig.idFault(id)
                    .ifPresent(reason -> reader.fault(Fault.of(camera(id), reason))));
    if (cameras.isEmpty() && reader.isSound()) {
      reader.fault(
          Fault.of(
              "cameras",
              "there is none; list them as cameras: {ID: {source: rtsp://HOST/PATH}},"
                  + " or give a SOURCE and --camera ID"));
    }
    reader.demandSound();
    return of(
        values,
        cameras.entrySet().stream()
            .map(
                each ->
                    new CameraSource(
                        each.getValue().get(IngestConfig.SOURCE),
                        IngestConfig.of(each.getKey(), each.getValue().over(values))
                            .withPersistence()))
            .toList());
  }

  /**
   * Binds one camera of the command line, to which {@code ingest.*} applies as to those in a file.
   *
   * @param options the options of the command line, which take precedence
   * @throws ConfigException with every fault
   */
  public static CamerasConfig load(
      @Nullable Path file,
      Map<String, String> environment,
      List<String> assignments,
      String cameraId,
      String source,
      SettingValues options) {
    ConfigReader reader = PaaStreamsConfig.reader(file, environment, assignments);
    SettingValues values = reader.read(SECTIONS);
    IngestConfig.idFault(cameraId)
        .ifPresent(reason -> reader.fault(Fault.of(camera(cameraId), reason)));
    IngestConfig.SETTINGS.faults(options).forEach(reader::faultOfOption);
    reader.demandSound();
    IngestConfig camera = IngestConfig.of(cameraId, options.over(values));
    return of(values, List.of(new CameraSource(source, camera)));
  }

  private static String camera(String id) {
    return "camera " + MaskedUrl.of(id);
  }

  private static CamerasConfig of(SettingValues values, List<CameraSource> cameras) {
    return new CamerasConfig(
        ClusterConfig.of(values),
        MetricsConfig.of(values, METRICS_PORT),
        ImageStoreConfig.of(values),
        cameras);
  }
}
