package io.paastreams.dataset;

import io.paastreams.geometry.Box;
import org.jspecify.annotations.Nullable;

/**
 * One annotated object, in double precision as in its file.
 *
 * @param id the annotation's id
 * @param x left edge in pixels of the original image
 * @param y top edge
 * @param width the width in pixels, positive
 * @param height the height in pixels, positive
 * @param classId the position of its category in the dataset's list
 * @param crowd whether it stands for many objects; such objects are not trained on and are ignored
 *     by metrics
 * @param area the annotated area in square pixels, which decides the size group
 * @param trackId the same for the same object in every frame of its video; null if not annotated
 */
public record Truth(
    long id,
    double x,
    double y,
    double width,
    double height,
    int classId,
    boolean crowd,
    double area,
    @Nullable Long trackId) {

  /** An object without an annotated identity. */
  public Truth(
      long id,
      double x,
      double y,
      double width,
      double height,
      int classId,
      boolean crowd,
      double area) {
    this(id, x, y, width, height, classId, crowd, area, null);
  }

  /** A copy with another class id. */
  Truth as(int otherClassId) {
    return new Truth(id, x, y, width, height, otherClassId, crowd, area, trackId);
  }

  /** A copy with an identity. */
  public Truth tracked(long otherTrackId) {
    return new Truth(id, x, y, width, height, classId, crowd, area, otherTrackId);
  }

  /** The object's box. */
  public Box box() {
    return new Box((float) x, (float) y, (float) (x + width), (float) (y + height));
  }
}
