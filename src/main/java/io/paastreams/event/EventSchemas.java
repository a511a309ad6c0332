package io.paastreams.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** The Avro schemas of the topics' values, as they are in {@code schemas/current}. */
final class EventSchemas {

  private EventSchemas() {}

  /**
   * The schema to register for a generated class. The class's own schema carries hints for Java,
   * because of which a registry would consider it different from the one registered from the file.
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
