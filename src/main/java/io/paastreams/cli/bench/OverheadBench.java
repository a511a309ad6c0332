package io.paastreams.cli.bench;

import io.paastreams.event.FramePayload;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.event.Topics;
import io.paastreams.geometry.Size;
import io.paastreams.image.Preprocessor;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.pipeline.Guarantee;
import io.paastreams.pipeline.PipelineConfig;
import java.util.List;
import java.util.Locale;

/**
 * What the pipeline costs when detection costs nothing: against a plain loop of the same guarantee,
 * over the same frames, with values of the same size, on as many threads.
 */
final class OverheadBench {

  private static final Size SIZE = new Size(320, 256);
  private static final int CAMERAS = 8;
  private static final int THREADS = 2;
  private static final int BATCH = 32;

  /** What a small machine passes on: it decides how long a run takes, not what comes out. */
  private static final double FRAMES_A_SECOND = 800;

  /** Of a run: the start of the group and the first batches do not count. */
  private static final double WARM_UP = 0.25;

  private final BenchServers servers;
  private final long frames;
  private final long warmUp;

  OverheadBench(BenchServers servers, double seconds) {
    this.servers = servers;
    this.frames = Math.max(400, Math.round(seconds * FRAMES_A_SECOND));
    this.warmUp = Math.round(WARM_UP * frames);
  }

  /**
   * One guarantee.
   *
   * @param ofPlain the pipeline's frames a second over the plain loop's
   */
  record Figure(
      String guarantee,
      double pipelinePerSecond,
      double plainPerSecond,
      double ofPlain,
      int frameBytes,
      int recordBytes) {}

  Figure run(Guarantee guarantee) {
    String suffix = "overhead-" + guarantee.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Topics topics = servers.topics(suffix);
    Topics plainTopics = servers.topics(suffix + "-plain");
    byte[] pixels = new byte[(int) SIZE.area()];
    List<FramePayload> pictures = List.of(new Raw(PixelFormat.GRAY8, SIZE, pixels));
    try (FrameFeed feed =
        new FrameFeed(servers.bootstrapServers(), topics.frames(), pictures, CAMERAS)) {
      feed.send(frames, Double.POSITIVE_INFINITY);
    }
    PipelineConfig config =
        PipelineConfig.builder("bench-" + suffix, servers.bootstrapServers())
            .guarantee(guarantee)
            .streamThreads(THREADS)
            .maxBatchSize(BATCH)
            .build();
    double pipeline;
    int recordBytes;
    try (RecordCounter counter =
            RecordCounter.ofWritten(servers.bootstrapServers(), topics.detections().name());
        DetectionPipeline running =
            DetectionPipeline.builder(
                    config,
                    topics,
                    new InstantDetector(),
                    new Preprocessor(SIZE.width(), SIZE.height(), 32))
                .build()) {
      running.start();
      pipeline = perSecond(counter);
      recordBytes = (int) (counter.bytes() / frames);
    }
    double plain;
    try (RecordCounter counter =
            RecordCounter.ofWritten(servers.bootstrapServers(), plainTopics.detections().name());
        PlainLoop loop =
            new PlainLoop(
                servers.bootstrapServers(),
                topics.frames().name(),
                plainTopics.detections().name(),
                guarantee,
                recordBytes,
                THREADS)) {
      plain = perSecond(counter);
    }
    return new Figure(
        guarantee.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        pipeline,
        plain,
        pipeline / plain,
        pixels.length,
        recordBytes);
  }

  private double perSecond(RecordCounter counter) {
    counter.await(warmUp, record -> {});
    long measured = frames - counter.counted();
    long start = System.nanoTime();
    counter.await(frames, record -> {});
    return measured / ((System.nanoTime() - start) / 1e9);
  }
}
