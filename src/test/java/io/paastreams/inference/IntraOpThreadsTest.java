package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Threads for one image, on machines and networks of all sizes. */
@Tag("engine")
final class IntraOpThreadsTest {

  private static final Shape SMALL = new Shape(1, 3, 256, 320);
  private static final Shape LARGE = new Shape(1, 3, 800, 1344);

  private final IntraOpThreads threads = new IntraOpThreads();

  /** Passes that take {@code millis} by the number of threads; returns the numbers used. */
  private List<Integer> passes(Shape input, int available, int count, IntToDoubleFunction millis) {
    List<Integer> used = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int next = threads.next(input, available);
      used.add(next);
      threads.took(input, next, (long) (1e6 * millis.applyAsDouble(next)));
    }
    return used;
  }

  @Test
  void threadsThatSaveLittle_areNotUsed() {
    List<Integer> used = passes(SMALL, 2, 60, n -> n == 1 ? 37 : 34);
    assertThat(used.subList(0, 6)).containsExactly(2, 1, 2, 1, 2, 1);
    assertThat(used.subList(20, 60)).containsOnly(1);
  }

  @Test
  void threadsThatSaveAQuarter_areUsed() {
    List<Integer> used = passes(SMALL, 2, 60, n -> n == 1 ? 11.4 : 7.3);
    assertThat(used.subList(20, 60)).containsOnly(2);
  }

  @Test
  void aDecisionOfAYoungProcess_isCorrectedSoon() {
    int[] pass = {0};
    List<Integer> used = passes(SMALL, 2, 200, n -> ++pass[0] < 40 ? 15 + n : n == 1 ? 11.4 : 7.3);
    assertThat(used.subList(20, 60)).containsOnly(1);
    assertThat(used.subList(90, 190)).containsOnly(2);
  }

  @Test
  void large_network_isNeverTriedWithFewerThreads() {
    assertThat(passes(LARGE, 2, 40, n -> 2000 / n)).containsOnly(2);
  }

  @Test
  void manyCores_areUsedAsFarAsTheyPay() {
    assertThat(passes(SMALL, 16, 50, n -> 200.0 / n + 2 * n))
        .startsWith(16, 8, 16, 8)
        .endsWith(8, 8)
        .doesNotContain(2, 1);
    assertThat(threads.next(SMALL, 2)).as("with fewer available").isEqualTo(2);
    assertThat(threads.next(SMALL, 1)).isEqualTo(1);
  }

  @Test
  void slowFirstPasses_doNotCount() {
    double[] slow = {900, 300, 30, 90, 31, 40, 95, 32, 31, 99};
    int[] pass = {0};
    passes(SMALL, 2, 20, n -> n == 1 ? 60 : slow[pass[0]++]);
    assertThat(threads.next(SMALL, 2)).isEqualTo(2);
  }

  @Test
  void anotherLoad_isLearnedInTime() {
    passes(SMALL, 2, 100, n -> n == 1 ? 11 : 7);
    assertThat(threads.next(SMALL, 2)).isEqualTo(2);

    List<Integer> besideABusyProcess = passes(SMALL, 2, 2000, n -> n == 1 ? 12 : 25);

    assertThat(besideABusyProcess.subList(950, 2000))
        .filteredOn(number -> number == 2)
        .hasSizeLessThan(15);
  }

  @Test
  void eachSizeOfInput_isLearnedForItself() {
    passes(SMALL, 2, 20, n -> 37);
    assertThat(passes(LARGE, 2, 5, n -> 2000 / n)).containsOnly(2);
    assertThat(threads.next(SMALL, 2)).isEqualTo(1);
  }
}
