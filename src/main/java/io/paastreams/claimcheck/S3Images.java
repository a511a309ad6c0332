package io.paastreams.claimcheck;

import static io.paastreams.claimcheck.ClaimCheckReader.notAllowed;
import static io.paastreams.claimcheck.ClaimCheckReader.shown;

import io.paastreams.claimcheck.ClaimCheckException.Reason;
import io.paastreams.claimcheck.S3Objects.S3Failure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches the images of {@code s3:} claim checks. An event names only a bucket and a key; the
 * store's address and credentials are configured. The bucket must be listed.
 *
 * <p>Threading: safe.
 */
final class S3Images {

  /** More attempts than the timeout allows. */
  private static final int ATTEMPTS = 20;

  private final List<String> buckets;
  private final Duration timeout;
  private final S3Objects objects;

  S3Images(List<String> buckets, S3Settings settings, Duration timeout) {
    this.buckets = List.copyOf(buckets);
    this.timeout = timeout;
    this.objects = new S3Objects(settings, timeout, ATTEMPTS);
  }

  static boolean isS3(URI uri) {
    return "s3".equalsIgnoreCase(uri.getScheme());
  }

  /** Refuses a URI whose bucket is not listed, without asking the store. */
  void requireListed(URI uri) throws ClaimCheckException {
    String path = uri.getPath();
    String bucket = uri.getRawAuthority();
    if (bucket == null || !buckets.contains(bucket)) {
      throw notAllowed(uri, "its bucket is not in claimChecks.s3Buckets");
    }
    if (path == null
        || path.length() < 2
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || StoreLocation.hasDotSegments(path)) {
      throw notAllowed(uri, "it must be s3://BUCKET/KEY, and no part of the key may be . or ..");
    }
  }

  /** The object, or its first {@code size + 1} bytes if it has more. */
  byte[] get(URI uri, int size) throws ClaimCheckException, InterruptedException {
    requireListed(uri);
    String bucket = uri.getRawAuthority();
    String key = uri.getPath().substring(1);
    // On another thread, because the client's own limit does not end a read from a server that
    // sends byte by byte.
    FutureTask<byte[]> fetch = new FutureTask<>(() -> objects.get(bucket, key, size + 1));
    Thread thread = new Thread(fetch, "claim-check-s3");
    thread.setDaemon(true);
    thread.start();
    try {
      return fetch.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new ClaimCheckException(
          Reason.UNAVAILABLE,
          shown(uri) + " was not fetched within " + timeout.toMillis() + " ms",
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof S3Failure failure) {
        throw failure.mayPass()
            ? new ClaimCheckException(
                Reason.UNAVAILABLE, shown(uri) + " was not fetched: " + failure.getMessage())
            : new ClaimCheckException(
                Reason.NOT_FOUND, shown(uri) + " answered " + failure.getMessage());
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      fetch.cancel(true);
    }
  }
}
