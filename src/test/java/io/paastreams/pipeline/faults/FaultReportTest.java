package io.paastreams.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.pipeline.FrameTally.Balance;
import io.paastreams.streams.Guarantee;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FaultReportTest {

  @ParameterizedTest
  @CsvSource({
    "EXACTLY_ONCE, 0, 0, 0, 0, 0, true, true",
    "EXACTLY_ONCE, 1, 0, 0, 0, 0, true, false",
    "EXACTLY_ONCE, 0, 1, 0, 0, 0, true, false",
    "EXACTLY_ONCE, 0, 0, 1, 0, 0, true, false",
    "EXACTLY_ONCE, 0, 0, 0, 1, 0, true, false",
    "AT_LEAST_ONCE, 0, 1, 0, 1, 0, true, false",
    "AT_LEAST_ONCE, 0, 0, 1, 1, 0, true, true",
    "AT_LEAST_ONCE, 0, 0, 0, 0, 1, true, false",
    "AT_LEAST_ONCE, 0, 0, 0, 0, 0, false, false"
  })
  void isKept_whatIsReadAgainIsAllowedUnderAtLeastOnceOnly(
      Guarantee guarantee,
      long missing,
      long misordered,
      long reread,
      long doubled,
      long wrong,
      boolean finished,
      boolean kept) {
    Balance balance = new Balance(10, 10, 0, 0, missing, misordered, reread, doubled, wrong);
    assertThat(report(guarantee, balance, finished).isKept()).isEqualTo(kept);
  }

  @Test
  void toCsv_hasTheColumnsOfTheHeader() {
    FaultReport report =
        report(Guarantee.EXACTLY_ONCE, new Balance(10, 7, 2, 1, 0, 0, 0, 0, 0), true);
    assertThat(report.toCsv().split(",", -1)).hasSameSizeAs(FaultReport.CSV_HEADER.split(",", -1));
    assertThat(report.toCsv()).startsWith("7,exactly-once,").contains(",10,7,2,1,0,0,0,0,0,");
  }

  private static FaultReport report(Guarantee guarantee, Balance balance, boolean finished) {
    return new FaultReport(FaultSchedule.of(7, guarantee), balance, null, finished, 0, 0, 0, 0, 1);
  }
}
