package io.paastreams.pipeline.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk so small that it can be filled: a file system in memory, mounted where Kafka Streams keeps
 * its state. That needs root permissions; without them it is an ordinary folder.
 */
final class StateDisk implements AutoCloseable {

  private final Path folder;
  private boolean mounted;

  private StateDisk(Path folder, boolean mounted) {
    this.folder = folder;
    this.mounted = mounted;
    if (mounted) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }
  }

  /** An ordinary folder that never fills. */
  static StateDisk large(Path folder) throws IOException {
    return new StateDisk(Files.createDirectories(folder), false);
  }

  /** 256 KiB, if this process may mount. */
  static StateDisk small(Path folder) throws IOException {
    Files.createDirectories(folder);
    boolean mounted =
        "root".equals(System.getProperty("user.name"))
            && succeeds("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.toString());
    return new StateDisk(folder, mounted);
  }

  Path folder() {
    return folder;
  }

  boolean canBeFilled() {
    return mounted;
  }

  void fill() throws IOException {
    if (!mounted) {
      return;
    }
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (true) {
        out.write(new byte[1024]);
      }
    } catch (IOException e) {
      // No space left on device: that is the point.
    }
  }

  void makeRoom() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  @Override
  public synchronized void close() {
    if (mounted) {
      mounted = !succeeds("umount", "-l", folder.toString());
    }
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }
}
