package io.paastreams.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Passes one input to a target and checks what happens.
 *
 * <p>Threading: one thread per instance; the heap counter belongs to the thread.
 */
final class FuzzCheck {

  private static final int SIGNATURE = 90;

  /** Characters that a terminal or a log would interpret as a command. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\r\t]]");

  private static final Pattern VARIABLE =
      Pattern.compile("[-+]?\\d[\\d.eE+-]*|'[^']*'|\"[^\"]*\"|[^ -~]");

  private final Target target;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  FuzzCheck(Target target) {
    this.target = target;
  }

  /**
   * Reads an input.
   *
   * @return what happened, without details that differ from input to input; a new result means a
   *     new path through the reader
   * @throws AssertionError if a property does not hold
   */
  String check(byte[] input) {
    byte[] given = input.clone();
    long before = threads.getCurrentThreadAllocatedBytes();
    Throwable thrown = read(given);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    if (allocated > target.allowance(input.length)) {
      throw new AssertionError(
          "%d bytes were allocated for an input of %d, allowed are %d"
              .formatted(allocated, input.length, target.allowance(input.length)),
          thrown);
    }
    return thrown == null ? "read" : judge(thrown);
  }

  /** The same without the limit on memory, for the first inputs of a process. */
  String warm(byte[] input) {
    Throwable thrown = read(input.clone());
    return thrown == null ? "read" : judge(thrown);
  }

  private @Nullable Throwable read(byte[] input) {
    try {
      target.reader().read(input);
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  private String judge(Throwable thrown) {
    if (target.refusals().stream().noneMatch(type -> type.isInstance(thrown))) {
      throw new AssertionError("it threw what it does not declare: " + thrown, thrown);
    }
    String message = String.valueOf(thrown.getMessage());
    if (!target.naming().matcher(message).find()) {
      throw new AssertionError("the message does not name the thing: " + message, thrown);
    }
    if (message.length() > target.mostMessage()) {
      throw new AssertionError("the message has " + message.length() + " characters", thrown);
    }
    if (CONTROL.matcher(message).find()) {
      throw new AssertionError(
          "the message has control characters: " + CONTROL.matcher(message).replaceAll("<CTRL>"),
          thrown);
    }
    String shape = VARIABLE.matcher(message).replaceAll("#");
    return thrown.getClass().getSimpleName()
        + ": "
        + shape.substring(0, Math.min(SIGNATURE, shape.length()));
  }
}
