package io.paastreams.pipeline;

import io.paastreams.devkit.ChildJvm;
import java.io.IOException;
import java.util.List;

/** A pipeline in a JVM of its own, which can be killed as in a crash. */
final class PipelineProcess {

  private PipelineProcess() {}

  /** Starts it and waits until it reads frames. */
  static ChildJvm start(Scenario scenario) throws IOException, InterruptedException {
    return ChildJvm.start(
        ChildJvm.SMALL, PipelineProcess.class, List.of(scenario.toLine().split(" ")), line -> {});
  }

  /** The child. */
  public static void main(String[] args) throws IOException {
    try (DetectionPipeline pipeline = Scenario.ofLine(args).pipeline().build()) {
      pipeline.start();
      ChildJvm.runUntilParentEnds();
    }
  }
}
