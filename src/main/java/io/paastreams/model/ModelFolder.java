package io.paastreams.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A model on disk: a folder with {@code recipe.yaml}, {@code labels.txt} (one class per line, in
 * the order of the class ids) and {@code weights.safetensors}. It may also contain {@code
 * ranges.yaml}, which int8 needs; other files are notes for people.
 */
public final class ModelFolder {

  static final String RECIPE = "recipe.yaml";
  static final String LABELS = "labels.txt";
  static final String WEIGHTS = "weights.safetensors";

  static final String RANGES = "ranges.yaml";

  private static final long MAX_TEXT_BYTES = 1 << 20;

  private ModelFolder() {}

  /** How weights are stored on disk; in memory they are always float32. */
  public enum WeightFormat {
    FLOAT32,
    FLOAT16
  }

  /**
   * Reads and checks a model.
   *
   * @throws ModelFormatException if a file is missing or wrong, or if the files do not fit
   *     together; the message names the file and what is wrong in it
   */
  public static Model read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new ModelFormatException(missingFolder(folder));
    }
    Recipe recipe = RecipeYaml.read(text(folder, RECIPE), folder.resolve(RECIPE).toString());
    List<String> labels =
        text(folder, LABELS).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    Path file = folder.resolve(WEIGHTS);
    if (!Files.isRegularFile(file)) {
      throw missing(folder, WEIGHTS);
    }
    StateDict weights = Safetensors.read(file);
    try {
      return new Model(recipe, labels, weights, FileHash.sha256(file), ranges(folder));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a model so that the folder is either complete or absent: everything goes into a
   * temporary folder beside it, which is then renamed. An existing model folder is replaced; if the
   * process dies between the two renames that this takes, the old folder still exists under the
   * name {@code NAME.previous}.
   *
   * @param notes further text files by name, for example a report
   * @return the SHA-256 of the weights file
   * @throws IOException if the folder cannot be written, if it exists but contains no model, or if
   *     a weight does not fit {@code format}
   * @throws IllegalArgumentException if the recipe, the labels and the weights do not fit together
   */
  public static String write(
      Path folder,
      Recipe recipe,
      List<String> labels,
      StateDict weights,
      WeightFormat format,
      Map<String, String> notes)
      throws IOException {
    Model model = new Model(recipe, labels, weights, "");
    Path target = folder.toAbsolutePath().normalize();
    if (Files.exists(target) && !replaceable(target)) {
      throw notAModel(folder);
    }
    Path parent = Files.createDirectories(target.resolveSibling(".").normalize());
    // Not createTempDirectory: its folders stay closed to other users after the rename.
    Path temporary =
        Files.createDirectory(
            parent.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp"));
    try {
      Files.writeString(temporary.resolve(RECIPE), RecipeYaml.write(recipe));
      Files.writeString(temporary.resolve(LABELS), String.join("\n", model.labels()) + "\n");
      Safetensors.write(temporary.resolve(WEIGHTS), weights, format);
      for (Map.Entry<String, String> note : notes.entrySet()) {
        Files.writeString(temporary.resolve(note.getKey()), note.getValue());
      }
      String sha256 = FileHash.sha256(temporary.resolve(WEIGHTS));
      moveInto(temporary, target);
      return sha256;
    } finally {
      delete(temporary);
    }
  }

  private static @Nullable ActivationRanges ranges(Path folder) throws IOException {
    return Files.exists(folder.resolve(RANGES))
        ? RangesYaml.read(text(folder, RANGES), folder.resolve(RANGES).toString())
        : null;
  }

  /**
   * Adds ranges to a model folder, or replaces them. Its other files remain unchanged.
   *
   * @throws IOException if the ranges cannot be written
   */
  public static void writeRanges(Path folder, ActivationRanges ranges) throws IOException {
    Path temporary = folder.resolve("." + RANGES + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.writeString(temporary, RangesYaml.write(ranges));
      Files.move(temporary, folder.resolve(RANGES), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Copies a model folder, file by file.
   *
   * @param target a folder that does not exist yet, is empty, or is a model folder whose files are
   *     then replaced
   * @throws IOException if the target cannot be written, or exists but contains no model
   */
  public static void copy(Path folder, Path target) throws IOException {
    if (Files.exists(target) && !replaceable(target)) {
      throw notAModel(target);
    }
    Files.createDirectories(target);
    try (var files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      for (Path file : files) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static IOException notAModel(Path folder) {
    return new IOException(
        folder + " exists but is not a model folder: name another one, or remove it first");
  }

  private static boolean replaceable(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (var files = Files.newDirectoryStream(target)) {
      return Files.isRegularFile(target.resolve(RECIPE)) || !files.iterator().hasNext();
    }
  }

  private static void moveInto(Path temporary, Path target) throws IOException {
    Path previous = previous(target);
    if (Files.exists(target)) {
      delete(previous);
      Files.move(target, previous, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    // The file names reach the disk with the folder that contains them.
    try (FileChannel parent =
        FileChannel.open(target.resolveSibling("."), StandardOpenOption.READ)) {
      parent.force(true);
    } catch (IOException e) {
      // Not every file system allows a folder to be opened; the rename itself has happened.
    }
    delete(previous);
  }

  private static Path previous(Path target) {
    return target.resolveSibling(target.getFileName() + ".previous");
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static String text(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    try {
      if (Files.size(file) > MAX_TEXT_BYTES) {
        throw new ModelFormatException(file + " is too long for a model's " + name);
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw missing(folder, name);
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file + " is not UTF-8 text", e);
    }
  }

  private static ModelFormatException missing(Path folder, String name) {
    return new ModelFormatException(
        "%s has no %s: a model folder contains %s, %s and %s"
            .formatted(folder, name, RECIPE, LABELS, WEIGHTS));
  }

  private static String missingFolder(Path folder) {
    Path previous = previous(folder.toAbsolutePath().normalize());
    return Files.isDirectory(previous)
        ? folder + " does not exist, but its predecessor does: rename " + previous + " to use that"
        : folder + " is not a folder: a model is a folder with " + RECIPE + " in it";
  }
}
