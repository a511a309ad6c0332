package io.paastreams.replay;

import io.paastreams.event.DeadLetter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are put back, and where.
 *
 * @param from topic of the dead letters
 * @param to topic of the frames
 * @param progress name under which it is kept how far replays got; its consumer groups begin with
 *     it
 * @param reason only those with this {@link DeadLetter#REASON}; null for all
 * @param camera only those with this key; null for all
 * @param since only those whose records have a time stamp from then on, whether they were replayed
 *     before or not; null for all that were not
 * @param limit the most to put back
 * @param dryRun count only
 * @param exactlyOnce put back and remember in one transaction; else remember after putting back
 */
public record ReplayOptions(
    String from,
    String to,
    String progress,
    @Nullable String reason,
    @Nullable String camera,
    @Nullable Instant since,
    long limit,
    boolean dryRun,
    boolean exactlyOnce) {

  /** Everything that was not replayed yet, exactly once. */
  public static ReplayOptions all(String from, String to, String progress) {
    return new ReplayOptions(from, to, progress, null, null, null, Long.MAX_VALUE, false, true);
  }

  public ReplayOptions {
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "dead letters cannot be put back onto their own topic " + from + ": choose another --to");
    }
    if (limit < 1) {
      throw new IllegalArgumentException("the limit must be at least 1, not " + limit);
    }
  }

  /** The same for one reason. */
  public ReplayOptions withReason(@Nullable String other) {
    return new ReplayOptions(from, to, progress, other, camera, since, limit, dryRun, exactlyOnce);
  }

  ReplayScope scope() {
    return new ReplayScope(reason, camera);
  }
}
