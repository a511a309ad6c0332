package io.paastreams.inference;

import static io.paastreams.inference.DetectorContract.assertSame;
import static io.paastreams.inference.DetectorContract.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import io.paastreams.model.GoldenWeights;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The detector on the tiny network: batches, memory, refusals. */
@Tag("engine")
class PaaDetectorTest implements DetectorContract {

  private static final ModelIdentity MODEL = new ModelIdentity("tiny", "0".repeat(64));
  private static final LabelMap LABELS = new LabelMap(List.of("ring", "square", "star", "cross"));

  private static PaaDetector detector;

  @BeforeAll
  static void load() {
    detector = detector(DetectorOptions.DEFAULT.withDevice("cpu"));
  }

  @Override
  public PaaDetector shared() {
    return detector;
  }

  @Override
  public int mostGrowth() {
    return 64;
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  private static PaaDetector detector(DetectorOptions options) {
    return PaaDetector.load(
        GoldenWeights.tinyRecipe(), GoldenWeights.tiny(), LABELS, MODEL, options);
  }

  @Test
  void boxes_lieWithinTheOriginalImage() {
    PreparedImage image = image(2, 600, 500);
    List<Detection> detections = detector.detect(List.of(image)).get(0);
    assertThat(detections).isNotEmpty();
    assertThat(detections)
        .allSatisfy(
            detection -> {
              assertThat(detection.box().x1()).isBetween(0f, 600.01f);
              assertThat(detection.box().x2()).isBetween(detection.box().x1(), 600.01f);
              assertThat(detection.box().y1()).isBetween(0f, 500.01f);
              assertThat(detection.box().y2()).isBetween(detection.box().y1(), 500.01f);
            });
    assertThat(detections).anySatisfy(d -> assertThat(d.box().x2()).isGreaterThan(160));
  }

  @Test
  void batchOfMixedPaddedSizes_isRefused() {
    List<PreparedImage> batch = List.of(image(1, 320, 256), image(2, 256, 320));
    assertThatThrownBy(() -> detector.detect(batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("160x128")
        .hasMessageContaining("128x160");
    assertThatThrownBy(() -> detector.detect(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void batchTooLargeForMemory_failsAsSuchAndLeavesTheDetectorUsable() {
    PreparedImage small = image(1, 320, 256);
    Size huge = new Size(1 << 14, 1 << 15);
    PreparedImage image = new PreparedImage(small.image(), huge, huge, 1, 1);
    List<Detection> before = detector.detect(List.of(small)).get(0);
    assertThatThrownBy(() -> detector.detect(List.of(image, image)))
        .isInstanceOf(OutOfDeviceMemoryException.class)
        .hasMessageContaining("2 images of 16384x32768 on cpu");
    assertSame(detector.detect(List.of(small)).get(0), before);
  }

  @Test
  void enginesAllocationFailure_isDistinguishedFromItsOtherErrors() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      Throwable noMemory = catchThrowable(() -> manager.zeros(new Shape(1L << 45)));
      Throwable mismatch =
          catchThrowable(() -> manager.ones(new Shape(2)).add(manager.ones(new Shape(3))));
      assertThat(NativeFailure.translated(noMemory, "it"))
          .isInstanceOf(OutOfDeviceMemoryException.class)
          .hasMessageContaining("not enough memory for it")
          .hasCause(noMemory);
      assertThat(NativeFailure.translated(mismatch, "it"))
          .isNotInstanceOf(OutOfDeviceMemoryException.class)
          .hasMessageStartingWith("cannot compute it: ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void parallelBatches_giveTheSameDetections() throws Exception {
    List<PreparedImage> images = List.of(image(1, 320, 256), image(3, 320, 256));
    List<List<Detection>> alone = detector.detect(images);
    int threads = 3; // one more than may compute
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (PaaDetector own =
        detector(DetectorOptions.DEFAULT.withDevice("cpu").withParallelBatches(2))) {
      assertThat(own.concurrency()).isEqualTo(2);
      List<Future<?>> workers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        workers.add(
            executor.submit(
                () -> {
                  for (int round = 0; round < 20; round++) {
                    List<List<Detection>> found = own.detect(images);
                    assertSame(found.get(0), alone.get(0));
                    assertSame(found.get(1), alone.get(1));
                  }
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void device_isFreeOncePerBatchAndBeforeItsResultsExist() {
    AtomicInteger free = new AtomicInteger();
    List<PreparedImage> second = List.of(image(2, 320, 256));
    List<List<Detection>> nested = new ArrayList<>();
    List<Detection> found =
        detector
            .detect(
                List.of(image(1, 320, 256)),
                () -> {
                  free.incrementAndGet();
                  nested.addAll(detector.detect(second));
                })
            .get(0);
    assertThat(free).hasValue(1);
    assertSame(nested.get(0), detector.detect(second).get(0));
    assertSame(found, detector.detect(List.of(image(1, 320, 256))).get(0));
  }

  @Test
  void options_overrideTheRecipesPostProcessing() {
    List<PreparedImage> batch = List.of(image(1, 320, 256));
    DetectorOptions cpu = DetectorOptions.DEFAULT.withDevice("cpu");
    try (PaaDetector strict = detector(cpu.withScoreThreshold(0.3f));
        PaaDetector unvoted = detector(cpu.withScoreVoting(false))) {
      assertThat(strict.detect(batch).get(0)).allMatch(d -> d.score() > 0.3f);
      assertThat(strict.detect(batch).get(0).size())
          .isLessThan(detector.detect(batch).get(0).size());
      assertThat(unvoted.detect(batch).get(0))
          .isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()))
          .isNotEqualTo(detector.detect(batch).get(0));
    }
  }

  @Test
  void warmUpAndTiming_reachTheListener() {
    List<InferenceListener.Timing> timings = new ArrayList<>();
    DetectorOptions options =
        DetectorOptions.DEFAULT
            .withDevice("cpu")
            .withWarmUps(List.of(new DetectorOptions.WarmUp(new Size(160, 128), 3)));
    PaaDetector.load(
            GoldenWeights.tinyRecipe(), GoldenWeights.tiny(), LABELS, MODEL, options, timings::add)
        .close();
    assertThat(timings).hasSize(2).allMatch(t -> t.images() == 3 && t.forwardNanos() > 0);
  }

  @Test
  void gradientModeOfTheCaller_isRestored() {
    JniUtils.setGradMode(true);
    detector.detect(List.of(image(1, 320, 256)));
    assertThat(JniUtils.isGradMode()).isTrue();
    JniUtils.setGradMode(false);
  }

  @Test
  void callersNumberOfThreads_isRestored() {
    TorchRuntime.useThreads(3);
    detector.detect(List.of(image(1, 320, 256), image(2, 320, 256)));
    assertThat(TorchRuntime.facts().threads()).isEqualTo(3);
    detector.detect(List.of(image(1, 320, 256)));
    assertThat(TorchRuntime.facts().threads()).isEqualTo(3);
    TorchRuntime.useThreads(0);
  }

  @Test
  void wrongOptions_areRefusedWithWhatIsAllowed() {
    DetectorOptions cpu = DetectorOptions.DEFAULT.withDevice("cpu");
    assertThatThrownBy(() -> cpu.withDevice("cuda")).hasMessageContaining("gpu:0");
    assertThatThrownBy(() -> cpu.withScoreThreshold(1f)).hasMessageContaining("[0, 1)");
    assertThatThrownBy(() -> cpu.withThreads(-1)).hasMessageContaining("0 and above");
    assertThatThrownBy(() -> cpu.withParallelBatches(-1)).hasMessageContaining("0 and above");
    assertThatThrownBy(() -> cpu.withDevice("cpu,gpu:0")).hasMessageContaining("gpu:0,gpu:1");
    assertThatThrownBy(() -> detector(cpu.withDevice("gpu:0,gpu:1")))
        .hasMessageContaining("a single device");
    assertThatThrownBy(() -> cpu.withDevice("gpu:all").chooseDevices())
        .hasMessageContaining("the build for the CPU");
    assertThatThrownBy(() -> detector(cpu.withPrecision(Precision.FLOAT16)))
        .hasMessageContaining("bfloat16");
    assertThatThrownBy(() -> detector(cpu.withDevice("gpu:99"))).hasMessageContaining("--torch");
  }

  @Test
  void labelsThatDoNotFitTheWeights_areRefused() {
    assertThatThrownBy(
            () ->
                PaaDetector.load(
                    GoldenWeights.tinyRecipe(),
                    GoldenWeights.tiny(),
                    new LabelMap(List.of("one", "two")),
                    MODEL,
                    DetectorOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bbox_head.atss_cls.weight");
  }

  @Test
  void closing_waitsForTheBatchInProgressAndEndsTheDetector() throws Exception {
    PaaDetector own = detector(DetectorOptions.DEFAULT.withDevice("cpu"));
    List<PreparedImage> batch = List.of(image(1, 320, 256));
    CountDownLatch started = new CountDownLatch(1);
    List<Throwable> ends = new ArrayList<>();
    Thread worker =
        new Thread(
            () -> {
              try {
                while (true) {
                  own.detect(batch);
                  started.countDown();
                }
              } catch (IllegalStateException e) {
                ends.add(e);
              }
            });
    worker.start();
    started.await();
    own.close();
    own.close();
    worker.join();
    assertThat(ends).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(own.labels()).isEqualTo(LABELS);
    assertThat(own.model()).isEqualTo(MODEL);
  }
}
