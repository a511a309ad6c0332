package io.paastreams.checkpoint;

import io.paastreams.model.FileHash;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint published by mmdetection, whose name ends in the first 8 hexadecimal digits of its
 * SHA-256. These reveal a damaged or mistaken file; against a forger who can try four billion
 * files, require the full hash.
 *
 * @param file the file name without folders, such as {@code
 *     paa_r50_fpn_1x_coco_20200821-936edec3.pth}
 */
public record PublishedCheckpoint(String file) {

  /** Where mmdetection keeps its PAA checkpoints, one folder per recipe. */
  public static final URI BASE = URI.create("http://download.openmmlab.com/mmdetection/v2.0/paa/");

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,150}-([0-9a-f]{8})\\.pth");

  /**
   * @throws IllegalArgumentException if the name does not have this form
   */
  public PublishedCheckpoint {
    if (!NAME.matcher(file).matches()) {
      throw new IllegalArgumentException(
          "'"
              + Names.printable(file)
              + "' is not the name of a published checkpoint: it must be NAME-XXXXXXXX.pth with the"
              + " first 8 hexadecimal digits of the file's SHA-256");
    }
  }

  /** The first 8 hexadecimal digits of the file's required SHA-256. */
  public String hashHead() {
    Matcher name = NAME.matcher(file);
    if (!name.matches()) {
      throw new IllegalStateException("checked by the constructor");
    }
    return name.group(1);
  }

  /**
   * The address of the file.
   *
   * @param base {@link #BASE} or a mirror with the same folders
   * @param recipe the name of the model's recipe
   */
  public URI address(URI base, String recipe) {
    String folder = base.toString();
    return URI.create(folder + (folder.endsWith("/") ? "" : "/") + recipe + "_coco/" + file);
  }

  /**
   * Compares a file's hash with the name, and with the full hash if one is required.
   *
   * @param origin where the file came from, for the message
   * @return the file's SHA-256
   * @throws CheckpointException if they differ
   */
  public String verify(Path copy, String origin, Optional<String> sha256) throws IOException {
    String found = FileHash.sha256(copy);
    String expected = sha256.map(hash -> hash.toLowerCase(Locale.ROOT)).orElse(hashHead());
    if (!found.startsWith(expected) || !found.startsWith(hashHead())) {
      throw new CheckpointException(
          origin
              + " is not "
              + file
              + ": its SHA-256 is "
              + found
              + ", expected "
              + (sha256.isPresent() ? expected : expected + "...")
              + ". It was changed or damaged in transit, or is a different file: fetch it"
              + " again, from another mirror, or use a copy that you trust.");
    }
    return found;
  }
}
