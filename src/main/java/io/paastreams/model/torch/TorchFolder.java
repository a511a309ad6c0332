package io.paastreams.model.torch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PyTorch that the user has installed: the package {@code torch} of a Python environment, or an
 * unpacked libtorch.
 *
 * @param folder absolute; {@code lib} below it holds the libraries
 * @param version such as {@code 2.7.1+cu126}
 */
record TorchFolder(Path folder, String version) {

  private static final String LIBTORCH = System.mapLibraryName("torch");
  private static final String LIBTORCH_CUDA = System.mapLibraryName("torch_cuda");
  private static final Pattern PYTHON_VERSION = Pattern.compile("__version__ = '([^']+)'");

  /** From {@code lib/pythonX.Y/site-packages/torch} to the environment. */
  private static final int DEPTH_IN_ENVIRONMENT = 4;

  /**
   * Finds it at a path: its own, that of its {@code lib}, or that of its environment.
   *
   * @throws UnusableTorchException if there is none
   */
  static TorchFolder at(Path path) {
    return find(path)
        .orElseThrow(
            () ->
                new UnusableTorchException(
                    path
                        + (Files.exists(path) ? " is not a PyTorch folder" : " does not exist")
                        + ": "
                        + Path.of("lib", LIBTORCH)
                        + " is looked for in it",
                    "give the folder that python3 -c 'import torch; print(torch.__path__[0])'"
                        + " prints"));
  }

  /** The same, but empty if there is none. */
  static Optional<TorchFolder> find(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    List<Path> candidates = new ArrayList<>(List.of(absolute, absolute.resolve("torch")));
    if (absolute.endsWith("lib") && absolute.getParent() != null) {
      candidates.add(absolute.getParent());
    }
    candidates.addAll(inEnvironment(absolute));
    return candidates.stream()
        .filter(folder -> Files.isRegularFile(folder.resolve("lib").resolve(LIBTORCH)))
        .findFirst()
        .map(folder -> new TorchFolder(folder, readVersion(folder)));
  }

  private static List<Path> inEnvironment(Path environment) {
    List<Path> folders = new ArrayList<>();
    Path lib = environment.resolve("lib");
    if (Files.isDirectory(lib)) {
      try (DirectoryStream<Path> pythons = Files.newDirectoryStream(lib, "python3*")) {
        pythons.forEach(python -> folders.add(python.resolve("site-packages").resolve("torch")));
      } catch (IOException e) {
        return List.of();
      }
    }
    return folders;
  }

  private static String readVersion(Path folder) {
    try {
      Path ofLibtorch = folder.resolve("build-version");
      if (Files.exists(ofLibtorch)) {
        return Files.readString(ofLibtorch).strip();
      }
      Matcher matcher = PYTHON_VERSION.matcher(Files.readString(folder.resolve("version.py")));
      return matcher.find() ? matcher.group(1) : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }

  Path libraries() {
    return folder.resolve("lib");
  }

  boolean isOf(String release) {
    return version.equals(release) || version.startsWith(release + "+");
  }

  boolean isForGpus() {
    return isForGpus(libraries());
  }

  static boolean isForGpus(Path libraries) {
    return Files.exists(libraries.resolve(LIBTORCH_CUDA));
  }

  /** The folders of CUDA's runtime: beside the package, or among the libraries of a libtorch. */
  List<Path> cudaRuntimeFolders() {
    return List.of(folder.resolveSibling(Path.of("nvidia", "cuda_runtime", "lib")), libraries());
  }

  /** The shell command of the pip that installed it. */
  String pip() {
    Path root = folder.getRoot();
    int names = folder.getNameCount();
    if (root != null && names > DEPTH_IN_ENVIRONMENT) {
      Path python =
          root.resolve(folder.subpath(0, names - DEPTH_IN_ENVIRONMENT))
              .resolve(Path.of("bin", "python3"));
      if (Files.isExecutable(python)) {
        return python + " -m pip";
      }
    }
    return "python3 -m pip";
  }
}
