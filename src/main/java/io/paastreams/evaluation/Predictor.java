package io.paastreams.evaluation;

import io.paastreams.detection.Detection;
import io.paastreams.image.DecodedImage;
import java.util.List;

/** Finds objects in pictures; given in from outside, so that metrics know no network. */
public interface Predictor {

  /**
   * Detects objects.
   *
   * @param pictures of one size
   * @return one list a picture; boxes in its original pixels
   */
  List<List<Detection>> detect(List<DecodedImage> pictures);
}
