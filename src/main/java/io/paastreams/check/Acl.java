package io.paastreams.check;

/** Formats a missing permission for Kafka's own tool. */
final class Acl {

  private Acl() {}

  /**
   * The command that grants a permission.
   *
   * @param resource the resource as the tool's option, such as {@code --topic frames.v1}
   */
  static String grant(String bootstrapServers, String operation, String resource) {
    return "kafka-acls.sh --bootstrap-server %s --add --allow-principal User:NAME --operation %s %s"
        .formatted(bootstrapServers, operation, resource);
  }
}
