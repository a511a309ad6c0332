package io.paastreams.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own PyTorch: where it is found, and what is reported if it does not fit. */
class TorchFolderTest {

  private static final String RELEASE = "2.7.1";

  @TempDir Path temporary;

  /** An environment whose libraries are empty files. */
  private Path environment(String version, String... libraries) throws IOException {
    Path environment = temporary.resolve("venv");
    Path torch = environment.resolve("lib/python3.12/site-packages/torch");
    Files.createDirectories(torch.resolve("lib"));
    for (String library : libraries) {
      Files.createFile(torch.resolve("lib").resolve(System.mapLibraryName(library)));
    }
    Files.writeString(
        torch.resolve("version.py"),
        "__all__ = ['__version__', 'cuda']\n__version__ = '%s'\ncuda = '12.6'\n"
            .formatted(version));
    Path python = environment.resolve("bin/python3");
    Files.createDirectories(environment.resolve("bin"));
    Files.createFile(python);
    assertThat(python.toFile().setExecutable(true)).isTrue();
    return environment;
  }

  @Test
  void folder_isFoundByItself_itsLibraries_itsParent_andItsEnvironment() throws IOException {
    Path environment = environment("2.7.1+cu126", "torch", "torch_cuda");
    Path torch = environment.resolve("lib/python3.12/site-packages/torch");
    for (Path named :
        new Path[] {torch, torch.resolve("lib"), torch.resolveSibling("."), environment}) {
      TorchFolder found = TorchFolder.at(named);
      assertThat(found.folder()).as("%s", named).isEqualTo(torch.toAbsolutePath());
      assertThat(found.version()).isEqualTo("2.7.1+cu126");
      assertThat(found.isForGpus()).isTrue();
      assertThat(found.pip()).isEqualTo(environment.resolve("bin/python3") + " -m pip");
    }
  }

  @Test
  void unpackedLibtorch_givesItsVersionInItsOwnFile() throws IOException {
    Path libtorch = temporary.resolve("libtorch");
    Files.createDirectories(libtorch.resolve("lib"));
    Files.createFile(libtorch.resolve("lib/libtorch.so"));
    Files.writeString(libtorch.resolve("build-version"), "2.7.1+cu128\n");
    assertThat(TorchFolder.at(libtorch).version()).isEqualTo("2.7.1+cu128");
    assertThat(TorchFolder.at(libtorch).cudaRuntimeFolders()).contains(libtorch.resolve("lib"));
    assertThat(TorchFolder.at(libtorch).pip()).isEqualTo("python3 -m pip");
  }

  @Test
  void whatIsNotPyTorch_isRefused_withTheCommandThatPrintsTheFolder() {
    assertThatThrownBy(() -> TorchFolder.at(temporary))
        .isInstanceOf(UnusableTorchException.class)
        .hasMessageContaining(temporary + " is not a PyTorch folder")
        .hasMessageContaining("print(torch.__path__[0])");
    assertThatThrownBy(() -> TorchFolder.at(temporary.resolve("absent")))
        .hasMessageContaining("absent does not exist");
  }

  @Test
  void anotherRelease_isRefused_withTheCommandOfItsOwnPip() throws IOException {
    TorchFolder torch = TorchFolder.at(environment("2.7.10+cu126", "torch", "torch_cuda"));
    assertThatThrownBy(() -> TorchLibraries.usable(torch, RELEASE))
        .asInstanceOf(type(UnusableTorchException.class))
        .satisfies(
            refusal -> {
              assertThat(refusal.fault()).endsWith("is PyTorch 2.7.10+cu126, and 2.7.1 is needed");
              assertThat(refusal.remedy())
                  .isEqualTo(
                      "install that: %s/bin/python3 -m pip install torch==2.7.1",
                      temporary.resolve("venv"));
            });
  }

  @Test
  void buildWithoutCuda_isRefused_sinceOneIsShipped() throws IOException {
    TorchFolder torch = TorchFolder.at(environment("2.7.1+cpu", "torch"));
    assertThatThrownBy(() -> TorchLibraries.usable(torch, RELEASE))
        .hasMessageContaining("PyTorch 2.7.1+cpu, a build without CUDA")
        .hasMessageContaining("--index-url");
  }

  @Test
  void activatedEnvironment_isUsed_onlyIfItsPyTorchFits() throws IOException {
    Path environment = environment("2.7.1+cu126", "torch", "torch_cuda");
    Map<String, String> activated = Map.of("VIRTUAL_ENV", environment.toString());
    assertThat(TorchLibraries.ofEnvironment(activated, RELEASE))
        .map(TorchFolder::version)
        .hasValue("2.7.1+cu126");
    assertThat(TorchLibraries.ofEnvironment(activated, "2.8.0")).isEmpty();
    assertThat(TorchLibraries.ofEnvironment(Map.of(), RELEASE)).isEmpty();
    assertThat(TorchLibraries.ofEnvironment(Map.of("CONDA_PREFIX", temporary.toString()), RELEASE))
        .isEmpty();
    Files.delete(TorchFolder.at(environment).libraries().resolve("libtorch_cuda.so"));
    assertThat(TorchLibraries.ofEnvironment(activated, RELEASE)).isEmpty();
  }

  @Test
  void releaseAndBridge_areThoseOfTheJar() {
    assertThat(TorchLibraries.release()).isEqualTo(TorchRuntime.facts().torchVersion());
    assertThat(
            getClass()
                .getResource("/jnilib/linux-x86_64/" + TorchLibraries.CUDA + "/libdjl_torch.so"))
        .isNotNull();
  }

  @Test
  void sourceOfLibraries_isAWordOrAFolder() {
    assertThat(TorchSource.parse("auto")).isEqualTo(new TorchSource.Auto());
    assertThat(TorchSource.parse("shipped")).isEqualTo(new TorchSource.Shipped());
    assertThat(TorchSource.parse("download")).isEqualTo(new TorchSource.Download());
    assertThat(TorchSource.parse("/opt/torch"))
        .isEqualTo(new TorchSource.Folder(Path.of("/opt/torch")));
  }

  @Test
  void librariesOfARunningEngine_cannotBeChanged() {
    TorchRuntime.start();
    TorchRuntime.use(new TorchSource.Auto());
    assertThatThrownBy(() -> TorchRuntime.use(new TorchSource.Folder(temporary)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void missingLibraries_areThoseThatLddDoesNotFind() {
    assertThat(
            LinkedLibraries.missing(
                """
                /opt/torch/lib/libtorch_cuda.so:
                \tlinux-vdso.so.1 (0x00007f2659114000)
                \tlibcudart.so.12 => not found
                \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f2659000000)
                /opt/torch/lib/libcaffe2_nvrtc.so:
                \tlibcuda.so.1 => not found
                \tlibcudart.so.12 => not found
                """))
        .containsExactly("libcudart.so.12", "libcuda.so.1");
    Path shipped = TorchLibraries.shippedFolder();
    assertThat(shipped).isNotNull();
    assertThat(
            LinkedLibraries.missing(
                List.of(shipped.resolve("libtorch_cpu.so"), Path.of("/nowhere.so"))))
        .isEmpty();
  }
}
