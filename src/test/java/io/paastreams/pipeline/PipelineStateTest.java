package io.paastreams.pipeline;

import static io.paastreams.pipeline.PipelineState.FAILED;
import static io.paastreams.pipeline.PipelineState.NEW;
import static io.paastreams.pipeline.PipelineState.REBALANCING;
import static io.paastreams.pipeline.PipelineState.RUNNING;
import static io.paastreams.pipeline.PipelineState.STARTING;
import static io.paastreams.pipeline.PipelineState.STOPPED;
import static io.paastreams.pipeline.PipelineState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PipelineStateTest {

  @Test
  void transitions_areThoseOfTheDrawing() {
    assertThat(following(NEW)).containsExactlyInAnyOrder(STARTING, STOPPED);
    assertThat(following(STARTING))
        .containsExactlyInAnyOrder(RUNNING, REBALANCING, FAILED, STOPPING);
    assertThat(following(RUNNING)).containsExactlyInAnyOrder(REBALANCING, FAILED, STOPPING);
    assertThat(following(REBALANCING)).containsExactlyInAnyOrder(RUNNING, FAILED, STOPPING);
    assertThat(following(FAILED)).containsExactly(STOPPING);
    assertThat(following(STOPPING)).containsExactly(STOPPED);
    assertThat(following(STOPPED)).isEmpty();
  }

  private static Set<PipelineState> following(PipelineState state) {
    EnumSet<PipelineState> next = EnumSet.allOf(PipelineState.class);
    next.removeIf(other -> !state.leadsTo(other));
    return next;
  }
}
