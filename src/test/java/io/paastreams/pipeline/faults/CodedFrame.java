package io.paastreams.pipeline.faults;

import io.paastreams.detection.Detection;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.image.Preprocessor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A frame whose few pixels say which one it is, so that its detection proves that it was seen.
 *
 * @param poison whether the detector shall fail on it
 */
record CodedFrame(int camera, long sequence, boolean poison) {

  /** Leaves such frames as they are. */
  static final Preprocessor PREPROCESSOR = new Preprocessor(8, 8, 8);

  /** Whoever walks is out of view for longer than a tracker remembers. */
  private static final int WALK = 44;

  private static final int IN_VIEW = 20;

  private static final Size SIZE = new Size(8, 8);
  private static final String CAMERA = "camera-";

  static CodedFrame read(ByteBuffer buffer) {
    return new CodedFrame(buffer.getInt(), buffer.getLong(), buffer.get() != 0);
  }

  Frame toFrame() {
    ByteBuffer pixels = ByteBuffer.allocate((int) (3 * SIZE.area()));
    pixels.putInt(camera).putLong(sequence).put((byte) (poison ? 1 : 0));
    UUID id = UUID.nameUUIDFromBytes((camera + "/" + sequence).getBytes(StandardCharsets.UTF_8));
    Instant now = Instant.now();
    return new Frame(
        id,
        CAMERA + camera,
        sequence,
        now,
        now,
        new FramePayload.Raw(PixelFormat.RGB8, SIZE, pixels.array()));
  }

  /**
   * An object that walks through the image from left to right, is gone for a while, and comes
   * again. The score is another one in each frame of a walk.
   */
  List<Detection> detections() {
    int step = (int) (sequence % WALK);
    if (step >= IN_VIEW) {
      return List.of();
    }
    float left = 0.5f + 0.25f * step;
    float score = 0.6f + 0.001f * ((31 * camera + sequence) % 300);
    return List.of(new Detection(new Box(left, 3, left + 2, 6), 0, score));
  }

  static int camera(String cameraId) {
    return Integer.parseInt(cameraId.substring(CAMERA.length()));
  }
}
