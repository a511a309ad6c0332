package io.paastreams.replay;

import io.paastreams.event.DeadLetter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are put back, and where.
 *
 * @param from the topic of the dead letters
 * @param to the topic of the frames
 * @param progress the name under which the progress of replays is kept, with which its consumer
 *     groups begin
 * @param reason only letters with this {@link DeadLetter#REASON}; null for all
 * @param camera only letters with this key; null for all
 * @param since only letters with a timestamp from then on, whether they were replayed before or
 *     not; null for all that were not
 * @param limit the maximum number of letters to put back
 * @param dryRun whether to count only
 * @param exactlyOnce whether to put back and record progress in one transaction; otherwise progress
 *     is recorded afterwards
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

  /** Options for everything that was not replayed yet, exactly once. */
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

  /** A copy for one reason. */
  public ReplayOptions withReason(@Nullable String other) {
    return new ReplayOptions(from, to, progress, other, camera, since, limit, dryRun, exactlyOnce);
  }

  ReplayScope scope() {
    return new ReplayScope(reason, camera);
  }
}
