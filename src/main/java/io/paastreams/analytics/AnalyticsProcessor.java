package io.paastreams.analytics;

import io.paastreams.analytics.CameraAnalytics.Step;
import io.paastreams.analytics.CameraAnalytics.Verdict;
import io.paastreams.analytics.CameraRecordsWriter.Output;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.RegistryException;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.rules.CameraRules;
import io.paastreams.rules.Rule;
import io.paastreams.streams.CommitHook;
import io.paastreams.streams.FailedRecordException;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import io.paastreams.streams.RecordReader;
import io.paastreams.streams.RecordTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Reads detection records and forwards the resulting tracks, events, counts and alerts at once:
 * nothing waits for a window to close or for another camera.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class AnalyticsProcessor
    implements Processor<
        byte @Nullable [], byte @Nullable [], byte @Nullable [], byte @Nullable []> {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** While records older than this arrive, the task is behind and the cameras are not silent. */
  private static final long FLOWING_MICROS = 5_000_000;

  private final AnalyticsServices services;
  private final String detectionsTopic;
  private final RecordReader<DetectedFrame> reader;
  private final String skippedTopic;
  private final CameraRecordsWriter writer;
  private final long silentMicros;
  private final Map<String, CameraLiveness> liveness = new HashMap<>();

  private @Nullable ProcessorContext<byte @Nullable [], byte @Nullable []> context;
  private @Nullable CameraStates states;
  private @Nullable CommitHook hook;
  private long latestArrivalMicros = Long.MIN_VALUE;
  private long latestRecordMicros = Long.MIN_VALUE;

  AnalyticsProcessor(AnalyticsServices services) {
    this.services = services;
    Topic<DetectedFrame> detections = services.topics().of(TopicKind.DETECTIONS);
    this.detectionsTopic = detections.name();
    this.reader = new RecordReader<>(detections, "detection record");
    this.skippedTopic = services.topics().of(TopicKind.SKIPPED).name();
    this.writer = services.newWriter();
    this.silentMicros = services.times().silentAfter().toNanos() / 1000;
  }

  @Override
  public void init(ProcessorContext<byte @Nullable [], byte @Nullable []> context) {
    this.context = context;
    CameraStates states =
        new CameraStates(
            context.getStateStore(AnalyticsTopology.STATES),
            services.guarantee() == Guarantee.AT_LEAST_ONCE);
    this.states = states;
    hook = CommitHook.attach(context, AnalyticsTopology.COMMIT_HOOK, this::commitBegins);
    liveness.clear();
    long now = nowMicros();
    states.cameras().forEach(camera -> liveness.put(camera, new CameraLiveness(now)));
    context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, time -> lookForSilence());
  }

  /**
   * The store gives its changelog records the timestamp of the current record, but there is none
   * during a commit.
   */
  private void commitBegins() {
    if (hook == null) {
      throw new IllegalStateException("the processor is not initialised");
    }
    SourceOffset nothing = new SourceOffset(detectionsTopic, attached().taskId().partition(), -1);
    hook.forwardAs(nothing, services.clock().millis(), new RecordHeaders(), () -> states().store());
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> record) {
    RecordMetadata metadata = attached().recordMetadata().orElseThrow();
    SourceOffset place =
        new SourceOffset(metadata.topic(), metadata.partition(), metadata.offset());
    InputRecord input = InputRecord.of(place, record);
    if (place.topic().equals(skippedTopic)) {
      skipped(input);
    } else {
      detected(input);
    }
  }

  /** The camera's id is the key, so the value need not be read. */
  private void skipped(InputRecord input) {
    byte[] key = input.key();
    if (key != null) {
      long now = nowMicros();
      liveness
          .computeIfAbsent(
              new String(key, StandardCharsets.UTF_8), camera -> new CameraLiveness(now))
          .skipped(now);
    }
  }

  private void detected(InputRecord input) {
    latestArrivalMicros = nowMicros();
    latestRecordMicros = input.timestamp() * 1000;
    DetectedFrame frame;
    try {
      frame = reader.read(input);
    } catch (FailedRecordException e) {
      deadLetter(input, e.failure());
      return;
    }
    InputRecord timed =
        input.at(RecordTime.of(input.timestamp(), frame.captureTime(), services.clock().instant()));
    judge(timed, frame);
  }

  private void judge(InputRecord input, DetectedFrame frame) {
    String camera = frame.cameraId();
    long offset = input.source().offset();
    Instant arrival = services.clock().instant();
    CameraState before = before(camera, offset, input);
    Step step;
    List<Output> outputs;
    try {
      step = services.analytics().judge(services.rules().forCamera(camera), before, frame);
      outputs = writer.write(camera, step.records(), input.headers(), input.timestamp());
    } catch (FailedRecordException e) {
      deadLetter(input, e.failure());
      return;
    } catch (RegistryException e) {
      throw e;
    } catch (
        RuntimeException
            e) { // unusable boxes, or a bug of ours, which must not be retried for ever either
      deadLetter(input, new AnalyticsFailure.UnusableDetections(e));
      return;
    }
    for (Output output : outputs) {
      forward(output);
      services
          .listener()
          .forwarded(
              new ForwardedRecord(
                  input,
                  arrival,
                  services.topics().of(output.kind()).name(),
                  output.parent(),
                  output.record().headers()));
    }
    if (step.verdict() != Verdict.REPEATED) {
      states().after(camera, step.state(), offset);
      services.listener().published(step.records());
    }
    liveness
        .computeIfAbsent(camera, any -> new CameraLiveness(latestArrivalMicros))
        .detected(latestArrivalMicros, RecordsOf.micros(frame.captureTime()));
    services.listener().judged(frame, step.verdict());
  }

  private CameraState before(String camera, long offset, InputRecord input) {
    try {
      return states().before(camera, offset);
    } catch (UnreadableStateException e) {
      giveUp(camera, e, input.source(), input.timestamp());
      return states().before(camera, offset);
    }
  }

  /** Sends the bytes of the state to the dead letters, so that they can still be examined. */
  private void giveUp(
      String camera, UnreadableStateException e, SourceOffset place, long timestamp) {
    byte[] key = camera.getBytes(StandardCharsets.UTF_8);
    deadLetter(
        new InputRecord(place, key, states().forget(camera), timestamp, new RecordHeaders()),
        new AnalyticsFailure.UnreadableState(camera, e));
  }

  private void lookForSilence() {
    long now = nowMicros();
    tellArrivals();
    boolean behind =
        now - latestArrivalMicros < FLOWING_MICROS && now - latestRecordMicros > silentMicros;
    liveness.forEach(
        (camera, seen) -> {
          CameraRules rules = services.rules().forCamera(camera);
          if (!behind && seen.hasFallenSilent(now, silentMicros)) {
            CameraState state = silent(camera);
            if (state.isOpen()) {
              timePassed(camera, services.analytics().silence(rules, state));
            }
          }
          if (listens(rules)) {
            CameraState state = silent(camera);
            Step step =
                services
                    .analytics()
                    .listen(rules, state, seen.at(now, services.arrivals().ofOthers(camera)));
            if (!step.state().equals(state)) {
              timePassed(camera, step);
            }
          }
        });
  }

  private void tellArrivals() {
    Arrivals.Latest latest = Arrivals.NONE;
    for (Map.Entry<String, CameraLiveness> each : liveness.entrySet()) {
      latest = latest.with(each.getKey(), each.getValue().heardMicros());
    }
    services.arrivals().tell(attached().taskId(), latest);
  }

  private static boolean listens(CameraRules rules) {
    return rules.rules().stream().anyMatch(rule -> rule.when() == Rule.When.SILENT);
  }

  private CameraState silent(String camera) {
    try {
      return states().before(camera, CameraStates.NO_INPUT);
    } catch (UnreadableStateException e) {
      InputRecord nothing = nothingOf(camera);
      giveUp(camera, e, nothing.source(), nothing.timestamp());
      return CameraState.EMPTY;
    }
  }

  /** A stand-in for cases in which no record is at fault. */
  private InputRecord nothingOf(String camera) {
    return new InputRecord(
        new SourceOffset(detectionsTopic, attached().taskId().partition(), -1),
        camera.getBytes(StandardCharsets.UTF_8),
        null,
        services.clock().millis(),
        new RecordHeaders());
  }

  private void timePassed(String camera, Step step) {
    Headers none = new RecordHeaders();
    try {
      writer.write(camera, step.records(), none, services.clock().millis()).forEach(this::forward);
    } catch (FailedRecordException e) {
      deadLetter(nothingOf(camera), e.failure());
    }
    states().after(camera, step.state(), CameraStates.NO_INPUT);
    services.listener().published(step.records());
  }

  private void deadLetter(InputRecord input, RecordFailure failure) {
    forward(writer.deadLetter(input, failure));
    services.listener().deadLettered(input.source(), input.camera(), failure);
  }

  private void forward(Output output) {
    attached().forward(output.record(), output.sink());
  }

  @Override
  public void close() {
    if (context != null) {
      services.arrivals().forget(context.taskId());
    }
  }

  private long nowMicros() {
    return RecordsOf.micros(services.clock().instant());
  }

  private ProcessorContext<byte @Nullable [], byte @Nullable []> attached() {
    if (context == null) {
      throw new IllegalStateException("the processor is not initialised");
    }
    return context;
  }

  private CameraStates states() {
    if (states == null) {
      throw new IllegalStateException("the processor is not initialised");
    }
    return states;
  }
}
