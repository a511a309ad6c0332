package io.paastreams.cluster;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster says about one topic.
 *
 * @param presence whether the topic exists; the other components are empty unless it is {@link
 *     Presence#THERE}
 * @param replicas the number of replicas of the partition that has the fewest
 * @param inSync the number of in-sync replicas of the partition that has the fewest
 * @param leaderless the partitions without a leader, which can be neither read nor written
 * @param operations what this principal may do; null if the cluster does not say
 * @param settings the topic's settings; null if this principal may not see them
 */
public record TopicState(
    String name,
    Presence presence,
    int partitions,
    int replicas,
    int inSync,
    List<Integer> leaderless,
    @Nullable Set<AclOperation> operations,
    @Nullable Map<String, String> settings) {

  /** Whether a topic exists. */
  public enum Presence {
    THERE,
    ABSENT,
    /** Unknown, because no ACL lets this principal see it. */
    HIDDEN
  }

  static TopicState without(String name, Presence presence) {
    return new TopicState(name, presence, 0, 0, 0, List.of(), null, null);
  }

  public boolean isThere() {
    return presence == Presence.THERE;
  }

  /** Whether this principal may do it, according to the cluster. */
  public boolean allows(AclOperation operation) {
    return isThere() && (operations == null || operations.contains(operation));
  }

  /** A numeric setting; empty if this principal may not see it. */
  public OptionalInt number(String setting) {
    String value = settings == null ? null : settings.get(setting);
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
  }

  /** The largest record batch in bytes; empty if this principal may not see it. */
  public OptionalInt maxMessageBytes() {
    return number("max.message.bytes");
  }
}
