package io.paastreams.event;

/** The Avro schemas of the topics' values, as indented JSON text. */
public final class EventSchemas {

  private EventSchemas() {}

  /** Of {@link Frame}. */
  public static String frame() {
    return new FrameCodec().schema().toString(true);
  }

  /** Of {@link DetectedFrame}. */
  public static String detectedFrame() {
    return new DetectedFrameCodec().schema().toString(true);
  }

  /** Of {@link SkippedFrame}. */
  public static String skippedFrame() {
    return new SkippedFrameCodec().schema().toString(true);
  }
}
