package io.paastreams.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.cli.Main;
import io.paastreams.devkit.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Detection on the PyTorch for CUDA that a user has installed, up to where a GPU is needed: a stub
 * stands in for the driver. It needs that PyTorch, of 5 GB, and a C compiler:
 *
 * <pre>{@code
 * python3 -m venv /tmp/torch && /tmp/torch/bin/pip install torch==2.7.1
 * mvn verify -Pcuda -Dtorch=/tmp/torch -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=UsersTorchIT
 * }</pre>
 */
class UsersTorchIT {

  /** DJL's words when CUDA's runtime, which it finds beside the package, thinks of the stub. */
  private static final String CUDA_WAS_ASKED = "Failed to detect GPU count: CUDA driver version";

  private static final Path MODEL = Path.of("models", "thermal-sky");

  private Path torch;

  @TempDir private Path temporary;

  private record Run(int status, String out, String err) {}

  @BeforeEach
  void findTorch() {
    String given = System.getProperty("paa.torch", "");
    assumeTrue(!given.isEmpty(), "give a PyTorch for CUDA: mvn verify -Pcuda -Dtorch=FOLDER");
    torch = Path.of(given);
    assertThat(TorchFolder.at(torch).isForGpus()).isTrue();
  }

  private Path stubDriver() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(temporary.resolve("driver"));
    Path source = temporary.resolve("libcuda.c");
    try (InputStream stub = getClass().getResourceAsStream("/torch/libcuda.c")) {
      Files.copy(stub, source);
    }
    Process compiler =
        new ProcessBuilder(
                "cc", "-shared", "-fPIC", "-o", folder + "/libcuda.so.1", source.toString())
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).as("status of cc").isZero();
    return folder;
  }

  private Run detect(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("detect", "--model", MODEL.toString()));
    arguments.add(MODEL.resolve("examples.jpg").toString());
    arguments.addAll(List.of(options));
    List<String> command = ChildJvm.command(List.of(), Main.class.getName(), arguments);
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("LD_LIBRARY_PATH");
    builder.environment().remove("VIRTUAL_ENV");
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void usersPyTorch_detectsWhatTheShippedOneDetects() throws Exception {
    Map<String, String> driver = Map.of("LD_LIBRARY_PATH", stubDriver().toString());
    Run users = detect(driver, "--torch", torch.toString(), "--device", "cpu");
    assertThat(users.status()).as(users.err()).isZero();
    assertThat(users.err()).contains(CUDA_WAS_ASKED);
    Run shipped = detect(Map.of(), "--torch", "shipped");
    assertThat(shipped.status()).as(shipped.err()).isZero();
    JsonNode expected = detections(shipped);
    JsonNode found = detections(users);
    assertThat(found).hasSameSizeAs(expected).isNotEmpty();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i).get("label")).isEqualTo(expected.get(i).get("label"));
      assertThat(found.get(i).get("score").asDouble())
          .isEqualTo(expected.get(i).get("score").asDouble(), within(1e-3));
    }
  }

  private static JsonNode detections(Run run) throws IOException {
    return new ObjectMapper().readTree(run.out()).get(0).get("detections");
  }

  @Test
  void missingGpu_isNamedAsSuch_whenTheLibrariesAreForGpus() throws Exception {
    Map<String, String> driver = Map.of("LD_LIBRARY_PATH", stubDriver().toString());
    Run run = detect(driver, "--torch", torch.toString(), "--device", "gpu:0");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("sees 0 GPUs here: nvidia-smi must list it");
  }

  @Test
  void activatedEnvironment_isFound_andCanBeDeclined() throws Exception {
    assumeTrue(Files.isDirectory(torch.resolve("bin")), "paa.torch is no environment");
    Map<String, String> activated =
        Map.of("LD_LIBRARY_PATH", stubDriver().toString(), "VIRTUAL_ENV", torch.toString());
    Run run = detect(activated, "--device", "cpu");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains(CUDA_WAS_ASKED);
    Run declined = detect(activated, "--torch", "shipped");
    assertThat(declined.status()).as(declined.err()).isZero();
    assertThat(declined.err()).doesNotContain(CUDA_WAS_ASKED);
  }

  @Test
  void missingDriver_isNamed_withTheCommandThatInstallsIt() throws Exception {
    assumeTrue(!TorchRuntime.hasNvidiaDriver(), "this machine has the driver");
    Run run = detect(Map.of(), "--torch", torch.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("needs NVIDIA's driver").contains("ubuntu-drivers install");
  }

  @Test
  void unusableEnvironment_isReported_whereAGpuIsAskedFor() throws Exception {
    assumeTrue(!TorchRuntime.hasNvidiaDriver(), "this machine has the driver");
    assumeTrue(Files.isDirectory(torch.resolve("bin")), "paa.torch is no environment");
    Run run = detect(Map.of("VIRTUAL_ENV", torch.toString()), "--device", "gpu:0");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("that of the activated environment is not used")
        .contains("needs NVIDIA's driver");
    assertThat(detect(Map.of("VIRTUAL_ENV", torch.toString())).status()).isZero();
  }

  @Test
  void missingLibrariesOfNvidia_areNamedAllAtOnce() throws Exception {
    Path folder = temporary.resolve("torch");
    Path bare = Files.createDirectories(folder.resolve("lib"));
    List<Path> links = new ArrayList<>();
    TorchFolder original = TorchFolder.at(torch);
    Files.copy(original.folder().resolve("version.py"), folder.resolve("version.py"));
    try (DirectoryStream<Path> libraries = Files.newDirectoryStream(original.libraries())) {
      for (Path library : libraries) {
        links.add(Files.createSymbolicLink(bare.resolve(library.getFileName()), library));
      }
    }
    Run run =
        detect(Map.of("LD_LIBRARY_PATH", stubDriver().toString()), "--torch", folder.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("needs libraries that are not found: ")
        .contains("libcudart.so.12")
        .contains("libcudnn.so.9")
        .contains("pip install --force-reinstall torch==2.7.1");
    for (Path link : links) {
      Files.delete(link); // the folder's own removal warns of each
    }
  }
}
