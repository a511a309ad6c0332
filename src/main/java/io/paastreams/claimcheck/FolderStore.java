package io.paastreams.claimcheck;

import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

/**
 * Images in a folder that readers also mount. An image is written under another name and then
 * renamed, which is atomic in file systems. It is not forced to disk: like a Kafka broker with
 * default settings, this trusts the operating system with its newest data.
 *
 * <p>An image that already exists is written again, so that a job that deletes by age keeps images
 * to which newer events point.
 */
final class FolderStore implements ClaimCheckStore {

  private final Path root;

  private FolderStore(Path root) {
    this.root = root;
  }

  static FolderStore open(Path root) throws IOException {
    requireFolder(root);
    return new FolderStore(root);
  }

  /**
   * The folder is never created, because if a mount is missing, images would fill the disk
   * underneath.
   */
  private static void requireFolder(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(
          "claimChecks.store: " + root + " is not a folder; create or mount it");
    }
  }

  @Override
  public ClaimCheck put(String cameraId, Instant captureTime, Encoded image) throws IOException {
    byte[] bytes = image.toByteArray();
    ObjectKey key = ObjectKey.of(cameraId, captureTime, image);
    requireFolder(root);
    Path folder = root.resolve(key.folder());
    Path file = folder.resolve(key.name());
    Path part = folder.resolve("." + UUID.randomUUID() + ".part");
    try {
      Files.createDirectories(folder);
      try {
        Files.write(part, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new IOException("claimChecks.store: " + file + " cannot be written: " + e, e);
    }
    return new ClaimCheck(file.toUri().toString(), bytes.length, key.sha256(), key.contentType());
  }

  @Override
  public void close() {}
}
