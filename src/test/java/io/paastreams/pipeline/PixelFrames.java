package io.paastreams.pipeline;

import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.geometry.Size;
import io.paastreams.image.Preprocessor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Tiny frames whose pixels say which frame they are, so that a detector can prove what it saw. */
final class PixelFrames {

  /** Leaves the frames as they are. */
  static final Preprocessor PREPROCESSOR = new Preprocessor(8, 8, 8);

  static final Size SIZE = new Size(8, 8);

  /** What the detector should do with a frame. */
  enum Wish {
    /** Find one object. */
    DETECT,
    /** Break, and the batch with it. */
    FAIL,
    /** Find an object of a class that has no label. */
    UNLABELLED,
    /** Find so much that the record is too large for its topic. */
    CROWDED
  }

  static final UUID SESSION = UUID.fromString("b8a7c1f2-3d4e-4f60-8a1b-2c3d4e5f6071");

  private PixelFrames() {}

  static Frame frame(int camera, long sequence) {
    return frame(camera, sequence, Wish.DETECT, Instant.now());
  }

  static Frame frame(int camera, long sequence, Wish wish, Instant captureTime) {
    ByteBuffer pixels = ByteBuffer.allocate((int) (3 * SIZE.area()));
    pixels.putInt(camera).putLong(sequence).put((byte) wish.ordinal());
    return frame(
        camera,
        sequence,
        captureTime,
        new FramePayload.Raw(PixelFormat.RGB8, SIZE, pixels.array()));
  }

  static Frame frame(int camera, long sequence, FramePayload payload) {
    return frame(camera, sequence, Instant.now(), payload);
  }

  private static Frame frame(int camera, long sequence, Instant captureTime, FramePayload payload) {
    UUID id = UUID.nameUUIDFromBytes((camera + "/" + sequence).getBytes(StandardCharsets.UTF_8));
    return new Frame(id, cameraId(camera), SESSION, sequence, captureTime, captureTime, payload);
  }

  static String cameraId(int camera) {
    return "camera-" + camera;
  }
}
