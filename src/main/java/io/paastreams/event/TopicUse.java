package io.paastreams.event;

import org.apache.kafka.common.acl.AclOperation;

/**
 * What an application does with a topic, and thus which permission it needs.
 *
 * @param operation {@link AclOperation#READ} or {@link AclOperation#WRITE}
 */
public record TopicUse(TopicKind<?> kind, AclOperation operation) {

  /** The application consumes the topic. */
  public static TopicUse reads(TopicKind<?> kind) {
    return new TopicUse(kind, AclOperation.READ);
  }

  /** The application produces to the topic. */
  public static TopicUse writes(TopicKind<?> kind) {
    return new TopicUse(kind, AclOperation.WRITE);
  }
}
