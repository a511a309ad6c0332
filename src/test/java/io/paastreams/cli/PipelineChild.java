package io.paastreams.cli;

import io.paastreams.pipeline.ChildPipelines;
import io.paastreams.pipeline.DetectionPipeline;
import java.time.Duration;
import java.util.List;

/** {@code run} with a detector that behaves badly, in a process of its own. */
public final class PipelineChild {

  private PipelineChild() {}

  public static void main(String[] args) {
    int status = 1;
    try (ForegroundRun run = ForegroundRun.within(Duration.ofSeconds(8));
        DetectionPipeline pipeline = ChildPipelines.of(args)) {
      status = run.untilEnd(List.of(pipeline), () -> System.out.println("pipeline-runs"));
    } catch (Exception e) {
      System.out.println("error: " + e.getMessage());
    } finally {
      System.exit(status);
    }
  }
}
