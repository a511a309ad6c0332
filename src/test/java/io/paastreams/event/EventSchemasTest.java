package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

class EventSchemasTest {

  @Test
  void whatIsRegistered_isWhatTheFilesSay() throws IOException {
    for (Schema generated : SchemaRules.generated()) {
      Schema published = EventSchemas.published(generated);
      String file = Files.readString(Path.of("schemas/current", generated.getName() + ".avsc"));

      assertThat(published).isEqualTo(new Schema.Parser().parse(file));
      assertThat(published.toString()).doesNotContain("avro.java.string");
      assertThat(SchemaCompatibility.checkReaderWriterCompatibility(generated, published).getType())
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }
}
