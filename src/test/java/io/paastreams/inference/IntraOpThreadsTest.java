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
  void small_network_getsOneThread_afterAPassWithAll() {
    assertThat(passes(SMALL, 2, 10, n -> n == 1 ? 37 : 34))
        .containsExactly(2, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void large_network_isNeverTriedWithOneThread() {
    assertThat(passes(LARGE, 2, 10, n -> 2000 / n)).containsOnly(2);
  }

  @Test
  void manyCores_areUsedAsFarAsTheyPay() {
    assertThat(passes(SMALL, 16, 10, n -> 200.0 / n + 2 * n))
        .containsExactly(16, 1, 1, 1, 4, 4, 4, 4, 4, 4);
    assertThat(threads.next(SMALL, 2)).as("with fewer available").isEqualTo(2);
    assertThat(threads.next(SMALL, 1)).isEqualTo(1);
  }

  @Test
  void slowFirstPasses_doNotCount() {
    double[] compiling = {900, 300, 30, 90, 40, 37};
    int[] pass = {0};
    assertThat(passes(SMALL, 2, 6, n -> compiling[pass[0]++])).containsExactly(2, 2, 2, 1, 1, 1);
    assertThat(threads.next(SMALL, 2)).isEqualTo(1);
  }

  @Test
  void eachSizeOfInput_isLearnedForItself() {
    passes(SMALL, 2, 10, n -> 37);
    assertThat(passes(LARGE, 2, 5, n -> 2000 / n)).containsOnly(2);
    assertThat(threads.next(SMALL, 2)).isEqualTo(1);
  }
}
