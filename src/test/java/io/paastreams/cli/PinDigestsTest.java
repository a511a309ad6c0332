package io.paastreams.cli;

import static io.paastreams.cli.DeploymentFiles.DOCKER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker/pin-digests} on copies of the files, with a registry that is a script. */
@Tag("process")
class PinDigestsTest {

  private static final List<String> FILES =
      List.of("Dockerfile", "Dockerfile.cuda", "compose.yaml");

  @TempDir private Path folder;

  @BeforeEach
  void copyFiles() throws IOException {
    for (String file : FILES) {
      Files.copy(DOCKER.resolve(file), folder.resolve(file));
    }
  }

  @Test
  void everyForeignImageGetsItsDigest_behindTheTagThatStays() throws Exception {
    assertThat(pin('a')).isZero();
    assertThat(images()).allSatisfy(image -> assertThat(image).endsWith("@" + digest('a')));
    assertThat(images().map(image -> image.replaceFirst("@.*", "")))
        .contains("eclipse-temurin:17.0.19_10-jre-noble", "prom/prometheus:v3.5.0");
    assertThat(Files.readString(folder.resolve("compose.yaml")))
        .as("our own")
        .contains("image: paa-streams:local\n");

    assertThat(pin('b')).as("again, when the tags have moved").isZero();
    assertThat(images()).allSatisfy(image -> assertThat(image).endsWith("@" + digest('b')));
    assertThat(Files.readString(folder.resolve("Dockerfile"))).doesNotContain(digest('a'));
  }

  @Test
  void aRegistryThatDoesNotAnswer_leavesTheFilesAsTheyAre() throws Exception {
    assertThat(run("echo no such image; exit 1")).isNotZero();
    assertThat(run("echo surprise")).isNotZero();
    for (String file : FILES) {
      assertThat(folder.resolve(file)).hasSameTextualContentAs(DOCKER.resolve(file));
    }
  }

  private Stream<String> images() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String file : FILES) {
      all.append(Files.readString(folder.resolve(file)));
    }
    return all.toString()
        .lines()
        .filter(line -> line.matches("(FROM|    image:) .*") && !line.contains("paa-streams:"))
        .map(line -> line.strip().split(" +")[1]);
  }

  private static String digest(char digit) {
    return "sha256:" + String.valueOf(digit).repeat(64);
  }

  private int pin(char digit) throws IOException, InterruptedException {
    return run("echo " + digest(digit));
  }

  private int run(String docker) throws IOException, InterruptedException {
    Path programs = Files.createDirectories(folder.resolve("bin"));
    Path program = Files.writeString(programs.resolve("docker"), "#!/bin/bash\n" + docker + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder =
        new ProcessBuilder(DOCKER.resolve("pin-digests").toString(), folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().merge("PATH", "", (path, none) -> programs + File.pathSeparator + path);
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
