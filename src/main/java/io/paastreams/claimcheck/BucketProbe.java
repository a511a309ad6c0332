package io.paastreams.claimcheck;

import java.io.IOException;
import java.time.Duration;

/** Asks a store for a bucket; threading: safe. */
public final class BucketProbe implements AutoCloseable {

  private static final int ATTEMPTS = 2;

  private final S3Objects objects;

  /** Of one store. */
  public BucketProbe(S3Settings settings, Duration timeout) {
    this.objects = new S3Objects(settings, timeout, ATTEMPTS);
  }

  /**
   * Asks for a bucket, for the timeout at most.
   *
   * @throws IOException if it is not there, may not be listed, or the store does not answer
   */
  public void require(String bucket) throws IOException {
    objects.requireBucket(bucket);
  }

  @Override
  public void close() {
    objects.close();
  }
}
