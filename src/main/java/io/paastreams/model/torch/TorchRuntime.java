package io.paastreams.model.torch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PyTorch engine of this process, started once, with settings that must be in place before its
 * libraries are loaded:
 *
 * <ul>
 *   <li>{@code GOMP_SPINCOUNT=2000}: otherwise the threads of a convolution spin for long while
 *       they wait for work and take CPU time from threads that have work. Some tens of microseconds
 *       bridge the time from one operation to the next, in which a thread that slept would have to
 *       be woken.
 *   <li>{@code OMP_WAIT_POLICY=active}: the threads spin for half as long when the process has more
 *       of them than there are cores. Under {@code passive} they would not spin at all then, and
 *       each thread that computes alone adds some.
 *   <li>{@code ai.djl.offline}: nothing is downloaded and no usage is reported.
 *   <li>The engine's libraries are those of a {@link TorchSource}. The shipped ones are loaded from
 *       {@code native} beside the jar or the classes, where the build unpacks them. Without that
 *       folder DJL unpacks its own copy into its cache, which takes seconds at the first start.
 * </ul>
 *
 * <p>The user's own settings, in the environment or as system properties, take precedence.
 *
 * <p>Threading: safe.
 */
public final class TorchRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(TorchRuntime.class);

  /** A device file of NVIDIA's driver; it also exists in containers that were given a GPU. */
  private static final Path DRIVER = Path.of("/dev/nvidiactl");

  private static final Object LOCK = new Object();

  @GuardedBy("LOCK")
  private static TorchSource source = new TorchSource.Auto();

  @GuardedBy("LOCK")
  private static @Nullable RuntimeException failure;

  private static volatile @Nullable Engine engine;

  private TorchRuntime() {}

  /**
   * Facts for diagnostics.
   *
   * @param torchVersion the version of the native library
   * @param libraryFolder the folder from which it was loaded
   * @param isForGpus whether the libraries can use GPUs, if there are any
   * @param features the features that it has on this machine, such as MKLDNN or CUDA
   * @param gpus the number of GPUs that it can use
   * @param threads the number of threads that one operation uses on the CPU
   */
  public record Facts(
      String torchVersion,
      String libraryFolder,
      boolean isForGpus,
      Set<String> features,
      int gpus,
      int threads) {}

  /**
   * Decides where the engine's libraries come from.
   *
   * @throws IllegalStateException if the engine has started with others
   */
  public static void use(TorchSource wanted) {
    synchronized (LOCK) {
      if (!wanted.equals(source) && (engine != null || failure != null)) {
        throw new IllegalStateException("PyTorch's libraries were chosen before: " + source);
      }
      source = wanted;
    }
  }

  /**
   * Starts the engine; does nothing if it is already running.
   *
   * @throws UnusableTorchException if the libraries that {@link #use} names cannot be loaded
   * @throws EngineException if other libraries cannot be loaded
   */
  public static void start() {
    engine();
  }

  private static Engine engine() {
    Engine running = engine;
    return running == null ? startOnce() : running;
  }

  /**
   * A start that has failed halfway cannot be repeated, because some of the libraries are loaded.
   */
  private static Engine startOnce() {
    synchronized (LOCK) {
      if (failure != null) {
        throw failure;
      }
      Engine running = engine;
      if (running == null) {
        try {
          running = load(source);
          engine = running;
        } catch (RuntimeException e) {
          failure = e;
          throw e;
        }
      }
      return running;
    }
  }

  /** Starts the engine if need be and describes it. */
  public static Facts facts() {
    return new Facts(
        engine().getVersion(),
        LibUtils.getLibtorchPath(),
        TorchFolder.isForGpus(Path.of(LibUtils.getLibtorchPath())),
        new TreeSet<>(JniUtils.getFeatures()),
        gpus(),
        JniUtils.getNumThreads());
  }

  /** The number of GPUs that the engine can use; 0 with its CPU build. */
  public static int gpus() {
    return engine().hasCapability("CUDA") ? engine().getGpuCount() : 0;
  }

  /**
   * Sets how many threads an operation on the CPU uses, for operations of the calling thread and of
   * any thread that has not run one yet.
   *
   * @param threads at least 1, or 0 for the number of physical cores
   */
  public static void useThreads(int threads) {
    start();
    JniUtils.setNumThreads(threads(threads, 1));
  }

  /**
   * The number of threads for one of several concurrent computations.
   *
   * @param threads the wanted number, or 0 for a share of the physical cores
   * @param sharing how many computations run at the same time
   * @return at least 1
   */
  public static int threads(int threads, int sharing) {
    return threads == 0 ? Math.max(1, CpuCores.available() / sharing) : threads;
  }

  /** Whether this machine has NVIDIA's driver, whatever the engine can do with it. */
  public static boolean hasNvidiaDriver() {
    return Files.exists(DRIVER);
  }

  /** Says for people how to get matching libraries for GPUs: a command and an option. */
  public static String howToUseGpus() {
    return TorchLibraries.howToUseGpus();
  }

  private static Engine load(TorchSource source) {
    try {
      ProcessEnvironment.setIfAbsent("OMP_WAIT_POLICY", "active");
      ProcessEnvironment.setIfAbsent("GOMP_SPINCOUNT", "2000");
    } catch (LinkageError | RuntimeException e) {
      LOG.warn(
          "cannot set GOMP_SPINCOUNT=2000; set it in the environment, or other programs on"
              + " this machine will slow detection down",
          e);
    }
    NativeHeap.keepFreed();
    // Our script functions switch it off themselves; this setting avoids the engine's advice to do
    // so.
    if (System.getProperty("ai.djl.pytorch.graph_optimizer") == null) {
      System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    }
    TorchLibraries.select(source);
    Engine engine;
    try {
      engine = Engine.getEngine("PyTorch");
    } catch (EngineException | LinkageError e) {
      throw TorchLibraries.translated(source, e);
    }
    JniUtils.setNumThreads(CpuCores.available());
    return engine;
  }
}
