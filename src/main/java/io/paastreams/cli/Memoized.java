package io.paastreams.cli;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A costly value that is computed on first use. Threading: safe. */
final class Memoized<T> implements Supplier<T> {

  private final Supplier<T> source;
  private @Nullable T value;

  Memoized(Supplier<T> source) {
    this.source = source;
  }

  /** The value; if the source threw, it is asked again. */
  @Override
  public synchronized T get() {
    T known = value;
    if (known == null) {
      known = source.get();
      value = known;
    }
    return known;
  }
}
