package io.paastreams.streams;

import static io.paastreams.streams.ApplicationState.FAILED;
import static io.paastreams.streams.ApplicationState.NEW;
import static io.paastreams.streams.ApplicationState.REBALANCING;
import static io.paastreams.streams.ApplicationState.RUNNING;
import static io.paastreams.streams.ApplicationState.STARTING;
import static io.paastreams.streams.ApplicationState.STOPPED;
import static io.paastreams.streams.ApplicationState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ApplicationStateTest {

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

  private static Set<ApplicationState> following(ApplicationState state) {
    EnumSet<ApplicationState> next = EnumSet.allOf(ApplicationState.class);
    next.removeIf(other -> !state.leadsTo(other));
    return next;
  }
}
