package io.paastreams.cluster;

/**
 * A member of a group as its coordinator knows it.
 *
 * @param clientId as the member gave it
 * @param host from where it came
 */
public record GroupMember(String clientId, String host) {}
