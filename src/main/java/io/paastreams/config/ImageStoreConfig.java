package io.paastreams.config;

import io.paastreams.claimcheck.S3Settings;
import io.paastreams.claimcheck.StoreLocation;
import java.time.Duration;

/**
 * Where {@code ingest} writes large images.
 *
 * @param above images of more bytes are written
 * @param timeout for writing one to an S3-compatible store
 */
public record ImageStoreConfig(
    StoreLocation location, S3Settings s3, Duration timeout, int above) {}
