package io.paastreams.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypeTest {

  private static final SettingType<Duration> ANY_DURATION =
      SettingType.duration(Duration.ZERO, Duration.ofDays(1_000_000));
  private static final SettingType<Long> ANY_SIZE = SettingType.bytes(0L, Long.MAX_VALUE);

  @ParameterizedTest
  @CsvSource({"0ms, PT0S", "200ms, PT0.2S", "20s, PT20S", "5 m, PT5M", "36h, PT36H", "7d, PT168H"})
  void durationsHaveAUnit(String text, Duration expected) {
    assertThat(ANY_DURATION.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "-1s", "1.5s", "5 years", "s", "99999999999999999999s", "999999999999d"})
  void otherDurationsAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ANY_DURATION.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "65536, 65536",
    "16MiB, 16777216",
    "1 GiB, 1073741824",
    "3KiB, 3072",
    "5B, 5"
  })
  void sizesAreBinary(String text, long expected) {
    assertThat(ANY_SIZE.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1MB", "1.5MiB", "MiB", "999999999999999GiB", "0x10"})
  void otherSizesAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ANY_SIZE.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1023", "2GiB", "4097MiB", "many"})
  void sizesOfRecordsFitAnInt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SettingType.bytes(1 << 10, 1 << 30).parse(text));
    assertThat(SettingType.bytes(1 << 10, 1 << 30).parse("1GiB")).isEqualTo(1 << 30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-0.1", "NaN", "half", ""})
  void fractionsAreBelowOne(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SettingType.fraction().parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "5%, 0.05, 5%",
    "0.05, 0.05, 5%",
    "12.5 %, 0.125, 12.5%",
    "100%, 1, 100%",
    "1, 1, 100%",
    "0%, 0, 0%",
    "0, 0, 0%"
  })
  void aShareIsAPercentageOrANumber(String text, double expected, String written) {
    assertThat(SettingType.share().parse(text)).isEqualTo(expected);
    assertThat(SettingType.share().write(expected)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"101%", "5", "-1%", "-0.1", "NaN", "%", "half", "", "1/20"})
  void otherSharesAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SettingType.share().parse(text));
  }

  @Test
  void lists_dropEmptyParts() {
    assertThat(SettingType.texts().parse(" a, b,,")).containsExactly("a", "b");
    assertThat(SettingType.texts().parse("")).isEmpty();
  }

  @Test
  void flags_areWords() {
    assertThat(SettingType.flag().parse("TRUE")).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> SettingType.flag().parse("yes"));
  }

  @Test
  void valuesOutOfRange_areRefusedWithTheRange() {
    SettingType<Duration> type = SettingType.duration(Duration.ofMillis(10), Duration.ofMinutes(5));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> type.parse("6m"))
        .withMessage("must be a duration in 10ms..5m (units ms, s, m, h, d)");
    assertThat(type.accepts(Duration.ofMillis(-1))).isFalse();
    assertThat(type.parse("10ms")).hasMillis(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20ms", "90s", "5m", "36h", "7d", "0s", "1500ms"})
  void aDurationIsWritten_asAUserWouldWriteIt(String text) {
    assertThat(ANY_DURATION.write(ANY_DURATION.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0B", "1000B", "3KiB", "16MiB", "2GiB", "1536KiB"})
  void aSizeIsWritten_asAUserWouldWriteIt(String text) {
    assertThat(ANY_SIZE.write(ANY_SIZE.parse(text))).isEqualTo(text);
  }
}
