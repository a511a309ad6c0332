package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands as processes: servers, instances that share the load and die, cameras and a reader.
 */
class RunIT {

  private static final String CLIP = "src/main/resources/io/paastreams/cli/demo/IR_DRONE_128.mp4";
  private static final List<String> CAMERAS = List.of("north", "south", "east");
  private static final Pattern ON_THE_TOPIC = Pattern.compile("(\\d+) on the topic, 0 failed");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "exactly-once"})
  void framesOfAllCamerasComeOut_thoughAnInstanceIsKilled(String guarantee) throws Exception {
    try (DevServers servers = DevServers.start(folder);
        DetectionCounter counter =
            new DetectionCounter(servers.bootstrapServers(), servers.registryUrl());
        JarProcess first = run(servers, guarantee);
        JarProcess second = run(servers, guarantee)) {
      int frames = 0;
      for (String camera : CAMERAS) {
        frames = ingest(servers, camera);
      }
      Awaitility.await("first detections")
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> counter.poll() > 20);
      first.close();

      int all = CAMERAS.size() * frames;
      Awaitility.await("all frames")
          .atMost(150, TimeUnit.SECONDS)
          .until(() -> counter.poll() >= all);

      List<Long> expected = LongStream.range(0, frames).boxed().toList();
      for (String camera : CAMERAS) {
        List<Long> sequences = counter.sequencesOf(camera);
        assertThat(sequences.stream().distinct().toList()).as(camera).isEqualTo(expected);
        if (guarantee.equals("exactly-once")) {
          assertThat(sequences).as(camera).isEqualTo(expected);
        }
      }
      assertThat(second.terminate().awaitExit()).as(second.output()).isIn(0, 143);
    }
  }

  @Test
  void missingTopics_areNamedWithTheirRemedy() throws Exception {
    try (DevServers servers = DevServers.start(folder);
        JarProcess run =
            JarProcess.start(
                folder,
                "run",
                "--bootstrap-servers=" + servers.bootstrapServers(),
                "--registry=" + servers.registryUrl(),
                "--set=model.path=models/golden-tiny",
                "--set=topics.frames=other.frames.v1")) {
      assertThat(run.awaitExit()).isEqualTo(1);
      assertThat(run.output()).contains("other.frames.v1", "--create-topics", "kafka-topics.sh");
    }
  }

  private JarProcess run(DevServers servers, String guarantee) throws IOException {
    return JarProcess.start(
            folder,
            "run",
            "--bootstrap-servers=" + servers.bootstrapServers(),
            "--registry=" + servers.registryUrl(),
            "--set=model.path=models/golden-tiny",
            "--set=model.device=cpu",
            "--set=pipeline.guarantee=" + guarantee,
            "--set=pipeline.drainTimeout=10s",
            // The others notice a dead instance after this time.
            "--set=kafka.session.timeout.ms=10000")
        .awaitOutput("Running golden-tiny");
  }

  private int ingest(DevServers servers, String camera) throws Exception {
    try (JarProcess ingest =
        JarProcess.start(
            folder,
            "ingest",
            CLIP,
            "--camera=" + camera,
            "--fps=12",
            "--bootstrap-servers=" + servers.bootstrapServers(),
            "--registry=" + servers.registryUrl())) {
      assertThat(ingest.awaitExit()).as(ingest.output()).isZero();
      Matcher matcher = ON_THE_TOPIC.matcher(ingest.output());
      assertThat(matcher.find()).as(ingest.output()).isTrue();
      return Integer.parseInt(matcher.group(1));
    }
  }
}
