package io.paastreams.dataset;

import io.paastreams.geometry.Size;
import org.jspecify.annotations.Nullable;

/**
 * An image listed in an annotation file.
 *
 * @param id the image's number in the file
 * @param fileName the path relative to the images' folder; for a clip's frame only a name
 * @param size the size in pixels
 * @param frame where the image lies in a clip, or null for an image file
 * @param position which frame of a video it is, as a clip's frame or as a file; null if of none
 * @param scene the place that it shows, as annotated; null if the annotations do not say
 */
public record DatasetImage(
    long id,
    String fileName,
    Size size,
    @Nullable ClipFrame frame,
    @Nullable VideoPosition position,
    @Nullable String scene) {

  /** Of no scene that the annotations tell of. */
  public DatasetImage(
      long id,
      String fileName,
      Size size,
      @Nullable ClipFrame frame,
      @Nullable VideoPosition position) {
    this(id, fileName, size, frame, position, null);
  }

  /** Of neither a video nor a scene that the annotations tell of. */
  public DatasetImage(long id, String fileName, Size size, @Nullable ClipFrame frame) {
    this(id, fileName, size, frame, null);
  }
}
