package io.paastreams.model.torch;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The C library's heap, from which the engine takes its memory. Freed memory stays with the
 * process, and blocks of many sizes leave gaps that nothing fits: with batches of changing sizes,
 * the heap grows over time to twice what one batch needs.
 *
 * <p>Threading: safe.
 */
public final class NativeHeap {

  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);

  private NativeHeap() {}

  /**
   * Returns all free memory to the system, which takes some milliseconds; the next batch has to
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
