package io.paastreams.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.cli.demo.FrameLedger.Session;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameLedgerTest {

  private static final Session BEFORE = new Session("gate", new UUID(1, 1));
  private static final Session AFTER = new Session("gate", new UUID(1, 2));

  private final FrameLedger ledger = new FrameLedger();

  @Test
  void aRestartedCamera_neitherRepeatsFramesNorBringsThemOutOfOrder() {
    ledger.detected(BEFORE, 0, 1, 10);
    ledger.detected(BEFORE, 1, 1, 10);
    ledger.detected(AFTER, 0, 1, 10);
    ledger.skipped(AFTER, 1);

    assertThat(ledger.counts().out()).isEqualTo(4);
    assertThat(ledger.counts().repeated()).isZero();
    assertThat(ledger.counts().outOfOrder()).isZero();
  }

  @Test
  void withinASessionANumberSeenAgain_isARepetitionAndASmallerOneOutOfOrder() {
    ledger.detected(BEFORE, 3, 1, 10);
    ledger.detected(BEFORE, 3, 1, 10);
    ledger.detected(BEFORE, 2, 1, 10);

    assertThat(ledger.counts().out()).isEqualTo(2);
    assertThat(ledger.counts().repeated()).isEqualTo(1);
    assertThat(ledger.counts().outOfOrder()).isEqualTo(1);
  }
}
