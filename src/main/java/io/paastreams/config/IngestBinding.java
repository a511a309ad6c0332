package io.paastreams.config;

import io.paastreams.ingest.Backoff;
import io.paastreams.ingest.IngestConfig;
import io.paastreams.ingest.Pace;
import io.paastreams.ingest.SourceOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Binds {@code ingest}, which holds for all cameras, and {@code cameras.ID.KEY}. An id may have
 * dots; what comes after the last one is the key.
 */
final class IngestBinding {

  private static final String SECTION = "ingest.";
  private static final String SOURCE = "source";
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  /** The keys that a camera may have of its own, under the names that hold for all. */
  private static final Map<String, ConfigKey<?>> OF_A_CAMERA = new LinkedHashMap<>();

  static {
    for (ConfigKey<?> key :
        List.of(
            PaaStreamsKeys.INGEST_FPS,
            PaaStreamsKeys.INGEST_REALTIME,
            PaaStreamsKeys.INGEST_LOOP,
            PaaStreamsKeys.INGEST_PAYLOAD,
            PaaStreamsKeys.INGEST_JPEG_QUALITY,
            PaaStreamsKeys.INGEST_RTSP_TRANSPORT,
            PaaStreamsKeys.INGEST_PATIENCE,
            PaaStreamsKeys.INGEST_LONGEST_WAIT)) {
      OF_A_CAMERA.put(key.name().substring(SECTION.length()), key);
    }
  }

  private final ConfigReader reader;
  private final Map<String, Setting> own;

  private IngestBinding(ConfigReader reader, Map<String, Setting> own) {
    this.reader = reader;
    this.own = own;
  }

  /** A camera that has nothing of its own. */
  static IngestConfig camera(ConfigReader reader, String id) {
    return new IngestBinding(reader, Map.of()).bind(id);
  }

  static List<CameraSource> cameras(ConfigReader reader) {
    Map<String, Map<String, Setting>> byId = new LinkedHashMap<>();
    for (Setting setting : reader.settings(PaaStreamsKeys.INGESTED_CAMERAS)) {
      String rest = setting.key().substring(PaaStreamsKeys.INGESTED_CAMERAS.length());
      int dot = rest.lastIndexOf('.');
      String name = dot < 1 ? "" : nameOf(rest.substring(dot + 1));
      if (name.isEmpty()) {
        reader.fault(
            "%s: is no key: write %sID.KEY with KEY one of %s, %s"
                .formatted(
                    setting,
                    PaaStreamsKeys.INGESTED_CAMERAS,
                    SOURCE,
                    String.join(", ", OF_A_CAMERA.keySet())));
      } else {
        byId.computeIfAbsent(rest.substring(0, dot), id -> new LinkedHashMap<>())
            .put(name, setting);
      }
    }
    List<CameraSource> cameras = new ArrayList<>();
    byId.forEach(
        (id, own) -> {
          IngestConfig config = new IngestBinding(reader, own).bind(id).withPersistence();
          Setting source = own.get(SOURCE);
          if (source == null) {
            reader.fault(
                "cameras.%s.source: is not set; it must be a path or URL of what the camera sends"
                    .formatted(id));
          } else {
            cameras.add(new CameraSource(source.text(), config));
          }
        });
    return cameras;
  }

  /** The name in our letters, since environment variables have small ones only; or nothing. */
  private static String nameOf(String written) {
    return SOURCE.equalsIgnoreCase(written)
        ? SOURCE
        : OF_A_CAMERA.keySet().stream().filter(written::equalsIgnoreCase).findFirst().orElse("");
  }

  private IngestConfig bind(String id) {
    double fps = value(PaaStreamsKeys.INGEST_FPS);
    Duration longest = value(PaaStreamsKeys.INGEST_LONGEST_WAIT);
    try {
      return IngestConfig.ofCamera(id)
          .withMaxFps(fps == 0 ? null : fps)
          .withPace(value(PaaStreamsKeys.INGEST_REALTIME) ? Pace.REAL_TIME : Pace.UNLIMITED)
          .withLoop(value(PaaStreamsKeys.INGEST_LOOP))
          .withPayload(
              value(PaaStreamsKeys.INGEST_PAYLOAD), value(PaaStreamsKeys.INGEST_JPEG_QUALITY))
          .withSource(new SourceOptions(value(PaaStreamsKeys.INGEST_RTSP_TRANSPORT)))
          .withPatience(
              value(PaaStreamsKeys.INGEST_PATIENCE),
              new Backoff(longest.compareTo(FIRST_WAIT) < 0 ? longest : FIRST_WAIT, longest));
    } catch (IllegalArgumentException e) {
      reader.fault("camera %s: %s".formatted(id, e.getMessage()));
      return IngestConfig.ofCamera("unsound");
    }
  }

  /** The camera's own value, or that of all. */
  private <T> T value(ConfigKey<T> key) {
    Setting setting = own.get(key.name().substring(SECTION.length()));
    T value = setting == null ? null : reader.parse(setting, key.type());
    return value == null ? reader.value(key) : value;
  }
}
