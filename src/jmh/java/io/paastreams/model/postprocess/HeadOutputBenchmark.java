package io.paastreams.model.postprocess;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.paastreams.model.anchor.AnchorGenerator;
import io.paastreams.model.head.HeadOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the head outputs of one image to its detections, by either way of finding candidates, both
 * on the processor: 80 classes at 1333x800, of which few pairs or nearly all pass the threshold.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class HeadOutputBenchmark {

  private static final int CLASSES = 80;
  private static final int LEVELS = 5;
  private static final AnchorGenerator ANCHORS = new AnchorGenerator(8, 3, LEVELS);

  /** Mean of the class logits; few pass at -9.5, nearly all at -0.5. */
  @Param({"-9.5", "-0.5"})
  public float mean;

  @Param({"host", "device"})
  public String finder = "host";

  @Param({"true", "false"})
  public boolean voting;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final List<HeadOutput> outputs = new ArrayList<>();
  private final List<ImageGeometry> image = List.of(ImageGeometry.unscaled(1333, 800));
  private PostProcessor processor = processor("host", false);

  private static PostProcessor processor(String finder, boolean voting) {
    PostprocessConfig config = new PostprocessConfig(0.05f, 1000, 0.6f, false, 100, voting);
    PyramidAnchors anchors = new PyramidAnchors(ANCHORS);
    CandidateFinder either =
        finder.equals("host")
            ? new HostCandidateFinder(config, anchors)
            : new DeviceCandidateFinder(config, anchors);
    return new PostProcessor(config, either, either);
  }

  @Setup
  public void makeOutputs() {
    processor = processor(finder, voting);
    SplittableRandom random = new SplittableRandom(1);
    for (int level = 0; level < LEVELS; level++) {
      int stride = 8 << level;
      int height = (800 + stride - 1) / stride;
      int width = (1344 + stride - 1) / stride;
      outputs.add(
          new HeadOutput(
              map(random, height, width, CLASSES, mean),
              map(random, height, width, 4, 0),
              map(random, height, width, 1, 0)));
    }
  }

  private NDArray map(SplittableRandom random, int height, int width, int channels, float mean) {
    float[] values = new float[height * width * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + 1.2f * (float) random.nextGaussian();
    }
    return manager.create(values, new Shape(1, height, width, channels)).transpose(0, 3, 1, 2);
  }

  @TearDown
  public void close() {
    manager.close();
  }

  @Benchmark
  public Detections detections() {
    return processor.process(outputs, image).get(0);
  }
}
