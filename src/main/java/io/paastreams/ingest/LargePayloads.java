package io.paastreams.ingest;

import io.paastreams.claimcheck.ClaimCheckStore;

/**
 * Which images are kept outside the topic, and where.
 *
 * @param store the store that all cameras share
 * @param above images of more bytes than this go to the store
 */
public record LargePayloads(ClaimCheckStore store, int above) {}
