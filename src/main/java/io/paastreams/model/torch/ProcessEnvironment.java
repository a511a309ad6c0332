package io.paastreams.model.torch;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables that native libraries of this process see. Java's own view of the
 * environment is a copy that cannot be changed.
 */
final class ProcessEnvironment {

  private ProcessEnvironment() {}

  /**
   * Sets a variable unless it is already set. Libraries that read it when they are loaded must not
   * have been loaded yet.
   *
   * @throws UnsatisfiedLinkError if the C library cannot be reached
   */
  static void setIfAbsent(String name, String value) {
    int overwrite = 0;
    function("setenv").invokeInt(new Object[] {name, value, overwrite});
  }

  static @Nullable String get(String name) {
    Pointer value = function("getenv").invokePointer(new Object[] {name});
    return value == null ? null : value.getString(0);
  }

  private static Function function(String name) {
    return NativeLibrary.getProcess().getFunction(name);
  }
}
