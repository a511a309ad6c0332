package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.devkit.SharedBroker;
import io.paastreams.pipeline.FrameTally.Balance;
import io.paastreams.streams.Guarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an autoscaler does: under a load that is too high for one instance, three more start one
 * after the other, share the cameras evenly, and stop again. The figures are logged for the page on
 * deploying.
 */
@Timeout(150)
final class ScaleOutIT {

  private static final Logger LOG = LoggerFactory.getLogger(ScaleOutIT.class);
  private static final Duration MEASURED = Duration.ofSeconds(4);
  private static final Duration QUIET = Duration.ofSeconds(25);

  /** An instance computes four frames in 40 ms: 100 frames per second. */
  private static final int BATCH = 4;

  private static final Duration EACH_BATCH = Duration.ofMillis(40);
  private static final int FRAMES_PER_SECOND = 200;

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();

  private final List<PixelDetector> detectors = new ArrayList<>();

  @Test
  void fromOneToFourInstancesAndBack_nothingIsLost_andCamerasAreSpreadEvenly() throws Exception {
    Scenario scenario =
        new Scenario(
            kafka.bootstrapServers(), kafka.unique("scale"), Guarantee.EXACTLY_ONCE, "classic");
    scenario.createTopics(kafka);
    List<DetectionPipeline> instances = new ArrayList<>();
    try (DetectionLedger ledger = DetectionLedger.start(scenario);
        CameraLoad load = new CameraLoad(scenario, FRAMES_PER_SECOND).start()) {
      start(instances, scenario);
      ledger.awaitMore(100);
      double ofOne = perSecond(ledger);
      long waiting = load.sent() - ledger.seen();

      long begin = System.nanoTime();
      while (instances.size() < Scenario.PARTITIONS) {
        start(instances, scenario);
      }
      awaitEven(instances);
      double settled = seconds(begin);
      double ofFour = perSecond(ledger);

      begin = System.nanoTime();
      while (instances.size() > 1) {
        instances.remove(instances.size() - 1).close();
      }
      awaitEven(instances);
      double shrunk = seconds(begin);
      ledger.awaitMore(50);
      load.close();
      detectors.get(0).takes(Duration.ZERO); // what waits is not worth waiting for
      Balance count = ledger.settle(load, QUIET);

      LOG.info(
          String.format(
              Locale.ROOT,
              "%d frames at %d per second: %.0f per second by one instance (%d were waiting),"
                  + " %.0f by four; to four within %.1f s, back to one within %.1f s; %s",
              count.in(),
              FRAMES_PER_SECOND,
              ofOne,
              waiting,
              ofFour,
              settled,
              shrunk,
              count));
      assertThat(count.missing()).as("missing in %s", count).isZero();
      assertThat(count.doubled()).as("duplicates in %s", count).isZero();
      assertThat(count.outOfOrder()).as("out of order in %s", count).isZero();
      assertThat(count.wrong()).as("another frame's result in %s", count).isZero();
      assertThat(ofOne).as("too much for one").isLessThan(FRAMES_PER_SECOND);
      assertThat(ofFour).as("four do what one does not").isGreaterThan(1.3 * ofOne);
    } finally {
      instances.forEach(DetectionPipeline::close);
    }
  }

  private void start(List<DetectionPipeline> instances, Scenario scenario) {
    PipelineConfig config =
        scenario
            .config()
            .with(PipelineConfig.STREAM_THREADS, 1)
            .with(PipelineConfig.MAX_BATCH_SIZE, BATCH)
            .build();
    PixelDetector detector = new PixelDetector(EACH_BATCH);
    detectors.add(detector);
    DetectionPipeline instance =
        DetectionPipeline.builder(config, scenario.topics(), detector, PixelFrames.PREPROCESSOR)
            .build();
    instances.add(instance);
    instance.start();
  }

  /** Each camera is on one partition, and each partition has as many cameras. */
  private static void awaitEven(List<DetectionPipeline> instances) {
    Awaitility.await()
        .atMost(40, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThat(instances)
                    .allSatisfy(
                        instance -> {
                          assertThat(instance.health().isAssigned()).isTrue();
                          assertThat(instance.health().partitions())
                              .isEqualTo(Scenario.PARTITIONS / instances.size());
                        }));
  }

  private static double perSecond(DetectionLedger ledger) throws InterruptedException {
    long before = ledger.seen();
    long begin = System.nanoTime();
    Thread.sleep(MEASURED.toMillis());
    return (ledger.seen() - before) / seconds(begin);
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
