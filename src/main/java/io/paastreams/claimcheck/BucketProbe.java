package io.paastreams.claimcheck;

import java.io.IOException;
import java.time.Duration;

/** Checks whether a store has buckets. Threading: safe. */
public final class BucketProbe implements AutoCloseable {

  private static final int ATTEMPTS = 2;

  private final S3Objects objects;

  /** Creates a probe of one store. */
  public BucketProbe(S3Settings settings, Duration timeout) {
    this.objects = new S3Objects(settings, timeout, ATTEMPTS);
  }

  /**
   * Checks a bucket, waiting at most for the timeout.
   *
   * @throws IOException if the bucket does not exist or may not be listed, or if the store does not
   *     answer
   */
  public void require(String bucket) throws IOException {
    objects.requireBucket(bucket);
  }

  @Override
  public void close() {
    objects.close();
  }
}
