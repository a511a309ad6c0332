package io.paastreams.evaluation;

import io.paastreams.detection.Detection;
import io.paastreams.image.DecodedImage;
import java.util.List;

/** Finds objects in images; supplied from outside so that metrics know no network. */
public interface Predictor {

  /**
   * Detects objects.
   *
   * @param images images of one size
   * @return one list per image, with boxes in its original pixels
   */
  List<List<Detection>> detect(List<DecodedImage> images);
}
