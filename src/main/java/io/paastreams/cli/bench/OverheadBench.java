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
import io.paastreams.pipeline.DetectionPipelineBuilder;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.streams.Guarantee;
import io.paastreams.tracing.PipelineSpans;
import io.paastreams.tracing.Tracing;
import io.paastreams.tracing.TracingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Measures what the pipeline costs when detection costs nothing, compared with a plain loop that
 * has the same guarantee, commits as often, reads the same frames, writes values of the same size
 * and runs on as many threads: once with Kafka's default settings, and once with the one setting
 * that matters as in the pipeline. Images are raw RGB of the network's size, so that decoding,
 * which any detector needs, costs nothing either.
 *
 * <p>All take turns, so that other work on the machine affects all of them.
 */
final class OverheadBench {

  /** 83 KB, the usual size of a camera's JPEG. */
  private static final Size SIZE = new Size(192, 144);

  private static final int PADDED_TO = 16;
  private static final int CAMERAS = 8;
  private static final int THREADS = 2;
  private static final int BATCH = 32;

  /**
   * More than a small machine handles. A faster one is through with the frames before its time is
   * over.
   */
  private static final double FRAMES_PER_SECOND = 8000;

  /** The maximum number of frames, which take 2.5 GB on the broker's disk. */
  private static final long MOST_FRAMES = 30_000;

  /** The number of turns of each, if the time is long enough to be divided. */
  private static final int TURNS = 3;

  /** Each turn starts applications and groups of its own, which takes about as long. */
  private static final double LEAST_SECONDS_PER_TURN = 3;

  /** A run that is shorter only shows that everything works. */
  private static final double SHORT_SECONDS = 1;

  /** How long the compiler may be waited for at most, in durations of a figure. */
  private static final double MOST_WARM_UP = 3;

  /** The setting of the pipeline's consumers: the system's choice instead of Kafka's 64 KiB. */
  private static final Map<String, Object> OUR_SOCKET_BUFFER =
      Map.of(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);

  private final BenchServers servers;
  private final double seconds;
  private final int turns;
  private final Duration each;
  private final long frames;

  OverheadBench(BenchServers servers, double seconds) {
    this.servers = servers;
    this.seconds = seconds;
    this.turns = seconds < TURNS * LEAST_SECONDS_PER_TURN ? 1 : TURNS;
    double perTurn = seconds / turns;
    this.each = Duration.ofMillis(Math.round(1000 * perTurn));
    this.frames = Math.min(MOST_FRAMES, Math.max(400, Math.round(perTurn * FRAMES_PER_SECOND)));
  }

  /**
   * One guarantee.
   *
   * @param plain the loop with Kafka's default settings
   * @param ofPlain the pipeline's rate relative to it
   * @param tuned the loop with the pipeline's socket buffer
   * @param ofTuned the pipeline's rate relative to that
   * @param traced the pipeline that sends the spans of every frame to a collector
   * @param tracedOfPipeline its rate relative to that of the pipeline without spans
   */
  record Overhead(
      String guarantee,
      Rate pipeline,
      Rate plain,
      double ofPlain,
      Rate tuned,
      double ofTuned,
      Rate traced,
      double tracedOfPipeline,
      int frameBytes,
      int recordBytes) {

    static Overhead of(
        String guarantee,
        Rate pipeline,
        Rate plain,
        Rate tuned,
        Rate traced,
        int frameBytes,
        int recordBytes) {
      return new Overhead(
          guarantee,
          pipeline,
          plain,
          pipeline.perSecond() / plain.perSecond(),
          tuned,
          pipeline.perSecond() / tuned.perSecond(),
          traced,
          traced.perSecond() / pipeline.perSecond(),
          frameBytes,
          recordBytes);
    }
  }

  /**
   * The rate of one of them.
   *
   * @param perSecond the frames per second, the median of all turns
   * @param turns the frames per second, turn by turn
   */
  record Rate(double perSecond, List<Double> turns) {

    static Rate of(List<Double> turns) {
      return new Rate(Median.of(turns), List.copyOf(turns));
    }
  }

  /** A rate, and the size of the records written. */
  private record Round(double perSecond, int recordBytes) {}

  /** Measures each guarantee over the same frames. */
  List<Overhead> run() {
    Topics source = servers.topics("overhead");
    byte[] pixels = new byte[(int) (3 * SIZE.area())];
    List<FramePayload> images = List.of(new Raw(PixelFormat.RGB8, SIZE, pixels));
    try (CameraFeed<Frame> feed =
        CameraFeed.ofFrames(
            servers.bootstrapServers(), source.of(TopicKind.FRAMES), images, CAMERAS)) {
      feed.send(frames, Double.POSITIVE_INFINITY);
    }
    List<Overhead> figures = new ArrayList<>();
    try (SpanSink spans = SpanSink.open()) {
      for (Guarantee guarantee : Guarantee.values()) {
        figures.add(run(guarantee, source, pixels.length, spans));
      }
    }
    return figures;
  }

