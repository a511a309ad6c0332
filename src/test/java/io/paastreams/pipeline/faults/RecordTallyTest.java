package io.paastreams.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.pipeline.faults.RecordTally.Account;
import io.paastreams.streams.Guarantee;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If this fails, the harness does not see the errors of analytics. */
final class RecordTallyTest {

  @Test
  void whatIsAsExpected_isCountedOnly() {
    assertThat(entered("a1", "b2", "c3")).isEqualTo(new Account(3, 0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "a1 b2,          1, 0, 0, 0, 0",
    "a1 b2 c3 d4,    0, 1, 0, 0, 0",
    "a1 b9 c3,       1, 0, 1, 0, 0",
    "a1 c3 b2,       0, 0, 0, 1, 0",
    "a1 b2 b2 c3,    0, 0, 0, 0, 1",
    "a1 b2 a1 b2 c3, 0, 0, 0, 0, 2",
    "a1 b2 c3 c9,    0, 0, 1, 0, 0"
  })
  void everyFault_isSeen(
      String records, long missing, long invented, long different, long misordered, long doubled) {
    Account account = entered(records.split(" "));

    assertThat(account)
        .isEqualTo(new Account(3, missing, invented, different, misordered, doubled));
    AnalyticsBalance balance =
        new AnalyticsBalance(
            RecordTallyTest.entered("a1", "b2", "c3"),
            account,
            entered("a1", "b2", "c3"),
            entered("a1", "b2", "c3"),
            entered("a1", "b2", "c3"));
    assertThat(balance.isKept(Guarantee.EXACTLY_ONCE)).isFalse();
    assertThat(balance.isKept(Guarantee.AT_LEAST_ONCE)).isEqualTo(balance.wrong() == 0);
    assertThat(balance.toCsv().split(",", -1))
        .hasSameSizeAs(AnalyticsBalance.CSV_HEADER.split(",", -1))
        .hasSameSizeAs(AnalyticsBalance.NO_CSV.split(",", -1));
  }

  @Test
  void theOrderOfAnotherCamera_isAnotherOrder() {
    RecordTally tally = new RecordTally();
    tally.expect("a", "west", "");
    tally.expect("b", "east", "");
    tally.enter("b", "east", "");
    tally.enter("a", "west", "");
    assertThat(tally.account().misordered()).isZero();
  }

  @Test
  void twoRecordsOfOneId_cannotBeExpected() {
    RecordTally tally = new RecordTally();
    tally.expect("a", "west", "1");
    assertThatThrownBy(() -> tally.expect("a", "west", "2"))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Account entered(String... records) {
    RecordTally tally = new RecordTally();
    List.of("a1", "b2", "c3").forEach(each -> tally.expect(id(each), "camera", content(each)));
    for (String each : records) {
      tally.enter(id(each), "camera", content(each));
    }
    return tally.account();
  }

  private static String id(String record) {
    return record.substring(0, 1);
  }

  private static String content(String record) {
    return record.substring(1);
  }
}
