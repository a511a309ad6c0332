package io.paastreams.cli;

import static io.paastreams.cli.DeploymentFiles.DOCKER;
import static io.paastreams.cli.DeploymentFiles.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image finds what it copies from the build. */
class DockerFilesIT {

  private final String dockerfile = DeploymentFiles.read(DOCKER.resolve("Dockerfile"));

  @Test
  void whatTheImageTakesFromTheBuildIsThere_andStaysTogether() {
    List<String> built = matches("(?m)^COPY --from=build /build/(\\S+) ", dockerfile);
    assertThat(built).hasSize(4).allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
    assertThat(matches("(?m)^COPY --from=build \\S+ (\\S+)/[^/\\s]+$", dockerfile))
        .as("the jar finds lib, native and registry beside itself")
        .containsOnly("/opt/paa-streams");
  }

  @Test
  void pytorchIsUnpackedForTheImage_andItsArchiveLeftOut() {
    assertThat(ROOT.resolve("target/native/libtorch_cpu.so")).isRegularFile();
    assertThat(DeploymentFiles.read(ROOT.resolve("pom.xml")))
        .contains("<excludeArtifactIds>pytorch-native-cpu</excludeArtifactIds>");
  }

  private static List<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(each -> each.group(1)).toList();
  }
}
