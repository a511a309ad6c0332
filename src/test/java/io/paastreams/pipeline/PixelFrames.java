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
public final class PixelFrames {

  /** Leaves the frames as they are. */
  public static final Preprocessor PREPROCESSOR = new Preprocessor(8, 8, 8);

  public static final Size SIZE = new Size(8, 8);

  /** What the detector should do with a frame. */
  public enum Wish {
    /** Find what there is. */
    DETECT,
    /** Fail, and the batch with it. */
    FAIL,
    /** Find an object of a class that has no label. */
    UNLABELLED,
    /** Find so many objects that the record is too large for its topic. */
    CROWDED
  }

  /** What the pixels say. */
  public record Content(int camera, long sequence, Wish wish) {}

  static final UUID SESSION = UUID.fromString("b8a7c1f2-3d4e-4f60-8a1b-2c3d4e5f6071");

  private static final String CAMERA = "camera-";

  private PixelFrames() {}

  static Frame frame(int camera, long sequence) {
    return frame(camera, sequence, Wish.DETECT, Instant.now());
  }

  public static Frame frame(int camera, long sequence, Wish wish, Instant captureTime) {
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

  /** What the pixels of a frame say. */
  public static Content read(ByteBuffer pixels) {
    return new Content(pixels.getInt(), pixels.getLong(), Wish.values()[pixels.get()]);
  }

  static String cameraId(int camera) {
    return CAMERA + camera;
  }

  /** The number of a camera. */
  public static int camera(String cameraId) {
    return Integer.parseInt(cameraId.substring(CAMERA.length()));
  }
}
