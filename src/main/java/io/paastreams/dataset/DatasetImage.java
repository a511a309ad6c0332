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
 */
public record DatasetImage(
    long id,
    String fileName,
    Size size,
    @Nullable ClipFrame frame,
    @Nullable VideoPosition position) {

  /** Of no video that the annotations tell of. */
  public DatasetImage(long id, String fileName, Size size, @Nullable ClipFrame frame) {
    this(id, fileName, size, frame, null);
  }
}
