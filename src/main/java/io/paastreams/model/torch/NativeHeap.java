package io.paastreams.model.torch;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The C library's heap, from which the engine takes its memory. What was freed stays with the
 * process, and blocks of many sizes leave gaps that nothing fits: batches of changing sizes hold
 * twice of what one needs after a while.
 *
 * <p>Threading: any thread.
 */
public final class NativeHeap {

  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);

  private NativeHeap() {}

  /**
   * Gives all free memory back to the system, some milliseconds' work; the next batch has to ask
   * for it again. Does nothing where the C library is not glibc.
   */
  public static void trim() {
    if (Trim.FUNCTION != null) {
      long keep = 0;
      Trim.FUNCTION.invokeInt(new Object[] {keep});
    }
  }

  /** Found when first wanted. */
  private static final class Trim {
    static final @Nullable Function FUNCTION = find();

    private static @Nullable Function find() {
      try {
        return NativeLibrary.getProcess().getFunction("malloc_trim");
      } catch (LinkageError e) {
        LOG.warn("free native memory cannot be given back to the system: no malloc_trim here");
        return null;
      }
    }
  }
}
