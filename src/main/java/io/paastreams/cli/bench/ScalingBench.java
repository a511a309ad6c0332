package io.paastreams.cli.bench;

import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.geometry.Size;
import io.paastreams.image.Preprocessor;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.streams.Guarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures the gain of more stream threads and more instances, with a detector that sleeps instead
 * of computing, so that the number of cores is not the limit. Frames are small and raw.
 *
 * <p>Two instances are two pipelines of one application in this process, each with a device of its
 * own, which share twice as many cameras on twice as many partitions.
 */
final class ScalingBench {

  private static final Size SIZE = new Size(64, 64);
  private static final int BATCH = 8;
  private static final Duration EACH_BATCH = Duration.ofMillis(40);

  /** What a device that is never idle computes. */
  private static final double DEVICE_PER_SECOND = 1e9 * BATCH / EACH_BATCH.toNanos();

  private static final int PARTITIONS = 4;
  private static final int CAMERAS_PER_PARTITION = 4;
  private static final int[] THREADS = {1, 2, 4};
  private static final int USUAL_THREADS = 2;

  /**
   * The additional frames in the backlog, in seconds of work, because groups take time to settle.
   */
  private static final double SETTLING_SECONDS = 20;

  /** Every figure must include some commits, which hold up the frames for a moment. */
  private static final Duration SHORTEST = Duration.ofSeconds(2);

  private static final Duration SETTLED = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BenchServers servers;
  private final Duration each;
  private final Guarantee guarantee;

  ScalingBench(BenchServers servers, Duration each, Guarantee guarantee) {
    this.servers = servers;
    this.each = each.compareTo(SHORTEST) < 0 ? SHORTEST : each;
    this.guarantee = guarantee;
  }

  /**
   * The results.
   *
   * @param devicePerSecond frames per second of one device that is never idle
   * @param twoThreadsOfFour frames per second of one instance with two stream threads relative to
   *     those with four
   * @param twoInstancesOfOne frames per second of two instances relative to those of one
   */
  record Scaling(
      double devicePerSecond, List<Line> lines, double twoThreadsOfFour, double twoInstancesOfOne) {

    static Scaling of(List<Line> lines) {
      return new Scaling(
          DEVICE_PER_SECOND,
          List.copyOf(lines),
          perSecond(lines, 1, 2) / perSecond(lines, 1, 4),
          perSecond(lines, 2, USUAL_THREADS) / perSecond(lines, 1, USUAL_THREADS));
    }

    private static double perSecond(List<Line> lines, int instances, int threads) {
      return lines.stream()
          .filter(line -> line.instances() == instances && line.threads() == threads)
          .mapToDouble(Line::framesPerSecond)
          .findFirst()
          .orElse(Double.NaN);
    }
  }

  /**
   * One set-up.
   *
   * @param threads the number of stream threads of each instance
   * @param ofDevices frames per second relative to those of devices that are never idle
   */
  record Line(int instances, int threads, double framesPerSecond, double ofDevices) {}

  Scaling run() {
    List<Line> lines = new ArrayList<>();
    for (int threads : THREADS) {
      lines.add(line(1, threads));
    }
    lines.add(line(2, USUAL_THREADS));
    return Scaling.of(lines);
  }

  private Line line(int instances, int threads) {
    String name = "scaling-%d-%d".formatted(instances, threads);
    int partitions = instances * PARTITIONS;
    Topics topics = servers.topics(name, partitions);
    double capacity = instances * DEVICE_PER_SECOND;
    long frames = Math.round(capacity * (each.toNanos() / 1e9 + SETTLING_SECONDS));
    List<FramePayload> images =
        List.of(new Raw(PixelFormat.RGB8, SIZE, new byte[(int) (3 * SIZE.area())]));
    try (CameraFeed<Frame> feed =
        CameraFeed.ofFrames(
            servers.bootstrapServers(),
            topics.of(TopicKind.FRAMES),
            images,
            CAMERAS_PER_PARTITION * partitions)) {
      feed.send(frames, Double.POSITIVE_INFINITY);
    }
    List<BatchRecorder> batches =
        IntStream.range(0, instances).mapToObj(instance -> new BatchRecorder()).toList();
    List<DetectionPipeline> running = new ArrayList<>();
    try (RecordCounter counter =
        RecordCounter.ofWritten(
            servers.bootstrapServers(), topics.of(TopicKind.DETECTIONS).name())) {
      for (BatchRecorder own : batches) {
        DetectionPipeline pipeline = pipeline(name, topics, threads, own);
        running.add(pipeline);
        pipeline.start();
      }
      awaitAll(batches, counter);
      long measured = counter.countFor(each);
      if (counter.counted() >= frames) {
        throw new IllegalStateException(
            "the instances took so long to share the cameras that no frames were left to measure");
      }
      double perSecond = measured / (each.toNanos() / 1e9);
      return new Line(instances, threads, perSecond, perSecond / capacity);
    } finally {
      running.forEach(DetectionPipeline::close);
    }
  }

  /** The counter keeps up meanwhile, so that it counts what is written when it is written. */
  private static void awaitAll(List<BatchRecorder> batches, RecordCounter counter) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (batches.stream().anyMatch(BatchRecorder::isEmpty)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("an instance got no camera within " + PATIENCE);
      }
      counter.countFor(Duration.ofMillis(200));
    }
    counter.countFor(SETTLED);
  }

  private DetectionPipeline pipeline(
      String name, Topics topics, int threads, BatchRecorder batches) {
    PipelineConfig config =
        PipelineConfig.builder("bench-" + name, servers.bootstrapServers())
            .with(PipelineConfig.GUARANTEE, guarantee)
            .with(PipelineConfig.STREAM_THREADS, threads)
            .with(PipelineConfig.MAX_BATCH_SIZE, BATCH)
            .build();
    return DetectionPipeline.builder(
            config,
            topics,
            new SleepingDetector(EACH_BATCH),
            new Preprocessor(SIZE.width(), SIZE.height(), 32))
        .batchListener(batches)
        .build();
  }
}
