package io.paastreams.replay;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters that a replay requests: those of one reason, of one camera, of both, or all.
 * Each scope has its own progress, so that a replay of one reason does not skip letters of another.
 */
record ReplayScope(@Nullable String reason, @Nullable String camera) {

  private static final Pattern SUFFIX =
      Pattern.compile("(?:\\.reason=([^=]*?))?(?:\\.camera=(.*))?", Pattern.DOTALL);

  boolean has(@Nullable String letterReason, @Nullable String letterCamera) {
    return (reason == null || reason.equals(letterReason))
        && (camera == null || camera.equals(letterCamera));
  }

  /** Whether this scope contains every letter of the other. */
  boolean contains(ReplayScope other) {
    return has(other.reason, other.camera);
  }

  /** The consumer group that keeps the progress of this scope. */
  String group(String prefix) {
    return prefix
        + (reason == null ? "" : ".reason=" + reason)
        + (camera == null ? "" : ".camera=" + camera);
  }

  /** The scope of such a group; empty if the name is not one. */
  static Optional<ReplayScope> ofGroup(String prefix, String group) {
    if (!group.startsWith(prefix)) {
      return Optional.empty();
    }
    Matcher matcher = SUFFIX.matcher(group.substring(prefix.length()));
    return matcher.matches()
        ? Optional.of(new ReplayScope(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }
}
