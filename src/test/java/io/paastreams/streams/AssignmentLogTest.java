package io.paastreams.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentLogTest {

  private final List<String> told = new ArrayList<>();
  private final AssignmentLog log = new AssignmentLog(told::add);

  @Test
  void aRebalance_namesWhatWasGainedAndLost() {
    log.assigned(List.of("frames.v1-10", "frames.v1-2"));
    log.assigned(List.of("frames.v1-2", "frames.v1-10"));
    log.assigned(List.of("frames.v1-3"));
    log.assigned(List.of());

    assertThat(told)
        .containsExactly(
            "Reads 2 partitions; gained: frames.v1-2, frames.v1-10.",
            "Reads 1 partition; gained: frames.v1-3; lost: frames.v1-2, frames.v1-10.",
            "Reads 0 partitions; lost: frames.v1-3.");
  }
}
