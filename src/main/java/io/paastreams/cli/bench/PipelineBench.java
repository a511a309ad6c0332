package io.paastreams.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.pipeline.PipelineConfigBuilder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Measures the pipeline with a real broker: the throughput with a backlog, and the latency at
 * fractions of it.
 */
final class PipelineBench {

  /**
   * The share of a run that does not count, because the pipeline is starting and computes its first
   * batches.
   */
  private static final double WARM_UP = 0.25;

  /** The warm-up before latency is measured, in seconds at the same rate. */
  private static final double WARM_UP_SECONDS = 4;

  /**
   * The minimum number of batches to measure with a slow network: two may be in flight when
   * counting begins and when it ends.
   */
  private static final long LEAST_BATCHES = 24;

  /**
   * The load during warm-up, as a share of the forward pass's rate, which leaves time for the
   * compiler.
   */
  private static final double WARM_UP_LOAD = 0.5;

  /**
   * The number of consecutive quiet rounds after which the pipeline is warm, because the compiler
   * works in bursts.
   */
  private static final int CALM_TURNS = 2;

  private static final double[] LOADS = {0.25, 0.5, 0.75, 0.9};
  private static final long LONGEST_MICROS = 600_000_000;

  /** The minimum number of frames for a p99; fewer say little about it. */
  private static final int LATENCY_FRAMES = 300;

  /**
   * How much longer than any other figure the latency of a slow detector is measured to get that
   * many.
   */
  private static final double LATENCY_STRETCH = 3;

  private final BenchServers servers;
  private final BenchOptions options;
  private final Detector detector;
  private final Preprocessor preprocessor;

  PipelineBench(
      BenchServers servers, BenchOptions options, Detector detector, Preprocessor preprocessor) {
    this.servers = servers;
    this.options = options;
    this.detector = detector;
    this.preprocessor = preprocessor;
  }

  /**
   * The figures with a backlog.
   *
   * @param forwardPerSecond frames per second of the bare forward pass: the mean of one measurement
   *     right before and one right after
   * @param ofForward the pipeline's frames per second relative to those
   * @param deviceIdle the share of the time in which no batch was on the device
   * @param processorIdle the idle share of the machine's CPU time
   * @param allocatedKiB the heap memory allocated per frame by all threads of this process: an
   *     upper bound of the bytes copied on the heap
   * @param frameKiB the size of a frame event's image
   */
  record Throughput(
      double framesPerSecond,
      double forwardPerSecond,
      double ofForward,
      BatchRecorder.BatchSummary batches,
      double deviceIdle,
      double processorIdle,
      double allocatedKiB,
      double frameKiB) {

    /** The same relative to another forward pass. */
    Throughput over(double forward) {
      return new Throughput(
          framesPerSecond,
          forward,
          framesPerSecond / forward,
          batches,
          deviceIdle,
          processorIdle,
          allocatedKiB,
          frameKiB);
    }
  }

  /**
   * The figures at a steady rate.
   *
   * @param load the share of the throughput with a backlog
   * @param frames the number of measured frames
   * @param goalMillis the batch deadline and two bare forward passes of the batch that a frame was
   *     in, on average over the frames: the longest wait of a frame that arrives when a batch has
   *     just begun
   */
  record Latency(
      double load,
      double framesPerSecond,
      double p50Millis,
      double p99Millis,
      double p999Millis,
      long frames,
      BatchRecorder.BatchSummary batches,
      double goalMillis) {}

  /**
   * Runs until the just-in-time compiler has little left to do.
   *
   * @param forwardPerSecond frames per second of the bare forward pass
   */
  void warmUp(double forwardPerSecond) throws InterruptedException {
    double perSecond = WARM_UP_LOAD * forwardPerSecond;
    long frames = Math.max(options.largestBatch(), Math.round(options.seconds() * perSecond));
    Topics topics = servers.topics("warm-up");
    try (RecordCounter counter =
            RecordCounter.ofCommitted(
                servers.bootstrapServers(), topics.of(TopicKind.DETECTIONS).name());
        CameraFeed<Frame> feed = feed(topics);
        DetectionPipeline pipeline =
            pipeline(config("bench-warm-up").build(), topics, new BatchRecorder())) {
      pipeline.start();
      long unused = warmUp(feed, counter, frames, perSecond);
    }
  }

  /**
   * The same for a pipeline that has started. Returns when all frames that were sent have their
   * results.
   *
   * @param frames the number of frames per round
   * @return the number of frames that were sent
   */
  private static long warmUp(
      CameraFeed<Frame> feed, RecordCounter counter, long frames, double perSecond) {
    int calm = 0;
    int turns = 0;
    while (calm < CALM_TURNS && turns < CompilerLoad.MOST_WARM_UPS) {
      CompilerLoad compiler = new CompilerLoad();
      feed.send(frames, perSecond);
      turns++;
      counter.await(turns * frames, record -> {});
      calm = compiler.isLittle() ? calm + 1 : 0;
    }
    return turns * frames;
  }

