package io.paastreams.claimcheck;

import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps images outside the topic. An object is named by its camera, its day and its content: {@code
 * CAMERA/2026/01/31/SHA256.jpg}. Whoever sees the name sees the whole object: it is never half
 * written.
 *
 * <p>Threading: safe.
 */
public interface ClaimCheckStore extends AutoCloseable {

  /**
   * Writes an image; when this returns, it is there.
   *
   * @param captureTime gives the day, in UTC
   * @return what a frame event carries in its place
   * @throws IOException if the image was not written; the message names the store. May be tried
   *     again
   */
  ClaimCheck put(String cameraId, Instant captureTime, Encoded image) throws IOException;

  @Override
  void close();

  /**
   * Opens a store.
   *
   * @param timeout for one image in an S3-compatible store, repetitions included
   * @throws IOException if the folder is not there or the S3 settings do not suffice; a bucket is
   *     not asked
   */
  static ClaimCheckStore open(StoreLocation location, S3Settings s3, Duration timeout)
      throws IOException {
    if (location instanceof StoreLocation.Folder folder) {
      return FolderStore.open(folder.path());
    }
    return S3Store.open((StoreLocation.Bucket) location, s3, timeout);
  }
}
