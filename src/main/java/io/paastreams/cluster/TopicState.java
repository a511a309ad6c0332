package io.paastreams.cluster;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster tells about one topic.
 *
 * @param presence the other components are empty unless it is {@link Presence#THERE}
 * @param replicas of the partition that has the fewest
 * @param inSync replicas that are up to date, of the partition that has the fewest
 * @param leaderless partitions that no broker leads: nothing can be read or written there
 * @param operations what we may do; null if the cluster does not say
 * @param settings the topic's; null if we may not see them
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

  /** Whether a topic is there. */
  public enum Presence {
    THERE,
    ABSENT,
    /** We may not know: there is no ACL that lets us see it. */
    HIDDEN
  }

  static TopicState without(String name, Presence presence) {
    return new TopicState(name, presence, 0, 0, 0, List.of(), null, null);
  }

  public boolean isThere() {
    return presence == Presence.THERE;
  }

  /** Whether we may do it, as far as the cluster tells. */
  public boolean allows(AclOperation operation) {
    return isThere() && (operations == null || operations.contains(operation));
  }

  /** A setting that is a number; empty if we may not see it. */
  public OptionalInt number(String setting) {
    String value = settings == null ? null : settings.get(setting);
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
  }

  /** Largest record batch, in bytes; empty if we may not see it. */
  public OptionalInt maxMessageBytes() {
    return number("max.message.bytes");
  }
}
