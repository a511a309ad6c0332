package io.paastreams.model.postprocess;

import io.paastreams.model.anchor.AnchorGenerator;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one image costs after the network: suppression alone, and with score voting. Candidates
 * crowd around some objects, as a detector's do: that is what makes suppression and voting work.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class PostProcessingBenchmark {

  private static final int CLASSES = 80;
  private static final int OBJECTS = 30;
  private static final float SIDE = 1000;

  @Param({"500", "5000"})
  public int candidates;

  private final PostProcessor suppressing = processor(false);
  private final PostProcessor voting = processor(true);
  private Candidates crowd =
      new Candidates(new float[0], 0, new int[0], new float[0], new int[0], 0);

  private static PostProcessor processor(boolean voting) {
    PostprocessConfig config = new PostprocessConfig(0.05f, 1000, 0.6f, false, 100, voting);
    return new PostProcessor(config, new AnchorGenerator(8, 3, 5));
  }

  @Setup
  public void makeCandidates() {
    SplittableRandom random = new SplittableRandom(1);
    float[] boxes = new float[4 * candidates];
    float[] scores = new float[candidates];
    int[] labels = new int[candidates];
    float[][] objects = new float[OBJECTS][];
    for (int i = 0; i < OBJECTS; i++) {
      float side = 20 + 200 * (float) random.nextDouble();
      objects[i] =
          new float[] {
            (SIDE - side) * (float) random.nextDouble(),
            (SIDE - side) * (float) random.nextDouble(),
            side,
            random.nextInt(CLASSES)
          };
    }
    for (int i = 0; i < candidates; i++) {
      float[] object = objects[random.nextInt(OBJECTS)];
      float spread = 0.15f * object[2];
      boxes[4 * i] = Math.max(0, object[0] + spread * (float) random.nextGaussian());
      boxes[4 * i + 1] = Math.max(0, object[1] + spread * (float) random.nextGaussian());
      boxes[4 * i + 2] = boxes[4 * i] + object[2] * (0.8f + 0.4f * (float) random.nextDouble());
      boxes[4 * i + 3] = boxes[4 * i + 1] + object[2] * (0.8f + 0.4f * (float) random.nextDouble());
      scores[i] = 0.05f + 0.9f * (float) random.nextDouble();
      labels[i] = random.nextInt(4) == 0 ? random.nextInt(CLASSES) : (int) object[3];
    }
    crowd =
        new Candidates(
            boxes,
            candidates,
            IntStream.range(0, candidates).toArray(),
            scores,
            labels,
            candidates);
  }

  @Benchmark
  public Detections suppression() {
    return suppressing.detections(crowd);
  }

  @Benchmark
  public Detections suppressionAndVoting() {
    return voting.detections(crowd);
  }
}
