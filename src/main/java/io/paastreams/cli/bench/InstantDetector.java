package io.paastreams.cli.bench;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.geometry.Box;
import io.paastreams.image.PreparedImage;
import io.paastreams.inference.Detector;
import io.paastreams.inference.ModelIdentity;
import java.util.Collections;
import java.util.List;

/** Costs nothing and finds one thing everywhere, so that what is left is the pipeline itself. */
final class InstantDetector implements Detector {

  private static final List<Detection> SAME = List.of(new Detection(new Box(1, 2, 3, 4), 0, 0.5f));

  @Override
  public List<List<Detection>> detect(List<PreparedImage> batch) {
    return Collections.nCopies(batch.size(), SAME);
  }

  @Override
  public LabelMap labels() {
    return new LabelMap(List.of("thing"));
  }

  @Override
  public ModelIdentity model() {
    return new ModelIdentity("instant", "00".repeat(32));
  }

  @Override
  public void close() {}
}
