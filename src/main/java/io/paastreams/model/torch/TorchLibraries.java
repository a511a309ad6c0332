package io.paastreams.model.torch;

import ai.djl.util.ClassLoaderUtils;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells DJL which of PyTorch's libraries to load, by the properties that it reads before it loads
 * any.
 *
 * <p>DJL's bridge between Java and PyTorch is built for one release of PyTorch. It comes in one
 * variant for the CPU and one for CUDA 12, which fits PyTorch's builds for any CUDA 12.
 */
final class TorchLibraries {

  private static final Logger LOG = LoggerFactory.getLogger(TorchLibraries.class);

  static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";
  private static final String FLAVOR = "PYTORCH_FLAVOR";
  private static final String VERSION = "PYTORCH_VERSION";
  private static final String OFFLINE = "ai.djl.offline";

  /** DJL's name of its bridge for CUDA 12. */
  static final String CUDA = "cu128";

  private static final String CPU = "cpu";
  private static final String DRIVER = "libcuda.so.1";

  /** Why the PyTorch of the activated environment is not used, if it is one for GPUs. */
  private static volatile @Nullable UnusableTorchException declined;

  private TorchLibraries() {}

  /**
   * Sets the properties; the engine must not be loaded yet.
   *
   * @throws UnusableTorchException if those that the user asks for cannot be loaded
   */
  static void select(TorchSource source) {
    if (source instanceof TorchSource.Folder folder) {
      use(usable(TorchFolder.at(folder.path()), release()));
    } else if (source instanceof TorchSource.Download) {
      download();
    } else if (source instanceof TorchSource.Shipped || !useOfEnvironment()) {
      useShipped(source);
    }
    setIfAbsent(OFFLINE, "true");
  }

