package io.paastreams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {

  @ParameterizedTest
  @CsvSource({"0ms, PT0S", "200ms, PT0.2S", "20s, PT20S", "5 m, PT5M", "36h, PT36H", "7d, PT168H"})
  void durationsHaveAUnit(String text, Duration expected) {
    assertThat(ValueType.duration().parser().apply(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "-1s", "1.5s", "5 years", "s", "99999999999999999999s", "999999999999d"})
  void otherDurationsAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValueType.duration().parser().apply(text));
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
    assertThat(ValueType.bytes().parser().apply(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1MB", "1.5MiB", "MiB", "999999999999999GiB", "0x10"})
  void otherSizesAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ValueType.bytes().parser().apply(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1023", "2GiB", "4097MiB", "many"})
  void sizesOfRecordsFitAnInt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValueType.recordBytes().parser().apply(text));
    assertThat(ValueType.recordBytes().parser().apply("1GiB")).isEqualTo(1 << 30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-0.1", "NaN", "half", ""})
  void fractionsAreBelowOne(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValueType.fraction().parser().apply(text));
  }

  @Test
  void listsForgetEmptyParts() {
    assertThat(ValueType.texts().parser().apply(" a, b,,")).containsExactly("a", "b");
    assertThat(ValueType.texts().parser().apply("")).isEmpty();
  }

  @Test
  void flagsAreWords() {
    assertThat(ValueType.flag().parser().apply("TRUE")).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> ValueType.flag().parser().apply("yes"));
  }
}
