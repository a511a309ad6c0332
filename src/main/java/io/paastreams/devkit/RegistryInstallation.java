package io.paastreams.devkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The unpacked registry application and two files that are created beside it: a jar of {@link
 * RegistryMain}, and an archive of the loaded classes (JEP 350) that the first run leaves behind so
 * that later runs start in half the time.
 *
 * <p>Both carry a checksum of RegistryMain in their names, because the JVM ignores an archive made
 * with a different class path and would do so for ever.
 *
 * <p>Where the folder is read-only, as in a container, the jar is made in a temporary folder for
 * this process, and there is no archive.
 */
final class RegistryInstallation {

  private static final String RUNNER_SUFFIX = "-runner.jar";

  private static final AtomicInteger DRAFTS = new AtomicInteger();

  private final Path dir;
  private final Path runner;
  private final boolean readOnly;
  private final Path made;
  private final String mainClassChecksum;
  private final byte[] mainClass;

  private RegistryInstallation(Path dir, Path runner) throws IOException {
    this.dir = dir;
    this.runner = runner;
    this.readOnly = !Files.isWritable(dir);
    this.made = readOnly ? temporaryFolder() : dir;
    this.mainClass = classFile(RegistryMain.class);
    CRC32 checksum = new CRC32();
    checksum.update(mainClass);
    this.mainClassChecksum = "%08x".formatted(checksum.getValue());
  }

  /**
   * The installation that the build unpacks beside this project's classes or jar.
   *
   * @throws IllegalStateException if it does not exist
   */
  static RegistryInstallation besideThisCode() {
    try {
      Path code =
          Path.of(RegistryServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return in(code.resolveSibling("registry"));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("this code's own location is not a path", e);
    }
  }

  static RegistryInstallation in(Path dir) {
    try (Stream<Path> files = Files.isDirectory(dir) ? Files.list(dir) : Stream.empty()) {
      Path runner =
          files
              .filter(file -> file.getFileName().toString().endsWith(RUNNER_SUFFIX))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "there is no registry server in %s: build it with mvn package, or use a registry of your own"
                              .formatted(dir)));
      return new RegistryInstallation(dir, runner);
    } catch (IOException e) {
      throw new IllegalStateException("the registry server in " + dir + " cannot be read", e);
    }
  }

  Path dir() {
    return dir;
  }

  /** The server's jars, then the jar of {@link RegistryMain}, which is created if it is missing. */
  List<Path> classPath() throws IOException {
    Path jar = made.resolve("registry-main-" + mainClassChecksum + ".jar");
    if (!Files.exists(jar)) {
      Path draft = Files.createTempFile(made, "registry-main", ".tmp");
      Files.write(draft, jarOfMainClass());
      Files.setLastModifiedTime(draft, FileTime.fromMillis(0));
      putInPlace(draft, jar);
      if (readOnly) {
        jar.toFile().deleteOnExit();
      }
    }
    return List.of(runner, jar);
  }

  /** Whether a class archive can be left for later processes. */
  boolean keepsArchives() {
    return !readOnly;
  }

  private static Path temporaryFolder() throws IOException {
    Path folder = Files.createTempDirectory("paa-streams-registry");
    folder.toFile().deleteOnExit();
    return folder;
  }

  /** Where the class archive of this Java version is, or will be. */
  Path classArchive() {
    return dir.resolve(
        "classes-%s-%s.jsa".formatted(mainClassChecksum, System.getProperty("java.vm.version")));
  }

  /**
   * Where one server of this process writes a class archive; no other server uses the same path.
   */
  Path archiveDraft() {
    return Path.of(
        "%s.%d-%d"
            .formatted(classArchive(), ProcessHandle.current().pid(), DRAFTS.incrementAndGet()));
  }

  /** Deletes the drafts of processes that ended before they could put them in place. */
  void deleteOrphanedDrafts() throws IOException {
    Pattern draftName = Pattern.compile(".*\\.jsa\\.(\\d+)-\\d+");
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.toList()) {
        Matcher draft = draftName.matcher(file.getFileName().toString());
        if (draft.matches() && ProcessHandle.of(Long.parseLong(draft.group(1))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Moves a finished file to its name, unless another process was faster. */
  static void putInPlace(Path draft, Path target) throws IOException {
    try {
      Files.move(draft, target);
    } catch (FileAlreadyExistsException e) {
      Files.delete(draft);
    }
  }

  private byte[] jarOfMainClass() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry(RegistryMain.class.getName().replace('.', '/') + ".class");
      entry.setTime(0);
      zip.putNextEntry(entry);
      zip.write(mainClass);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    String name = type.getSimpleName() + ".class";
    try (InputStream in = type.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from this build");
      }
      return in.readAllBytes();
    }
  }
}
