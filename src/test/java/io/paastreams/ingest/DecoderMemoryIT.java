package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.devkit.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderMemoryIT {

  private static final long TOLERATED_KILOBYTES = 8 * 1024;

  @TempDir Path folder;

  /**
   * In a process of its own whose heap is touched at its start, so that what grows is native. If
   * each run left a decoder open, they would take 200 MB.
   */
  @Test
  void twoHundredOpenings_leaveNothingBehind() throws Exception {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    Path noVideo = Files.write(folder.resolve("noise.mp4"), noise);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                ChildJvm.command(
                    List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"),
                    OpenAndClose.class.getName(),
                    List.of(Clips.drone().toString(), noVideo.toString())))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();

    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    assertThat(ended).isTrue();
    assertThat(process.waitFor()).as("exit code; %s", lines).isZero();
    String[] kilobytes = lines.get(lines.size() - 1).split(" ", 2);
    assertThat(Long.parseLong(kilobytes[1]) - Long.parseLong(kilobytes[0]))
        .as("growth in KiB")
        .isLessThan(TOLERATED_KILOBYTES);
  }
}
