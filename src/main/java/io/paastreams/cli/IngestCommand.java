package io.paastreams.cli;

import io.paastreams.claimcheck.ClaimCheckStore;
import io.paastreams.config.CameraSource;
import io.paastreams.config.CamerasConfig;
import io.paastreams.config.ClusterConfig;
import io.paastreams.config.ImageStoreConfig;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.RegistryException;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicUse;
import io.paastreams.ingest.FrameIngestor;
import io.paastreams.ingest.IngestConfig;
import io.paastreams.ingest.IngestCounts;
import io.paastreams.ingest.IngestGroup;
import io.paastreams.ingest.IngestReport;
import io.paastreams.ingest.KafkaFramePublisher;
import io.paastreams.ingest.LargePayloads;
import io.paastreams.ingest.PacingClock;
import io.paastreams.ingest.Payload;
import io.paastreams.ingest.RtspTransport;
import io.paastreams.ingest.SourceException;
import io.paastreams.ingest.SourceLocation;
import io.paastreams.setting.SettingValues;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ingest}: publishes one source as one camera, or the cameras in a file. */
@Command(
    name = "ingest",
    description = {
      "Publish a source as one camera's frame events; without SOURCE, publish all cameras in"
          + " the configuration file, independently of each other. Ends when the sources end, or"
          + " with Ctrl-C.",
      "Options of a source that are not given are those of ingest.* in the file, or their defaults."
    })
final class IngestCommand implements Callable<Integer> {

  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;

