package io.paastreams.claimcheck;

import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps images outside the topic. An object is named by its camera, its day and its content: {@code
 * CAMERA/2026/01/31/SHA256.jpg}. An object that is visible under its name is complete, never partly
 * written.
 *
 * <p>Threading: safe.
 */
public interface ClaimCheckStore extends AutoCloseable {

  /**
   * Writes an image, which exists in the store when this method returns.
   *
   * @param captureTime determines the day, in UTC
   * @return what a frame event carries instead of the image
   * @throws IOException if the image was not written; the message names the store. The call may be
   *     retried
   */
  ClaimCheck put(String cameraId, Instant captureTime, Encoded image) throws IOException;

  @Override
  void close();

  /**
   * Opens a store.
   *
   * @param timeout the time for one image in an S3-compatible store, including retries
   * @throws IOException if the folder does not exist or the S3 settings do not suffice; a bucket is
   *     not checked
   */
  static ClaimCheckStore open(StoreLocation location, S3Settings s3, Duration timeout)
      throws IOException {
    if (location instanceof StoreLocation.Folder folder) {
      return FolderStore.open(folder.path());
    }
    return S3Store.open((StoreLocation.Bucket) location, s3, timeout);
  }
}