  /**
   * Measures the throughput.
   *
   * @param forwardPerSecond frames per second of the bare forward pass
   */
  Throughput throughput(double forwardPerSecond) throws InterruptedException {
    Topics topics = servers.topics("throughput");
    long frames = frames(forwardPerSecond);
    try (CameraFeed<Frame> feed = feed(topics)) {
      feed.send(frames, Double.POSITIVE_INFINITY);
    }
    long warmUp = Math.round(WARM_UP * frames);
    BatchRecorder batches = new BatchRecorder();
    try (RecordCounter counter =
            RecordCounter.ofCommitted(
                servers.bootstrapServers(), topics.of(TopicKind.DETECTIONS).name());
        DetectionPipeline pipeline =
            pipeline(config("bench-throughput").build(), topics, batches)) {
      pipeline.start();
      counter.await(warmUp, record -> {});
      batches.reset();
      processorLoad();
      long allocated = allocatedBytes();
      long measured = frames - counter.counted();
      long start = System.nanoTime();
      counter.await(frames, record -> {});
      double seconds = (System.nanoTime() - start) / 1e9;
      double processorIdle = 1 - processorLoad();
      double allocatedKiB = (allocatedBytes() - allocated) / 1024.0 / measured;
      BatchRecorder.BatchSummary closed = batches.figure();
      double framesPerSecond = measured / seconds;
      return new Throughput(
          framesPerSecond,
          forwardPerSecond,
          framesPerSecond / forwardPerSecond,
          closed,
          Math.max(0, 1 - closed.busySeconds() / seconds),
          processorIdle,
          allocatedKiB,
          options.images().stream().mapToInt(jpeg -> jpeg.length).average().orElse(0) / 1024);
    }
  }

  /**
   * Measures the latency from capture until a consumer has the record.
   *
   * @param capacity frames per second with a backlog
   * @param forward the times of the same precision
   */
  List<Latency> latencies(double capacity, ForwardTimes forward) throws InterruptedException {
    List<Latency> result = new ArrayList<>();
    for (double load : LOADS) {
      result.add(latency(load, load * capacity, forward));
    }
    return result;
  }

  private Latency latency(double load, double perSecond, ForwardTimes forward)
      throws InterruptedException {
    String name = "load-" + Math.round(100 * load);
    PipelineConfig config =
        config("bench-" + name)
            .with(PipelineConfig.LATENCY_TARGET, options.latencyTarget())
            .build();
    Topics topics = servers.topics(name);
    long frames = latencyFrames(perSecond);
    double warmUpSeconds = Math.min(WARM_UP_SECONDS, options.seconds());
    BatchRecorder batches = new BatchRecorder();
    Histogram micros = new Histogram(LONGEST_MICROS, 3);
    try (RecordCounter counter =
            RecordCounter.ofCommitted(
                servers.bootstrapServers(), topics.of(TopicKind.DETECTIONS).name());
        CameraFeed<Frame> feed = feed(topics);
        DetectionPipeline pipeline = pipeline(config, topics, batches)) {
      pipeline.start();
      // The backlog behind the first, slow batches is not caused by the load, so it is waited for.
      long warmUp =
          warmUp(feed, counter, Math.max(2, Math.round(warmUpSeconds * perSecond)), perSecond);
      batches.reset();
      Thread cameras = new Thread(() -> feed.send(frames, perSecond), "bench-cameras");
      cameras.start();
      counter.await(
          warmUp + frames,
          record -> {
            DetectedFrame frame =
                topics
                    .of(TopicKind.DETECTIONS)
                    .valueSerde()
                    .deserializer()
                    .deserialize(record.topic(), record.value());
            long age = ChronoUnit.MICROS.between(frame.captureTime(), Instant.now());
            micros.recordValue(Math.max(0, Math.min(age, LONGEST_MICROS)));
          });
      cameras.join();
    }
    BatchRecorder.BatchSummary seen = batches.figure();
    return new Latency(
        load,
        perSecond,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getTotalCount(),
        seen,
        config.maxBatchDelay().toNanos() / 1e6 + 2 * forward.millisOfAFramesBatch(seen.sizes()));
  }

  /** Enough frames for the percentiles, unless that would take too long. */
  private long latencyFrames(double perSecond) {
    double possible = LATENCY_STRETCH * options.seconds() * perSecond;
    double wanted = Math.min(LATENCY_FRAMES, possible);
    return Math.max(frames(perSecond), (long) Math.ceil(wanted));
  }

  private long frames(double perSecond) {
    return Math.max(
        LEAST_BATCHES * options.largestBatch(),
        Math.round(options.seconds() * perSecond / (1 - WARM_UP)));
  }

  private CameraFeed<Frame> feed(Topics topics) {
    List<FramePayload> payloads = new ArrayList<>();
    options.images().forEach(jpeg -> payloads.add(new Encoded(Encoding.JPEG, jpeg)));
    return CameraFeed.ofFrames(
        servers.bootstrapServers(), topics.of(TopicKind.FRAMES), payloads, options.cameras());
  }

  private PipelineConfigBuilder config(String application) {
    return PipelineConfig.builder(application, servers.bootstrapServers())
        .with(PipelineConfig.GUARANTEE, options.guarantee())
        .with(PipelineConfig.MAX_BATCH_SIZE, options.largestBatch())
        .with(PipelineConfig.DRAIN_TIMEOUT, Duration.ofMinutes(2));
  }

  private DetectionPipeline pipeline(PipelineConfig config, Topics topics, BatchRecorder batches) {
    return DetectionPipeline.builder(config, topics, detector, preprocessor)
        .decoder(options.decoder())
        .batchListener(batches)
        .build();
  }

  /** The CPU load of the whole machine since the last call, in [0, 1]. */
  private static double processorLoad() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getCpuLoad();
  }

  /**
   * The bytes allocated by all live threads: no thread of the pipeline ends while it is measured.
   */
  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }
}
