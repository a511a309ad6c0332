package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.paastreams.model.GoldenWeights;
import io.paastreams.model.PaaNetwork;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches in shards on the tiny network. */
@Tag("engine")
final class ShardedNetworkTest {

  private static final double TOLERANCE = 1e-4;

  private PaaNetwork network;
  private NDManager manager;

  @BeforeAll
  static void startTorch() {
    TorchRuntime.start();
  }

  @BeforeEach
  void load() {
    network =
        PaaNetwork.loadForInference(
            GoldenWeights.tinyRecipe(), 4, GoldenWeights.tiny(), Device.cpu(), Precision.FLOAT32);
    manager = network.manager().newSubManager();
    JniUtils.setGradMode(false);
  }

  @AfterEach
  void close() {
    network.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "1, 2", "2, 2", "5, 3", "4, 4", "3, 8"})
  void shards_giveWhatTheWholeBatchGives(int size, int threads) {
    NDArray images = manager.randomNormal(new Shape(size, 128, 160, 3)).transpose(0, 3, 1, 2);
    List<HeadOutput> whole = network.forward(images);
    ShardedNetwork sharded = new ShardedNetwork(network, threads);

    List<HeadOutput> joined = sharded.forward(images, 1);

    assertThat(joined).hasSameSizeAs(whole);
    for (int level = 0; level < whole.size(); level++) {
      assertSame(joined.get(level).cls(), whole.get(level).cls());
      assertSame(joined.get(level).reg(), whole.get(level).reg());
      assertSame(joined.get(level).iou(), whole.get(level).iou());
    }
  }

  private static void assertSame(NDArray actual, NDArray expected) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    float[] a = actual.toFloatArray();
    float[] e = expected.toFloatArray();
    for (int i = 0; i < e.length; i++) {
      assertThat((double) a[i]).isCloseTo(e[i], within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void failure_isTheEnginesOwn_andTheNextBatchIsComputed(int threads) {
    ShardedNetwork sharded = new ShardedNetwork(network, threads);
    NDArray fiveChannels = manager.zeros(new Shape(4, 5, 64, 64));

    assertThatThrownBy(() -> sharded.forward(fiveChannels, 1))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("5 channels");

    assertThat(sharded.forward(manager.zeros(new Shape(4, 3, 64, 64)), 1)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void passes_runSideBySide(int size) throws Exception {
    ShardedNetwork sharded = new ShardedNetwork(network, 2);
    NDArray images = manager.randomNormal(new Shape(size, 64, 96, 3)).transpose(0, 3, 1, 2);
    float[] alone = sharded.forward(images, 1).get(0).cls().toFloatArray();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread caller =
          new Thread(
              () -> {
                for (int round = 0; round < 20; round++) {
                  assertThat(sharded.forward(images, 3).get(0).cls().toFloatArray())
                      .usingComparatorWithPrecision((float) TOLERANCE)
                      .containsExactly(alone);
                }
              });
      caller.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      callers.add(caller);
    }
    callers.forEach(Thread::start);
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(failures).isEmpty();
  }
}
