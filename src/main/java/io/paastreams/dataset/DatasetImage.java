package io.paastreams.dataset;

import io.paastreams.geometry.Size;
import org.jspecify.annotations.Nullable;

/**
 * An image listed in an annotation file.
 *
 * @param id the image's number in the file
 * @param fileName the path relative to the images' folder; for a clip's frame only a name
 * @param size the size in pixels
 * @param frame the position of the image in a clip; null for an image file
 * @param position which frame of a video it is, as a clip's frame or as a file; null for no video
 * @param scene the scene that it shows, as annotated; null if the annotations do not say
 */
public record DatasetImage(
    long id,
    String fileName,
    Size size,
    @Nullable ClipFrame frame,
    @Nullable VideoPosition position,
    @Nullable String scene) {

  /** An image without an annotated scene. */
  public DatasetImage(
      long id,
      String fileName,
      Size size,
      @Nullable ClipFrame frame,
      @Nullable VideoPosition position) {
    this(id, fileName, size, frame, position, null);
  }

  /** An image without an annotated video or scene. */
  public DatasetImage(long id, String fileName, Size size, @Nullable ClipFrame frame) {
    this(id, fileName, size, frame, null);
  }
}