  /** The release of PyTorch for which DJL's bridge is built, such as {@code 2.7.1}. */
  static String release() {
    Properties properties = new Properties();
    try (InputStream stream = ClassLoaderUtils.getResourceAsStream("jnilib/pytorch.properties")) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar of pytorch-jni is broken", e);
    }
    return properties.getProperty("jni_version").replaceFirst("-.*", "");
  }

  /**
   * The same folder, if it can be loaded.
   *
   * @throws UnusableTorchException if it cannot
   */
  static TorchFolder usable(TorchFolder torch, String release) {
    if (!torch.isOf(release)) {
      throw new UnusableTorchException(
          "%s is PyTorch %s, and %s is needed".formatted(torch.folder(), torch.version(), release),
          "install that: %s install torch==%s".formatted(torch.pip(), release));
    }
    if (!torch.isForGpus() && shippedFolder() != null) {
      throw new UnusableTorchException(
          "%s is PyTorch %s, a build without CUDA".formatted(torch.folder(), torch.version()),
          "install the build with CUDA: %s install --force-reinstall torch==%s --index-url"
                  .formatted(torch.pip(), release)
              + " https://download.pytorch.org/whl/cu126; or omit model.torch and --torch:"
              + " PyTorch for the CPU is shipped");
    }
    requireLinked(torch, release);
    return torch;
  }

  private static void requireLinked(TorchFolder torch, String release) {
    Set<String> missing =
        new LinkedHashSet<>(
            LinkedLibraries.missing(
                Stream.of("torch_cpu", "c10_cuda", "torch_cuda", "caffe2_nvrtc")
                    .map(name -> torch.libraries().resolve(System.mapLibraryName(name)))
                    .toList()));
    boolean driverMissing = missing.remove(DRIVER);
    if (!missing.isEmpty()) {
      throw new UnusableTorchException(
          "%s needs libraries that are not found: %s"
              .formatted(torch.folder(), String.join(", ", missing)),
          "reinstall it with them: %s install --force-reinstall torch==%s"
              .formatted(torch.pip(), release));
    }
    if (driverMissing) {
      throw new UnusableTorchException(
          "PyTorch of %s needs NVIDIA's driver, and %s is not found"
              .formatted(torch.folder(), DRIVER),
          "install it (on Ubuntu: sudo ubuntu-drivers install), or start the container with"
              + " docker run --gpus all; then nvidia-smi lists the GPU");
    }
  }

  private static void use(TorchFolder torch) {
    String set = System.getenv(LIBRARY_PATH);
    if (set != null && !Path.of(set).toAbsolutePath().normalize().equals(torch.libraries())) {
      throw new UnusableTorchException(
          "%s is asked for, and the environment's %s is %s"
              .formatted(torch.folder(), LIBRARY_PATH, set),
          "unset " + LIBRARY_PATH);
    }
    System.setProperty(LIBRARY_PATH, torch.libraries().toString());
    System.setProperty(VERSION, release());
    System.setProperty(FLAVOR, torch.isForGpus() ? CUDA : CPU);
    // DJL counts GPUs with a CUDA runtime that it looks for in the system's folders only.
    torch
        .cudaRuntimeFolders()
        .forEach(folder -> NativeLibrary.addSearchPath("cudart", folder.toString()));
  }

  /**
   * DJL takes the libraries for the CPU from its jar unless another version is requested. The
   * suffix makes it another version, and is not part of the address from which it downloads.
   */
  private static void download() {
    if (System.getenv(LIBRARY_PATH) != null) {
      throw new UnusableTorchException(
          "PyTorch is to be downloaded, but the environment's " + LIBRARY_PATH + " names one",
          "unset " + LIBRARY_PATH);
    }
    System.clearProperty(LIBRARY_PATH);
    System.setProperty(VERSION, release() + "-1");
    System.setProperty(FLAVOR, CUDA);
    System.setProperty(OFFLINE, "false");
  }

  private static void useShipped(TorchSource source) {
    Path shipped = shippedFolder();
    if (shipped == null) {
      return;
    }
    if (source instanceof TorchSource.Shipped) {
      System.setProperty(LIBRARY_PATH, shipped.toString());
    } else if (System.getenv(LIBRARY_PATH) == null) {
      setIfAbsent(LIBRARY_PATH, shipped.toString());
    }
  }

  private static boolean useOfEnvironment() {
    if (System.getenv(LIBRARY_PATH) != null || System.getProperty(LIBRARY_PATH) != null) {
      return false;
    }
    Optional<TorchFolder> found = ofEnvironment(System.getenv(), release());
    found.ifPresent(
        torch -> {
          use(torch);
          LOG.info(
              "PyTorch {} of the activated environment is used, because it supports GPUs: {}"
                  + " (model.torch: shipped prevents this)",
              torch.version(),
              torch.folder());
        });
    return found.isPresent();
  }

  /** A PyTorch for GPUs that can be loaded, in the Python environment that a shell activated. */
  static Optional<TorchFolder> ofEnvironment(Map<String, String> variables, String release) {
    return Stream.of("VIRTUAL_ENV", "CONDA_PREFIX")
        .map(variables::get)
        .flatMap(Stream::ofNullable)
        .map(Path::of)
        .flatMap(environment -> TorchFolder.find(environment).stream())
        .filter(torch -> torch.isForGpus() && isUsable(torch, release))
        .findFirst();
  }

  private static boolean isUsable(TorchFolder torch, String release) {
    try {
      usable(torch, release);
      return true;
    } catch (UnusableTorchException e) {
      LOG.debug("PyTorch of the activated environment is not used", e);
      declined = e;
      return false;
    }
  }

  /** Says for people how to get libraries for GPUs: a command and an option. */
  static String howToUseGpus() {
    UnusableTorchException refusal = declined;
    return refusal == null
        ? ("install PyTorch's CUDA build (python3 -m venv torch && torch/bin/pip install torch==%s)"
                + " and give it as --torch torch, or as model.torch")
            .formatted(release())
        : "that of the activated environment is not used: " + refusal.getMessage();
  }

  /** Translates for people what DJL says about libraries that it could not load. */
  static RuntimeException translated(TorchSource source, Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (source instanceof TorchSource.Download) {
      return new UnusableTorchException(
          "DJL cannot download PyTorch %s for CUDA: %s".formatted(release(), root),
          "publish.djl.ai must be reached; or " + howToUseGpus());
    }
    return new UnusableTorchException(
        "PyTorch's native libraries cannot be loaded: " + root,
        source instanceof TorchSource.Folder folder
            ? "reinstall it: %s install --force-reinstall torch==%s"
                .formatted(TorchFolder.at(folder.path()).pip(), release())
            : "keep the folder native beside the jar; Linux on x86-64 with glibc is needed");
  }

  /** The folder {@code native} beside our jar, if it holds libraries for this machine. */
  static @Nullable Path shippedFolder() {
    CodeSource source = TorchLibraries.class.getProtectionDomain().getCodeSource();
    if (source == null || !"amd64".equals(System.getProperty("os.arch"))) {
      return null;
    }
    try {
      Path folder = Path.of(source.getLocation().toURI()).resolveSibling("native");
      return Files.exists(folder.resolve(System.mapLibraryName("torch"))) ? folder : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
