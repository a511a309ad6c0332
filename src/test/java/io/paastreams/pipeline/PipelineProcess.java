package io.paastreams.pipeline;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A pipeline in a JVM of its own, which can be killed as in a crash. */
final class PipelineProcess implements AutoCloseable {

  private static final String RUNNING = "pipeline-runs";

  private final Process process;

  private PipelineProcess(Process process) {
    this.process = process;
  }

  /** Starts it and waits until it reads frames. */
  static PipelineProcess start(Scenario scenario) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dkafka.log.level=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                PipelineProcess.class.getName()));
    command.addAll(List.of(scenario.toLine().split(" ")));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (!RUNNING.equals(line)) {
      process.destroyForcibly();
      throw new IOException("the child process did not start: " + line);
    }
    return new PipelineProcess(process);
  }

  /** Kills it like {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it finish and leave. */
  @Override
  public void close() throws InterruptedException, IOException {
    if (process.isAlive()) {
      process.getOutputStream().close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  /** The child: runs until its standard input ends. */
  public static void main(String[] args) throws IOException {
    try (DetectionPipeline pipeline = Scenario.ofLine(args).pipeline().build()) {
      pipeline.start();
      System.out.println(RUNNING);
      while (System.in.read() >= 0) {
        // until the parent closes the pipe, or dies
      }
    }
  }
}
