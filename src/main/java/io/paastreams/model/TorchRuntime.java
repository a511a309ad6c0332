package io.paastreams.model;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PyTorch engine of this process, started once and with settings that have to be in place
 * before its libraries are loaded:
 *
 * <ul>
 *   <li>{@code OMP_WAIT_POLICY=passive} and {@code GOMP_SPINCOUNT=0}: otherwise the threads of a
 *       convolution spin while they wait for work, and take the processor from the threads that
 *       have some. A short spin ({@code GOMP_SPINCOUNT=10000}, a tenth of a millisecond and more)
 *       made training 10 to 28 % faster on two idle cores and 22 % slower beside a busy process.
 *   <li>{@code ai.djl.offline}: nothing is downloaded and nothing reported.
 *   <li>The engine's libraries are loaded from {@code native} beside the jar or the classes, where
 *       the build unpacks them. Without that folder DJL unpacks its own copy into its cache, which
 *       takes seconds at the first start.
 * </ul>
 *
 * <p>What the user has set, in the environment or as a system property, stays.
 *
 * <p>Threading: any thread.
 */
public final class TorchRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(TorchRuntime.class);
  private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";

  private TorchRuntime() {}

  /**
   * Facts for diagnostics.
   *
   * @param torchVersion of the native library
   * @param libraryFolder from which it was loaded
   * @param features that it was built with, such as MKLDNN or CUDA
   * @param gpus that it can use
   * @param threads that one operation uses on the CPU
   */
  public record Facts(
      String torchVersion, String libraryFolder, Set<String> features, int gpus, int threads) {}

  /** Starts the engine; does nothing if it runs. */
  public static void start() {
    Started.ENGINE.getEngineName();
  }

  /** Starts the engine if need be and describes it. */
  public static Facts facts() {
    return new Facts(
        Started.ENGINE.getVersion(),
        LibUtils.getLibtorchPath(),
        new TreeSet<>(JniUtils.getFeatures()),
        gpus(),
        JniUtils.getNumThreads());
  }

  /** GPUs that the engine can use; 0 with its CPU build. */
  public static int gpus() {
    return Started.ENGINE.hasCapability("CUDA") ? Started.ENGINE.getGpuCount() : 0;
  }

  /**
   * Sets how many threads an operation on the CPU uses: one that the calling thread runs, and one
   * of any thread that has run none yet.
   *
   * @param threads at least 1, or 0 for the number of physical cores
   */
  public static void useThreads(int threads) {
    start();
    JniUtils.setNumThreads(threads(threads, 1));
  }

  /**
   * The number of threads for who is not alone.
   *
   * @param threads that are wanted, or 0 for a share of the physical cores
   * @param sharing how many compute at a time
   * @return at least 1
   */
  public static int threads(int threads, int sharing) {
    return threads == 0 ? Math.max(1, CpuCores.available() / sharing) : threads;
  }

  private static Engine load() {
    try {
      ProcessEnvironment.setIfAbsent("OMP_WAIT_POLICY", "passive");
      ProcessEnvironment.setIfAbsent("GOMP_SPINCOUNT", "0");
    } catch (LinkageError | RuntimeException e) {
      LOG.warn(
          "cannot set OMP_WAIT_POLICY=passive; set it in the environment, or other programs on"
              + " this machine will slow detection down",
          e);
    }
    setIfAbsent("ai.djl.offline", "true");
    // Our script functions switch it off for themselves; the setting spares the engine's advice.
    setIfAbsent("ai.djl.pytorch.graph_optimizer", "false");
    Path unpacked = unpackedLibraries();
    if (unpacked != null && System.getenv(LIBRARY_PATH) == null) {
      setIfAbsent(LIBRARY_PATH, unpacked.toString());
    }
    Engine engine = Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(CpuCores.available());
    return engine;
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** The folder {@code native} beside our jar, if it holds libraries for this machine. */
  private static @Nullable Path unpackedLibraries() {
    CodeSource source = TorchRuntime.class.getProtectionDomain().getCodeSource();
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

  /** Loads the engine when first touched. */
  private static final class Started {
    static final Engine ENGINE = load();
  }
}
