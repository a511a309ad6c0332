package io.paastreams.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** The Avro schemas of the topics' values, as they are in {@code schemas/current}. */
public final class EventSchemas {

  private EventSchemas() {}

  /** Of {@link Frame}, as indented JSON text. */
  public static String frame() {
    return published(new FrameCodec().schema()).toString(true);
  }

  /** Of {@link DetectedFrame}, as indented JSON text. */
  public static String detectedFrame() {
    return published(new DetectedFrameCodec().schema()).toString(true);
  }

  /** Of {@link SkippedFrame}, as indented JSON text. */
  public static String skippedFrame() {
    return published(new SkippedFrameCodec().schema()).toString(true);
  }

  /**
   * The schema to register for a generated class. The class's own carries hints for Java, with
   * which a registry would take it for another schema than the one that somebody registered from
   * the file.
   */
  static Schema published(Schema generated) {
    String file = generated.getName() + ".avsc";
    try (InputStream schema = EventSchemas.class.getResourceAsStream(file)) {
      if (schema == null) {
        throw new IllegalStateException("the build lacks the schema " + file);
      }
      return new Schema.Parser().parse(schema);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema " + file, e);
    }
  }
}
