package io.paastreams.event;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the topics are called on the user's cluster.
 *
 * @param frames frame events, the input
 * @param detections detection records, the output
 * @param skipped frames that were deliberately not detected
 * @param deadLetters records that failed, with their original bytes
 */
public record TopicNames(String frames, String detections, String skipped, String deadLetters) {

  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  public TopicNames {
    List<String> all = List.of(frames, detections, skipped, deadLetters);
    for (String name : all) {
      if (!LEGAL.matcher(name).matches() || name.equals(".") || name.equals("..")) {
        throw new IllegalArgumentException(
            "\"%s\" is not a topic name: use 1 to 249 letters, digits, '.', '_' and '-'"
                .formatted(name));
      }
    }
    if (Set.copyOf(all).size() < all.size()) {
      throw new IllegalArgumentException("each topic needs a name of its own, not " + all);
    }
  }

  /** {@code frames.v1}, {@code detections.v1}, {@code frames.skipped.v1}, {@code frames.dlq.v1}. */
  public static TopicNames standard() {
    return new TopicNames("frames.v1", "detections.v1", "frames.skipped.v1", "frames.dlq.v1");
  }
}
