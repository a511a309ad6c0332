package io.paastreams.dataset;

import io.paastreams.image.DecodedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures as files of a folder. */
public final class ImageFolder implements PictureSource {

  /** Turns a picture file's bytes into pixels. */
  public interface Decoder {

    /**
     * Decodes one file.
     *
     * @throws IOException if the bytes are not a sound picture
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
   * A dataset without the pictures that have no file here.
   *
   * @param faults counts them
   */
  public Dataset keepExisting(Dataset dataset, AnnotationFaults faults) {
    return dataset.filter(
        sample -> {
          boolean exists = Files.isRegularFile(path(sample.picture()));
          if (!exists) {
            faults.add(AnnotationFaults.Kind.MISSING_FILE, sample.picture().fileName());
          }
          return exists;
        });
  }

  @Override
  public Pixels read(Picture picture) throws IOException {
    DecodedImage image;
    try {
      image = decoder.decode(Files.readAllBytes(path(picture)));
    } catch (IOException e) {
      throw new IOException("cannot read " + path(picture) + ": " + e.getMessage(), e);
    }
    if (!image.original().equals(picture.size())) {
      throw new IOException(
          "%s is %s, but its annotations say %s"
              .formatted(path(picture), image.original(), picture.size()));
    }
    return Pixels.of(image.image());
  }

  private Path path(Picture picture) {
    return folder.resolve(picture.fileName());
  }
}
