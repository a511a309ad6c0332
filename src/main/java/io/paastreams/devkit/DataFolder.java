package io.paastreams.devkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that one broker locks for itself. Kafka has a lock too, but checks it late: by then a
 * second broker has written into the first one's files, and it ends the JVM.
 */
final class DataFolder implements AutoCloseable {

  /** The name of the lock file, which also marks a folder as ours. */
  private static final String LOCK = "paa-streams.lock";

  private final Path path;
  private final FileChannel lock;
  private final boolean temporary;

  private DataFolder(Path path, FileChannel lock, boolean temporary) {
    this.path = path;
    this.lock = lock;
    this.temporary = temporary;
  }

  /**
   * Locks a folder, creating it if necessary; null creates a temporary one, which is deleted on
   * close.
   *
   * @throws IOException if another broker uses the folder or it cannot be written to
   */
  static DataFolder take(@Nullable Path kept) throws IOException {
    Path path = kept == null ? Files.createTempDirectory("paa-streams-broker") : kept;
    FileChannel lock;
    try {
      Files.createDirectories(path);
      requireOurs(path);
      lock =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      throw new IOException("cannot write to " + path + ": choose another folder", e);
    }
    if (tryLock(lock) == null) {
      lock.close();
      throw new IOException("another broker uses " + path + ": end it, or choose another folder");
    }
    return new DataFolder(path, lock, kept == null);
  }

  /**
   * Refuses a folder with other content: Kafka would write its files among whatever is there, or
   * read another broker's files as its own.
   */
  private static void requireOurs(Path path) throws IOException {
    if (Files.exists(path.resolve(LOCK))) {
      return;
    }
    String remedy = ": choose another folder, or one that does not exist yet";
    if (Files.exists(path.resolve("meta.properties"))) {
      throw new IOException(path + " contains the data of another Kafka broker" + remedy);
    }
    try (Stream<Path> files = Files.list(path)) {
      if (files.findAny().isPresent()) {
        throw new IOException(path + " contains files that are not a broker's" + remedy);
      }
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.close();
      if (temporary) {
        deleteTree();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clean up " + path, e);
    }
  }

  private void deleteTree() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
