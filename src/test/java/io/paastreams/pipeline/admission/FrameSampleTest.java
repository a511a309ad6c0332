package io.paastreams.pipeline.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameSampleTest {

  private static final int FRAMES = 100_000;

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.5, 0.95})
  void theShareOfFramesIsAsWanted_forRandomAndForConsecutiveIds(double share) {
    double tolerance = 4 * Math.sqrt(share * (1 - share) / FRAMES);
    assertThat(chosen(random(), share)).isCloseTo(share, within(tolerance));
    assertThat(chosen(consecutive(), share)).isCloseTo(share, within(tolerance));
  }

  @Test
  void sharesOfOneAndZero_takeAllAndNone() {
    assertThat(chosen(random(), 1)).isEqualTo(1);
    assertThat(chosen(random(), 0)).isZero();
  }

  @Test
  void aSmallerShare_isPartOfALargerOne() {
    List<UUID> small = random().filter(id -> FrameSample.takes(0.05, id)).toList();
    assertThat(small).allMatch(id -> FrameSample.takes(0.1, id));
  }

  /** Computed by an implementation of murmur2 in another language, masked with 0x7fffffff. */
  @Test
  void theChoice_isThatOfThePublishedHash() {
    UUID id = UUID.fromString("b8a7c1f2-3d4e-4f60-8a1b-2c3d4e5f6071");
    double hash = 1735861446;
    assertThat(FrameSample.takes((hash + 1) / 0x1p31, id)).isTrue();
    assertThat(FrameSample.takes(hash / 0x1p31, id)).isFalse();
  }

  private static double chosen(Stream<UUID> ids, double share) {
    return (double) ids.filter(id -> FrameSample.takes(share, id)).count() / FRAMES;
  }

  private static Stream<UUID> random() {
    Random random = new Random(7);
    return Stream.generate(() -> new UUID(random.nextLong(), random.nextLong())).limit(FRAMES);
  }

  /** Ids of version 7 from one producer differ in few bits. */
  private static Stream<UUID> consecutive() {
    return LongStream.range(0, FRAMES)
        .mapToObj(i -> new UUID(0x0190_0000_0000_7000L + (i << 16), 1));
  }
}
