package io.paastreams.pipeline.faults;

import io.paastreams.devkit.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts {@link ChildJvm}s, in a long run hundreds of them. There the first instance that ends in
 * order leaves an archive of its loaded classes behind (application class-data sharing), and the
 * later ones start from that. Such an archive wants a class path of jars alone, so the folders on
 * ours are packed first; that also lets the sources be compiled while a long run goes on.
 *
 * <p>Threading: safe.
 */
final class ChildJvms {

  private static final int MOST_RECORDINGS = 3;

  private final Path folder;
  private final boolean recording;
  private final String classPath;
  private @Nullable Process recorder; // guarded by this
  private int recordings; // likewise

  /**
   * Packs the class path into {@code folder}.
   *
   * @param recording whether so many instances are to come that an archive pays
   */
  ChildJvms(Path folder, boolean recording) throws IOException {
    this.recording = recording;
    this.folder = Files.createDirectories(folder);
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (Files.isDirectory(path)) {
        path = packed(path, folder.resolve("classes-%d.jar".formatted(entries.size())));
      }
      if (Files.exists(path)) {
        entries.add(path.toString());
      }
    }
    classPath = String.join(File.pathSeparator, entries);
  }

  private static Path packed(Path tree, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(tree)) {
      out.setLevel(0);
      for (Path file : files.filter(Files::isRegularFile).sorted().collect(Collectors.toList())) {
        out.putNextEntry(new JarEntry(tree.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  /**
   * Starts a JVM.
   *
   * @param heap such as {@code 192m}
   * @param log what it prints is appended there
   */
  ChildJvm start(Class<?> main, String heap, Path log, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ChildJvm.java(),
                "-Xmx" + heap,
                // Many short lives on few cores: a quick start counts for more than a high speed.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-Xlog:cds=off,cds+dynamic=off"));
    Path archive = folder.resolve(main.getSimpleName() + ".jsa");
    Path draft = folder.resolve(main.getSimpleName() + ".draft");
    synchronized (this) {
      boolean recorded = Files.exists(archive);
      boolean record = !recorded && main != BrokerMain.class && mayRecord();
      if (recorded) {
        command.add("-XX:SharedArchiveFile=" + archive);
      } else if (record) {
        Files.deleteIfExists(draft);
        command.add("-XX:ArchiveClassesAtExit=" + draft);
      }
      command.addAll(List.of("-cp", classPath, main.getName()));
      command.addAll(arguments);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      if (record) {
        recorder = process;
        recordings++;
        var unused = process.onExit().thenAccept(ended -> keep(ended, draft, archive));
      }
      return new ChildJvm(process);
    }
  }

  /**
   * One at a time, and only a few times: writing an archive takes seconds, and many instances are
   * killed.
   */
  private boolean mayRecord() {
    return recording && recordings < MOST_RECORDINGS && (recorder == null || !recorder.isAlive());
  }

  /** Not of one that was killed: that may be half an archive. */
  private static void keep(Process ended, Path draft, Path archive) {
    try {
      if (ended.exitValue() == 0 && Files.exists(draft)) {
        Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      System.err.println("no class archive: " + e);
    }
  }
}
