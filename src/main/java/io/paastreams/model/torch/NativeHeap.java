package io.paastreams.model.torch;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The C library's heap, from which the engine takes its memory. Freed memory stays with the
 * process, and blocks of many sizes leave gaps that nothing fits into: with batches of changing
 * sizes, the heap grows over time to twice what one batch needs.
 *
 * <p>Threading: safe.
 */
public final class NativeHeap {

  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);

  /** The C library's numbers for its settings. */
  private static final int TRIM_THRESHOLD = -1;

  private static final int MMAP_THRESHOLD = -3;

  private static final int MIB = 1 << 20;

  /** The largest value that the C library accepts; larger blocks come from the system each time. */
  private static final int LARGEST_OF_HEAP = 32 * MIB;

  private static final int MOST_KEPT = 256 * MIB;

  private static final String KEPT_VARIABLE = "MALLOC_TRIM_THRESHOLD_";

  private NativeHeap() {}

  /**
   * Makes the heap keep what is freed at its end, up to a limit, instead of returning it to the
   * system at once. Otherwise each batch would get the same pages again, each with a page fault and
   * 4 KiB of zeros, which takes a twelfth of the time of an int8 batch. Does nothing if the user
   * has set such a limit in {@code MALLOC_TRIM_THRESHOLD_}, or where the C library is not glibc.
   */
  static void keepFreed() {
    if (ProcessEnvironment.get(KEPT_VARIABLE) != null) {
      return;
    }
    try {
      Function mallopt = NativeLibrary.getProcess().getFunction("mallopt");
      mallopt.invokeInt(new Object[] {MMAP_THRESHOLD, LARGEST_OF_HEAP});
      mallopt.invokeInt(new Object[] {TRIM_THRESHOLD, MOST_KEPT});
    } catch (LinkageError e) {
      LOG.debug("the native heap cannot be told what to keep", e);
    }
  }

  /**
   * Returns all free memory to the system, which takes a few milliseconds; the next batch has to
   * allocate it again. Does nothing where the C library is not glibc.
   */
  public static void trim() {
    if (Trim.FUNCTION != null) {
      long keep = 0;
      Trim.FUNCTION.invokeInt(new Object[] {keep});
    }
  }

  /** Looked up on first use. */
  private static final class Trim {
    static final @Nullable Function FUNCTION = find();

    private static @Nullable Function find() {
      try {
        return NativeLibrary.getProcess().getFunction("malloc_trim");
      } catch (LinkageError e) {
        LOG.warn(
            "free native memory cannot be returned to the system: malloc_trim does not exist"
                + " here");
        return null;
      }
    }
  }
}
