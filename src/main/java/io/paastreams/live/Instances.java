package io.paastreams.live;

import io.paastreams.cluster.GroupMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The instances of the pipeline that are in its group, and those that were.
 *
 * <p>Threading: none; the cluster watch has it for itself.
 */
final class Instances {

  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int MOST = 500;

  /** A rebalance may hide a member from one look. */
  private static final int LOOKS_BEFORE_GONE = 2;

  private static final Pattern THREAD = Pattern.compile("-StreamThread-\\d+(-consumer)?$");

  private final Map<String, Seen> known = new TreeMap<>();

  /**
   * An instance.
   *
   * @param name its client id without that of its threads
   * @param threads its stream threads
   * @param gone since when it is no longer in the group, in milliseconds of the epoch; 0 while it
   *     is
   */
  record Instance(String name, String host, int threads, long gone) {}

  private static final class Seen {
    String host = "";
    int threads;
    int missed;
    long missedSince;

    boolean isGone() {
      return missed >= LOOKS_BEFORE_GONE;
    }
  }

  /**
   * Takes the members as they are now.
   *
   * @param now milliseconds of the epoch
   * @return those in the group, then those that left it, the last first
   */
  List<Instance> look(List<GroupMember> members, long now) {
    Map<String, List<GroupMember>> present =
        members.stream()
            .collect(
                Collectors.groupingBy(
                    each -> THREAD.matcher(each.clientId()).replaceFirst(""),
                    HashMap::new,
                    Collectors.toList()));
    known.keySet().stream().filter(name -> !present.containsKey(name)).forEach(n -> miss(n, now));
    known
        .values()
        .removeIf(seen -> seen.isGone() && now - seen.missedSince > REMEMBERED.toMillis());
    present.forEach(this::see);
    List<Instance> all = new ArrayList<>();
    known.forEach(
        (name, seen) ->
            all.add(
                new Instance(name, seen.host, seen.threads, seen.isGone() ? seen.missedSince : 0)));
    all.sort(Comparator.comparingLong((Instance each) -> each.gone() == 0 ? 0 : now - each.gone()));
    return all;
  }

  private void see(String name, List<GroupMember> threads) {
    if (known.size() >= MOST && !known.containsKey(name)) {
      return;
    }
    Seen seen = known.computeIfAbsent(name, each -> new Seen());
    seen.host = threads.get(0).host().replaceFirst("^/", "");
    seen.threads = threads.size();
    seen.missed = 0;
  }

  private void miss(String name, long now) {
    Seen seen = Objects.requireNonNull(known.get(name));
    if (seen.missed++ == 0) {
      seen.missedSince = now;
    }
  }
}
