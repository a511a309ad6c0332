package io.paastreams.claimcheck;

import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;

/** Images in a bucket. A store shows an object only when all of it has arrived. */
final class S3Store implements ClaimCheckStore {

  /** The attempts; a waiting camera retries by itself. */
  private static final int ATTEMPTS = 3;

  private final StoreLocation.Bucket bucket;
  private final S3Objects objects;

  private S3Store(StoreLocation.Bucket bucket, S3Objects objects) {
    this.bucket = bucket;
    this.objects = objects;
  }

  static S3Store open(StoreLocation.Bucket bucket, S3Settings settings, Duration timeout)
      throws IOException {
    S3Objects objects = new S3Objects(settings, timeout, ATTEMPTS);
    try {
      var unused = objects.client();
    } catch (IOException e) {
      throw new IOException("claimChecks.store: " + bucket + ": " + e.getMessage(), e);
    }
    return new S3Store(bucket, objects);
  }

  @Override
  public ClaimCheck put(String cameraId, Instant captureTime, Encoded image) throws IOException {
    byte[] bytes = image.toByteArray();
    ObjectKey name = ObjectKey.of(cameraId, captureTime, image);
    String key = bucket.prefix().isEmpty() ? name.toString() : bucket.prefix() + "/" + name;
    try {
      objects.put(bucket.name(), key, bytes, name.contentType());
    } catch (IOException e) {
      throw new IOException(
          "claimChecks.store: %s did not accept the image: %s".formatted(bucket, e.getMessage()),
          e);
    }
    return new ClaimCheck(uri(bucket.name(), key), bytes.length, name.sha256(), name.contentType());
  }

  private static String uri(String bucket, String key) {
    try {
      return new URI("s3", bucket, "/" + key, null, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new AssertionError("a bucket's name is a part of a URI", e);
    }
  }

  @Override
  public void close() {
    objects.close();
  }
}
