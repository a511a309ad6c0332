package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.pipeline.FrameTally.Balance;
import io.paastreams.pipeline.FrameTally.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FrameTallyTest {

  private final FrameTally tally = new FrameTally();

  @Test
  void against_everyFrameOnceInOrder_balances() {
    tally.enter(Outcome.DETECTED, 0, 7, 0);
    tally.enter(Outcome.SKIPPED, 0, 7, 1);
    tally.enter(Outcome.DEAD_LETTERED, 0, 7, 2);
    assertThat(tally.against(Map.of(7, 3L))).isEqualTo(new Balance(3, 1, 1, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void against_aFrameWithoutRecord_isMissing() {
    tally.enter(Outcome.DETECTED, 0, 7, 0);
    tally.enter(Outcome.DETECTED, 0, 7, 2);
    assertThat(tally.against(Map.of(7, 3L, 8, 2L)).missing()).isEqualTo(3);
  }

  @Test
  void against_aFrameInTwoTopics_isDoubled() {
    tally.enter(Outcome.DETECTED, 0, 7, 0);
    tally.enter(Outcome.SKIPPED, 0, 7, 0);
    assertThat(tally.against(Map.of(7, 1L))).isEqualTo(new Balance(1, 1, 0, 0, 0, 0, 0, 1, 0));
  }

  @Test
  void against_aFrameAfterItsSuccessor_isMisordered() {
    tally.enter(Outcome.DETECTED, 0, 7, 1);
    tally.enter(Outcome.DETECTED, 0, 7, 0);
    assertThat(tally.against(Map.of(7, 2L)).misordered()).isEqualTo(1);
  }

  @Test
  void against_framesReadAgain_areDoubledButNotMisordered() {
    tally.enter(Outcome.DETECTED, 0, 7, 0);
    tally.enter(Outcome.DETECTED, 0, 7, 1);
    tally.enter(Outcome.DETECTED, 0, 7, 0);
    tally.enter(Outcome.DETECTED, 0, 7, 1);
    tally.enter(Outcome.DETECTED, 0, 7, 2);
    assertThat(tally.against(Map.of(7, 3L))).isEqualTo(new Balance(3, 3, 0, 0, 0, 0, 0, 2, 0));
  }

  /** An instance skipped frame 1, detected 2 and 3, and died when only the detections were sent. */
  @Test
  void against_aFrameThatEndsElsewhereWhenAllAreReadAgain_isReread() {
    for (int sequence : new int[] {0, 2, 3, 1, 2}) {
      tally.enter(Outcome.DETECTED, 0, 7, sequence);
    }
    tally.enter(Outcome.SKIPPED, 0, 7, 3);
    assertThat(tally.against(Map.of(7, 4L))).isEqualTo(new Balance(4, 4, 0, 0, 0, 0, 1, 2, 0));
  }

  /** As from a producer that gives up one record and sends it again after the next ones. */
  @Test
  void against_aFrameAfterLaterOnesOfWhichOneIsNotReadAgain_isMisordered() {
    for (int sequence : new int[] {0, 2, 3, 1, 2}) {
      tally.enter(Outcome.DETECTED, 0, 7, sequence);
    }
    assertThat(tally.against(Map.of(7, 4L))).isEqualTo(new Balance(4, 4, 0, 0, 0, 1, 0, 1, 0));
  }

  @Test
  void against_aFrameThatWasNeverSent_isWrong() {
    tally.enter(Outcome.DETECTED, 0, 7, 1);
    tally.enter(Outcome.DETECTED, 0, 9, 0);
    assertThat(tally.against(Map.of(7, 1L)).wrong()).isEqualTo(2);
  }
}
