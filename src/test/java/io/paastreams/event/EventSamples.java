package io.paastreams.event;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.Profile;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
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
        FRAME_ID,
        "gate 7/ü",
        SESSION_ID,
        17,
        new Size(640, 512),
        List.of(
            new Detection(new Box(1.5f, 2.25f, 30, 40), 0, 0.875f),
            new Detection(new Box(100, 110, 120, 160.5f), 2, 0.5f)),
        List.of("person", "car"),
        "paa_r18",
        MODEL_SHA256,
        SOURCE,
        CAPTURED,
        CAPTURED.plusMillis(5),
        CAPTURED.plusMillis(95),
        new DetectionTerms(Profile.SERVING, 0.45f, 0.25f),
        List.of(new Detection(new Box(7, 8, 9.5f, 10), 1, 0.375f)),
        List.of("bus"));
  }

  public static SkippedFrame skippedFrame() {
    return new SkippedFrame(
        FRAME_ID,
        "gate 7/ü",
        SESSION_ID,
        17,
        SkipReason.TOO_OLD,
        SOURCE,
        CAPTURED,
        CAPTURED.plusMillis(5),
        CAPTURED.plusMillis(95));
  }
}
