package io.paastreams.event;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.detection.Profile;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One record of each kind, all of the same frame. */
public final class EventSamples {

  private static final UUID SESSION_ID = UUID.fromString("3f0d4f4e-8c55-4d0e-9a3b-0f6c2f1f7a10");
  private static final UUID FRAME_ID = UUID.fromString("0190f3a2-7c1b-7def-8a4e-5b6c7d8e9f01");
  private static final Instant CAPTURED = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final SourceOffset SOURCE = new SourceOffset("frames.v1", 3, 42);
  private static final String MODEL_SHA256 = "0123456789abcdef".repeat(4);
  private static final UUID TRACK_ID = UUID.fromString("5b1d0c2e-7a44-5f3b-9c1d-2e3f4a5b6c7d");
  private static final UUID EVENT_ID = UUID.fromString("a2b5c8d1-0e3f-5a4b-8c6d-7e8f9a0b1c2d");
  private static final UUID ALERT_ID = UUID.fromString("c4d7e0f3-1a2b-5c3d-9e4f-5a6b7c8d9e0f");
  private static final String RULES_VERSION = "0a1b2c3d4e5f";

  private EventSamples() {}

  public static Frame frame() {
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9};
    return frame(new Encoded(Encoding.JPEG, jpeg));
  }

  public static Frame frame(FramePayload payload) {
    return new Frame(
        FRAME_ID, "gate 7/ü", SESSION_ID, 17, CAPTURED, CAPTURED.plusMillis(5), payload);
  }

  public static DetectedFrame detectedFrame() {
    return new DetectedFrame(
            DetectionId.of("gate 7/ü", SOURCE, MODEL_SHA256),
            new Lineage(
                FRAME_ID, "gate 7/ü", SESSION_ID, 17, SOURCE, CAPTURED, CAPTURED.plusMillis(5)),
            new Size(640, 512),
            List.of(
                new Detection(new Box(1.5f, 2.25f, 30, 40), 0, 0.875f),
                new Detection(new Box(100, 110, 120, 160.5f), 2, 0.5f)),
            List.of("person", "car"),
            new ModelIdentity("paa_r18", MODEL_SHA256),
            CAPTURED.plusMillis(95))
        .withFaint(
            new DetectionTerms(Profile.SERVING, 0.45f, 0.25f),
            List.of(new Detection(new Box(7, 8, 9.5f, 10), 1, 0.375f)),
            List.of("bus"));
  }

  public static SkippedFrame skippedFrame() {
    return new SkippedFrame(
        new Lineage(FRAME_ID, "gate 7/ü", SESSION_ID, 17, SOURCE, CAPTURED, CAPTURED.plusMillis(5)),
        SkipReason.TOO_OLD,
        CAPTURED.plusMillis(95));
  }

  public static TrackedFrame trackedFrame() {
    DetectedFrame detected = detectedFrame();
    return new TrackedFrame(
        detected.detectionId(),
        new Lineage(FRAME_ID, "gate 7/ü", SESSION_ID, 17, SOURCE, CAPTURED, detected.ingestTime()),
        detected.frameSize(),
        List.of(object()),
        false,
        detected.detectionTime(),
        RULES_VERSION);
  }

  private static SceneObject object() {
    return new SceneObject(
        TRACK_ID,
        "person",
        0,
        0.875f,
        new Box(1.5f, 2.25f, 30, 40),
        12.5f,
        -3,
        TrackState.COASTING,
        false,
        List.of("bay", "yard"),
        Duration.ofMillis(2500),
        Duration.ofMillis(125));
  }

  public static BestFrame bestFrame() {
    return new BestFrame(SOURCE, CAPTURED, new Box(1.5f, 2.25f, 30, 40));
  }

  public static ObjectEvent objectEvent() {
    return new ObjectEvent(
        EVENT_ID,
        ObjectEvent.Kind.LEFT,
        "gate 7/ü",
        TRACK_ID,
        3,
        CAPTURED,
        "person",
        0,
        0.75f,
        0.875f,
        new Size(640, 512),
        new Box(1.5f, 2.25f, 30, 40),
        "yard",
        null,
        null,
        List.of("bay"),
        Duration.ofMillis(2500),
        CAPTURED.minusSeconds(4),
        CAPTURED,
        bestFrame(),
        detectedFrame().detectionId(),
        RULES_VERSION);
  }

  public static CountWindow countWindow() {
    return new CountWindow(
        UUID.fromString("e6f90a1b-2c3d-5e4f-8a5b-6c7d8e9f0a1b"),
        "gate 7/ü",
        Instant.parse("2026-03-01T12:00:00Z"),
        Instant.parse("2026-03-01T12:01:00Z"),
        "yard",
        null,
        "person",
        4,
        3,
        0,
        0,
        2,
        0.75,
        5,
        CountWindow.ClosedBy.EVENT_TIME,
        RULES_VERSION);
  }

  public static Alert alert() {
    return new Alert(
        ALERT_ID,
        Alert.State.RAISED,
        "intruder",
        Alert.Severity.HIGH,
        "gate 7/ü",
        "yard",
        null,
        TRACK_ID,
        "person",
        CAPTURED.minusSeconds(2),
        CAPTURED,
        null,
        List.of(EVENT_ID),
        bestFrame(),
        "A person has been in yard for 2 s.",
        RULES_VERSION,
        null);
  }

  /** The same alert when its condition has ended. */
  public static Alert clearedAlert() {
    Alert raised = alert();
    return new Alert(
        raised.alertId(),
        Alert.State.CLEARED,
        raised.rule(),
        raised.severity(),
        raised.cameraId(),
        raised.zone(),
        raised.line(),
        raised.trackId(),
        raised.label(),
        raised.sinceTime(),
        raised.raisedTime(),
        CAPTURED.plusSeconds(9),
        raised.eventIds(),
        raised.bestFrame(),
        "Nobody is in yard any more.",
        raised.rulesVersion(),
        null);
  }

  /** The same alert when someone acknowledged it. */
  public static Alert acknowledgedAlert() {
    return alert()
        .acknowledged(new Alert.Acknowledgement(CAPTURED.plusSeconds(5), "ana, from 127.0.0.1"));
  }

  public static Scene scene() {
    return new Scene(
        "gate 7/ü",
        detectedFrame().detectionId(),
        FRAME_ID,
        CAPTURED,
        SOURCE,
        new Size(640, 512),
        List.of(object()),
        List.of(new Scene.Occupancy("bay", 0), new Scene.Occupancy("yard", 1)),
        List.of(
            new Scene.OpenAlert(
                ALERT_ID,
                "intruder",
                Alert.Severity.HIGH,
                "yard",
                null,
                TRACK_ID,
                CAPTURED.minusSeconds(2),
                "A person has been in yard for 2 s.")),
        RULES_VERSION);
  }

  public static RuleSet ruleSet() {
    return RuleSet.of("counts: {window: 1m}\n", CAPTURED, "ops@example.org");
  }
}
