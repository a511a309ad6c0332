package io.paastreams.config;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.live.LiveConfig;

/**
 * What the live page needs.
 *
 * @param applicationId of the pipeline, whose lag is shown
 * @param claimChecks from where images may be fetched
 */
public record LivePageConfig(
    LiveConfig live, ClusterConfig cluster, String applicationId, ClaimCheckPolicy claimChecks) {}
