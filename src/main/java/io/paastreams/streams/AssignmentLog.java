package io.paastreams.streams;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Says after a rebalance which partitions an instance gained and lost, and how many it has now.
 *
 * <p>Threading: safe.
 */
final class AssignmentLog {

  private final Consumer<String> teller;

  @GuardedBy("this")
  private Set<String> last = Set.of();

  AssignmentLog(Consumer<String> teller) {
    this.teller = teller;
  }

  /**
   * Records what is assigned now.
   *
   * @param partitions as {@code topic-number}
   */
  synchronized void assigned(Collection<String> partitions) {
    Set<String> now = Set.copyOf(partitions);
    if (!now.equals(last)) {
      teller.accept(
          "Reads %d partition%s%s%s."
              .formatted(
                  now.size(),
                  now.size() == 1 ? "" : "s",
                  change("; gained: ", now, last),
                  change("; lost: ", last, now)));
      last = now;
    }
  }

  private static String change(String title, Set<String> these, Set<String> those) {
    Set<String> difference = new TreeSet<>(AssignmentLog::compare);
    difference.addAll(these);
    difference.removeAll(those);
    return difference.isEmpty()
        ? ""
        : title + difference.stream().collect(Collectors.joining(", "));
  }

  /** By topic, then by number: frames.v1-2 before frames.v1-10. */
  private static int compare(String one, String other) {
    int byLength = 0;
    int dash = one.lastIndexOf('-');
    int otherDash = other.lastIndexOf('-');
    int byTopic =
        one.substring(0, Math.max(0, dash)).compareTo(other.substring(0, Math.max(0, otherDash)));
    if (byTopic == 0) {
      byLength = Integer.compare(one.length(), other.length());
    }
    return byTopic != 0 ? byTopic : byLength != 0 ? byLength : one.compareTo(other);
  }
}
