package io.paastreams.dataset;

import io.paastreams.geometry.Size;
import org.jspecify.annotations.Nullable;

/**
 * A picture that an annotation file lists.
 *
 * @param id the file's number for it
 * @param fileName relative to the pictures' folder; for a clip's frame only a name
 * @param size in pixels
 * @param frame where it lies in a clip, or null for a picture file
 * @param position which frame of a video it is, as a clip's frame or as a file; null if of none
 */
public record Picture(
    long id,
    String fileName,
    Size size,
    @Nullable ClipFrame frame,
    @Nullable VideoPosition position) {

  /** Of no video that the annotations tell of. */
  public Picture(long id, String fileName, Size size, @Nullable ClipFrame frame) {
    this(id, fileName, size, frame, null);
  }
}