  private Overhead run(Guarantee guarantee, Topics source, int frameBytes, SpanSink spans) {
    String name = guarantee.name().toLowerCase(Locale.ROOT).replace('_', '-');
    List<Double> pipeline = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    List<Double> tuned = new ArrayList<>();
    List<Double> traced = new ArrayList<>();
    int recordBytes = 0;
    boolean warm = seconds < SHORT_SECONDS;
    long patience = System.nanoTime() + (long) (1e9 * MOST_WARM_UP * seconds);
    for (int turn = 1; pipeline.size() < turns; turn++) {
      // The compiler has more to do for Kafka Streams than for a loop.
      CompilerLoad compiler = new CompilerLoad();
      // Each turn writes to topics of its own.
      String suffix = "overhead-" + name + "-" + turn;
      PipelineConfig config = config(guarantee, suffix);
      Round ours = pipeline(config, from(source, servers.timedTopics(suffix)), null);
      recordBytes = ours.recordBytes();
      String from = source.of(TopicKind.FRAMES).name();
      double theirs = loop(config, OUR_SOCKET_BUFFER, from, "tuned." + suffix, recordBytes);
      if (warm) { // the plain loop runs the same code as the tuned one, which has been warmed up
        pipeline.add(ours.perSecond());
        tuned.add(theirs);
        plain.add(loop(config, Map.of(), from, "plain." + suffix, recordBytes));
        traced.add(traced(guarantee, suffix + "-traced", source, spans));
      }
      warm |=
          compiler.isLittle() || turn == CompilerLoad.MOST_WARM_UPS || System.nanoTime() > patience;
    }
    return Overhead.of(
        name,
        Rate.of(pipeline),
        Rate.of(plain),
        Rate.of(tuned),
        Rate.of(traced),
        frameBytes,
        recordBytes);
  }

  private double traced(Guarantee guarantee, String suffix, Topics source, SpanSink spans) {
    PipelineConfig config = config(guarantee, suffix);
    try (Tracing tracing =
        Tracing.start(
            new TracingConfig(spans.address(), null, 1), config.applicationId(), "bench")) {
      return pipeline(config, from(source, servers.timedTopics(suffix)), tracing).perSecond();
    }
  }

  private static Topics from(Topics input, Topics output) {
    return output.with(TopicKind.FRAMES, input.names().of(TopicKind.FRAMES));
  }

  private PipelineConfig config(Guarantee guarantee, String name) {
    return PipelineConfig.builder("bench-" + name, servers.bootstrapServers())
        .with(PipelineConfig.GUARANTEE, guarantee)
        .with(PipelineConfig.STREAM_THREADS, THREADS)
        .with(PipelineConfig.MAX_BATCH_SIZE, BATCH)
        .build();
  }

  private Round pipeline(PipelineConfig config, Topics topics, @Nullable Tracing tracing) {
    DetectionPipelineBuilder builder =
        DetectionPipeline.builder(
            config,
            topics,
            new SleepingDetector(Duration.ZERO),
            new Preprocessor(SIZE.width(), SIZE.height(), PADDED_TO));
    if (tracing != null) {
      PipelineSpans spans = tracing.ofPipeline(config.applicationId());
      builder.listener(spans).batchListener(spans);
    }
    try (RecordCounter counter =
            RecordCounter.ofWritten(
                servers.bootstrapServers(), topics.of(TopicKind.DETECTIONS).name());
        DetectionPipeline running = builder.build()) {
      running.start();
      return new Round(perSecond(counter), (int) (counter.bytes() / counter.counted()));
    }
  }

  private double loop(
      PipelineConfig config,
      Map<String, Object> consumerSettings,
      String from,
      String name,
      int recordBytes) {
    String to = servers.timedTopic(name);
    try (RecordCounter counter = RecordCounter.ofWritten(servers.bootstrapServers(), to);
        PlainLoop loop =
            new PlainLoop(
                servers.bootstrapServers(),
                from,
                to,
                config.guarantee(),
                config.commitInterval(),
                consumerSettings,
                recordBytes,
                config.streamThreads())) {
      return perSecond(counter);
    }
  }

  private double perSecond(RecordCounter counter) {
    WriteTimes times = new WriteTimes(each);
    int partitions = counter.partitions();
    counter.await(
        frames,
        record -> times.add(record.partition(), record.timestamp()),
        () -> times.isOver(partitions));
    return times.perSecond();
  }
}
