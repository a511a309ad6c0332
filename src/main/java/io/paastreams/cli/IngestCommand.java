package io.paastreams.cli;

import io.paastreams.config.ClusterConfig;
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
import io.paastreams.ingest.Pace;
import io.paastreams.ingest.PacingClock;
import io.paastreams.ingest.Payload;
import io.paastreams.ingest.RtspTransport;
import io.paastreams.ingest.SourceException;
import io.paastreams.ingest.SourceLocation;
import io.paastreams.ingest.SourceOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ingest}: one source as one camera. */
@Command(
    name = "ingest",
    description =
        "Publish a source as one camera's frame events. Ends with the source, or with Ctrl-C.")
final class IngestCommand implements Callable<Integer> {

  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;

  @Mixin private ConfigOptions configOptions;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description =
          "A video file, a picture, a folder of pictures, an rtsp:// or http:// URL, or a webcam"
              + " (/dev/video0, webcam:0).")
  private String source;

  @Option(
      names = "--camera",
      required = true,
      paramLabel = "ID",
      description = "The camera's id: key of its records.")
  private String camera;

  @Option(
      names = "--fps",
      paramLabel = "N",
      description =
          "Keep at most so many frames a second: of a recording by its time stamps, of a live source"
              + " by arrival. The rate of a folder's images (default 10) and of snapshots from an"
              + " http:// camera (default 1).")
  private @Nullable Double fps;

  @Option(names = "--loop", description = "Start a recording again at its end.")
  private boolean loop;

  @Option(
      names = "--realtime",
      description = "Play a recording at its own rate. Default: as fast as possible.")
  private boolean realtime;

  @Option(
      names = "--payload",
      paramLabel = "pass-through|jpeg|raw",
      defaultValue = "pass-through",
      description =
          "pass-through forwards JPEG and PNG bytes as they are and encodes the rest as JPEG; jpeg"
              + " encodes all; raw sends pixels. Default: ${DEFAULT-VALUE}.")
  private Payload payload;

  @Option(
      names = "--jpeg-quality",
      paramLabel = "1..100",
      defaultValue = "90",
      description = "Default: ${DEFAULT-VALUE}.")
  private int jpegQuality;

  @Option(
      names = "--rtsp-transport",
      paramLabel = "auto|tcp|udp|udp-multicast|http",
      defaultValue = "auto",
      description =
          "How an RTSP camera sends its media: auto takes tcp, and udp if the camera refuses that."
              + " Default: ${DEFAULT-VALUE}.")
  private RtspTransport rtspTransport;

  @Override
  public Integer call() throws InterruptedException {
    try (Interruption interruption = Interruption.handle()) {
      return ingest(interruption);
    } catch (SourceException
        | RegistryException
        | IllegalStateException
        | IllegalArgumentException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private int ingest(Interruption interruption) throws SourceException, InterruptedException {
    SourceLocation location = SourceLocation.parse(source);
    ClusterConfig cluster = configOptions.cluster();
    try (EventSerdes serdes = EventSerdes.of(cluster.serdes());
        KafkaFramePublisher publisher =
            KafkaFramePublisher.connect(
                cluster.producerProperties(),
                cluster.topics().of(TopicKind.FRAMES),
                serdes.of(TopicKind.FRAMES).serializer())) {
      serdes.prepare(cluster.topics().only(List.of(TopicUse.writes(TopicKind.FRAMES))));
      FrameIngestor ingestor =
          new FrameIngestor(
              location, ingestConfig(), publisher, new IngestLog(), PacingClock.system());
      IngestGroup group = IngestGroup.start(publisher, List.of(ingestor));
      while (!group.awaitEnd(PROGRESS_INTERVAL)
          && !interruption.requested().await(0, TimeUnit.SECONDS)) {
        showProgress(ingestor.counts());
      }
      return conclude(group.stop().get(0));
    }
  }

  private IngestConfig ingestConfig() {
    return IngestConfig.ofCamera(camera)
        .withMaxFps(fps)
        .withLoop(loop)
        .withPace(realtime ? Pace.REAL_TIME : Pace.UNLIMITED)
        .withPayload(payload, jpegQuality)
        .withSource(new SourceOptions(rtspTransport));
  }

  private void showProgress(IngestCounts counts) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "%s: read %d, acknowledged %d, on their way %d%n",
        camera, counts.read(), counts.acknowledged(), counts.inFlight());
    err.flush();
  }

  private int conclude(IngestReport report) {
    IngestCounts counts = report.counts();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %d frames read, %d on the topic, %d failed, %d dropped for the rate, %d unreadable%n",
        camera,
        counts.read(),
        counts.acknowledged(),
        counts.failed(),
        counts.limited(),
        counts.unreadable());
    out.flush();
    if (report.failure() != null) {
      throw new CommandFailedException(Failures.message(report.failure()), report.failure());
    }
    return counts.failed() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
