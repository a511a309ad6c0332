package io.paastreams.pipeline;

import io.paastreams.cluster.GroupMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The members of a group by what they run.
 *
 * @param hosts the hosts of each kind of instance
 * @param untold the number of members whose client id the user chose and whose kind is therefore
 *     unknown
 */
public record Fleet(Map<String, SortedSet<String>> hosts, int untold) {

  public Fleet {
    hosts = new TreeMap<>(hosts);
  }

  /** Groups the members of an application's group by kind. */
  public static Fleet of(String applicationId, List<GroupMember> members) {
    Map<String, SortedSet<String>> hosts = new TreeMap<>();
    int untold = 0;
    for (GroupMember member : members) {
      Optional<InstanceKind> kind = InstanceKind.ofClientId(applicationId, member.clientId());
      if (kind.isPresent()) {
        hosts
            .computeIfAbsent(kind.get().toString(), any -> new TreeSet<>())
            .add(member.host().replaceFirst("^/", ""));
      } else {
        untold++;
      }
    }
    return new Fleet(hosts, untold);
  }

  /** The number of different kinds; more than one should last no longer than a rolling restart. */
  public int kinds() {
    return hosts.size();
  }

  /** A description such as {@code model 0123abcd at-least-once on 10.0.0.1, 10.0.0.2; ...}. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    hosts.forEach(
        (kind, where) ->
            text.append(text.isEmpty() ? "" : "; ")
                .append(kind)
                .append(" on ")
                .append(String.join(", ", where)));
    return text.toString();
  }
}
