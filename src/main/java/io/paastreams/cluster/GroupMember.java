package io.paastreams.cluster;

/**
 * A member of a group as its coordinator knows it.
 *
 * @param clientId the client id that the member gave
 * @param host the host from which it connected
 */
public record GroupMember(String clientId, String host) {}