  @Mixin private ConfigOptions configOptions;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SOURCE",
      description =
          "A video file, an image, a folder of images, an rtsp:// or http:// URL, or a"
              + " webcam (/dev/video0, webcam:0).")
  private @Nullable String source;

  @Option(
      names = "--camera",
      paramLabel = "ID",
      description = "With SOURCE: the camera's id, which is the key of its records.")
  private @Nullable String camera;

  @Option(
      names = "--fps",
      paramLabel = "N",
      description =
          "Keep at most this many frames per second: of a recording by its timestamps, of a"
              + " live source by arrival time. Also the rate of a folder's images (default 10)"
              + " and of snapshots from an http:// camera (default 1).")
  private @Nullable Double fps;

  @Option(names = "--loop", description = "Repeat a recording when it ends.")
  private @Nullable Boolean loop;

  @Option(
      names = "--realtime",
      description = "Play a recording at its own rate, not as fast as possible.")
  private @Nullable Boolean realtime;

  @Option(
      names = "--payload",
      paramLabel = "pass-through|jpeg|raw",
      description =
          "pass-through forwards JPEG and PNG bytes as they are and encodes the rest as JPEG; jpeg"
              + " encodes all; raw sends pixels.")
  private @Nullable Payload payload;

  @Option(names = "--jpeg-quality", paramLabel = "1..100", description = "Quality of encoded JPEG.")
  private @Nullable Integer jpegQuality;

  @Option(
      names = "--rtsp-transport",
      paramLabel = "auto|tcp|udp|udp-multicast|http",
      description =
          "How an RTSP camera sends its media: auto tries tcp, then udp if the camera refuses tcp.")
  private @Nullable RtspTransport rtspTransport;

  @Mixin private JsonOutput json;

  @Override
  public Integer call() throws InterruptedException {
    requireOneWay();
    try (Interruption interruption = Interruption.handle()) {
      return ingest(interruption);
    } catch (RegistryException | IllegalStateException | IllegalArgumentException | IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private void requireOneWay() {
    if (source != null && camera == null) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing required option: '--camera=ID', under which SOURCE is published");
    }
    boolean ofOneCamera =
        Stream.of(camera, fps, loop, realtime, payload, jpegQuality, rtspTransport)
            .anyMatch(Objects::nonNull);
    if (source == null && ofOneCamera) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing required parameter: 'SOURCE', to which the given options belong; for the"
              + " cameras of a file set ingest.* and cameras.ID.* there");
    }
  }

  private int ingest(Interruption interruption) throws InterruptedException, IOException {
    CamerasConfig config =
        source == null || camera == null
            ? configOptions.cameras()
            : configOptions.camera(camera, source, options());
    Map<CameraSource, SourceLocation> sources = sources(config.cameras());
    ClusterConfig cluster = config.cluster();
    try (@Nullable ClaimCheckStore store = store(config.imageStore());
        LogLevelWatch log = configOptions.followLog();
        IngestMonitor monitor = IngestMonitor.start(config);
        EventSerdes serdes = EventSerdes.of(cluster.serdes());
        KafkaFramePublisher publisher =
            KafkaFramePublisher.connect(
                cluster.producerProperties(),
                cluster.topics().of(TopicKind.FRAMES),
                serdes.of(TopicKind.FRAMES).serializer())) {
      serdes.prepare(cluster.topics().only(List.of(TopicUse.writes(TopicKind.FRAMES))));
      List<FrameIngestor> ingestors = new ArrayList<>();
      sources.forEach(
          (each, location) ->
              ingestors.add(
                  new FrameIngestor(
                      location,
                      each.ingest(),
                      publisher.shareOfOneIn(sources.size()),
                      large(config.imageStore(), store),
                      monitor.listener(),
                      PacingClock.system())));
      IngestGroup group = IngestGroup.start(publisher, ingestors);
      IngestProgress progress = new IngestProgress(spec.commandLine().getErr());
      while (!group.awaitEnd(PROGRESS_INTERVAL)
          && !interruption.requested().await(0, TimeUnit.SECONDS)) {
        progress.show(group.counts());
      }
      return conclude(group.stop());
    }
  }

  private static @Nullable ClaimCheckStore store(@Nullable ImageStoreConfig config)
      throws IOException {
    return config == null
        ? null
        : ClaimCheckStore.open(config.location(), config.s3(), config.timeout());
  }

  private static @Nullable LargePayloads large(
      @Nullable ImageStoreConfig config, @Nullable ClaimCheckStore store) {
    return config == null || store == null ? null : new LargePayloads(store, config.above());
  }

  /** Parses all sources and reports all faults at once. */
  private static Map<CameraSource, SourceLocation> sources(List<CameraSource> cameras) {
    Map<CameraSource, SourceLocation> sources = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    for (CameraSource each : cameras) {
      try {
        sources.put(each, SourceLocation.parse(each.source()));
      } catch (SourceException e) {
        faults.add(
            cameras.size() == 1
                ? Failures.message(e)
                : each.ingest().cameraId() + ": " + Failures.message(e));
      }
    }
    if (!faults.isEmpty()) {
      throw new CommandFailedException(String.join(System.lineSeparator() + "  ", faults));
    }
    return sources;
  }

  /** Options given here take precedence over those for all cameras. */
  private SettingValues options() {
    return SettingValues.DEFAULTS
        .with(IngestConfig.FPS, fps)
        .with(IngestConfig.LOOP, loop)
        .with(IngestConfig.REALTIME, realtime)
        .with(IngestConfig.PAYLOAD, payload)
        .with(IngestConfig.JPEG_QUALITY, jpegQuality)
        .with(IngestConfig.RTSP_TRANSPORT, rtspTransport);
  }

  private int conclude(List<IngestReport> reports) {
    PrintWriter out = json.text(spec);
    List<String> failures = new ArrayList<>();
    List<Map<String, Object>> page = new ArrayList<>();
    boolean lost = false;
    for (IngestReport report : reports) {
      IngestCounts counts = report.counts();
      out.printf(
          "%s: %d frames read, %d on the topic, %d failed, %d dropped to limit the rate, %d"
              + " unreadable%n",
          report.cameraId(),
          counts.read(),
          counts.acknowledged(),
          counts.failed(),
          counts.limited(),
          counts.unreadable());
      lost |= counts.failed() > 0;
      if (report.failure() != null) {
        String message = Failures.message(report.failure());
        failures.add(reports.size() == 1 ? message : report.cameraId() + ": " + message);
      }
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("camera", report.cameraId());
      entry.put("counts", counts);
      entry.put("failure", report.failure() == null ? null : Failures.message(report.failure()));
      page.add(entry);
    }
    out.flush();
    json.write(spec, Map.of("cameras", page));
    if (!failures.isEmpty()) {
      throw new CommandFailedException(String.join(System.lineSeparator() + "  ", failures));
    }
    return lost ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }
}
