package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DetectionIdTest {

  private static final SourceOffset SOURCE = new SourceOffset("frames.v1", 3, 42);

  @Test
  void id_isAVersion5UuidThatNeverChanges() {
    UUID id = DetectionId.of("cam", SOURCE, "ab12");

    assertThat(id).isEqualTo(DetectionId.of("cam", new SourceOffset("frames.v1", 3, 42), "ab12"));
    assertThat(id.version()).isEqualTo(5);
    assertThat(id.variant()).isEqualTo(2);
    // Python: uuid.uuid5(uuid.UUID("7d2b0a52-5f0e-5c1c-9e39-6a6f0c1f3f5b"),
    //     "frames.v1\n3\n42\nab12\ncam")
    assertThat(id).hasToString("b9a69c61-2ed6-5e10-8c0c-780993ceb7e3");
  }

  @Test
  void id_differsInEveryPart() {
    assertThat(
            Set.of(
                DetectionId.of("cam", SOURCE, "ab12"),
                DetectionId.of("cam2", SOURCE, "ab12"),
                DetectionId.of("cam", SOURCE, "ab13"),
                DetectionId.of("cam", new SourceOffset("frames.v2", 3, 42), "ab12"),
                DetectionId.of("cam", new SourceOffset("frames.v1", 4, 42), "ab12"),
                DetectionId.of("cam", new SourceOffset("frames.v1", 3, 43), "ab12")))
        .hasSize(6);
  }
}
