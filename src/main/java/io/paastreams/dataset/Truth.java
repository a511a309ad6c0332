package io.paastreams.dataset;

import io.paastreams.geometry.Box;

/**
 * One annotated object, in double precision as its file has it.
 *
 * @param id of the annotation
 * @param x left edge in pixels of the original picture
 * @param y top edge
 * @param width in pixels, positive
 * @param height in pixels, positive
 * @param classId position of its category in the dataset's list
 * @param crowd whether it stands for many objects; not trained on, and ignored by metrics
 * @param area in square pixels as annotated, which decides its size group
 */
public record Truth(
    long id,
    double x,
    double y,
    double width,
    double height,
    int classId,
    boolean crowd,
    double area) {

  /** The same object as one of another class id. */
  Truth as(int otherClassId) {
    return new Truth(id, x, y, width, height, otherClassId, crowd, area);
  }

  /** Its corners. */
  public Box box() {
    return new Box((float) x, (float) y, (float) (x + width), (float) (y + height));
  }
}
