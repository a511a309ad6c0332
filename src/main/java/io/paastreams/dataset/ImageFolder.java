package io.paastreams.dataset;

import io.paastreams.image.DecodedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Images stored as files in a folder. */
public final class ImageFolder implements ImageSource {

  /** Turns an image file's bytes into pixels. */
  public interface Decoder {

    /**
     * Decodes one file.
     *
     * @throws IOException if the bytes are not a valid image
     */
    DecodedImage decode(byte[] file) throws IOException;
  }

  private final Path folder;
  private final Decoder decoder;

  public ImageFolder(Path folder, Decoder decoder) {
    this.folder = folder;
    this.decoder = decoder;
  }

  /**
   * Removes the images that have no file here. A name with Windows separators is found in the
   * folders that it names.
   *
   * @param faults counts the removed images
   */
  public Dataset keepExisting(Dataset dataset, AnnotationFaults faults) {
    return dataset.filter(
        sample -> {
          String name = sample.image().fileName();
          boolean exists = isFile(path(sample.image()));
          if (!exists) {
            faults.add(AnnotationFaults.Kind.MISSING_FILE, name + hint(name));
          }
          return exists;
        });
  }

  @Override
  public Pixels read(DatasetImage image) throws IOException {
    DecodedImage decoded;
    try {
      decoded = decoder.decode(Files.readAllBytes(path(image)));
    } catch (IOException e) {
      throw new IOException("cannot read " + path(image) + ": " + e.getMessage(), e);
    }
    if (!decoded.original().equals(image.size())) {
      throw new IOException(
          "%s is %s, but its annotations say %s"
              .formatted(path(image), decoded.original(), image.size()));
    }
    return Pixels.of(decoded.image());
  }

  private Path path(DatasetImage image) {
    Path asWritten = resolved(image.fileName());
    return isFile(asWritten) ? asWritten : resolved(image.fileName().replace('\\', '/'));
  }

  private Path resolved(String name) {
    return resolvedIn(folder, name);
  }

  /** Resolves a name in a folder; the folder itself if the name cannot be that of a file. */
  private static Path resolvedIn(Path folder, String name) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      return folder;
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path);
  }

  /**
   * Says where a missing file may be: annotations may name it relative to another folder than this
   * one.
   */
  private String hint(String name) {
    String plain = name.replace('\\', '/');
    String last = plain.substring(plain.lastIndexOf('/') + 1);
    if (!last.equals(plain) && !last.isEmpty() && isFile(resolved(last))) {
      return ", but " + resolved(last) + " exists: name the folder above with --images";
    }
    Path parent = folder.toAbsolutePath().normalize().getParent();
    return parent != null && isFile(resolvedIn(parent, last)) ? ", but it is in " + parent : "";
  }
}
