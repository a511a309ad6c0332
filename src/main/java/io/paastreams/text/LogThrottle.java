package io.paastreams.text;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how often a log says the same: the first line of a key is said, then one per minute with
 * the number of those in between. Each key has a rate of its own, so that a flood of one does not
 * hide the first of another. The thousand keys that were used last are known.
 *
 * <p>Threading: safe.
 */
public final class LogThrottle<K> {

  public static final Duration QUIET = Duration.ofMinutes(1);

  private static final int MOST_KEYS = 1_000;

  private final LongSupplier nanoClock;

  @GuardedBy("this")
  private final Map<K, Quiet> quiet =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Quiet> eldest) {
          return size() > MOST_KEYS;
        }
      };

  public LogThrottle(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  private record Quiet(long until, long unsaid) {}

  /**
   * Counts a line.
   *
   * @return the number of lines not said since the last one that was; negative if this one is not
   *     to be said either
   */
  public synchronized long next(K key) {
    long now = nanoClock.getAsLong();
    @Nullable Quiet last = quiet.get(key);
    if (last != null && last.until - now > 0) {
      quiet.put(key, new Quiet(last.until, last.unsaid + 1));
      return -1;
    }
    quiet.put(key, new Quiet(now + QUIET.toNanos(), 0));
    return last == null ? 0 : last.unsaid;
  }
}
