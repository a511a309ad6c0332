package io.paastreams.pipeline;

import io.paastreams.batch.BatchListener;
import io.paastreams.event.Topics;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.streams.RecordLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The parts of a {@link DetectionPipeline}. */
public final class DetectionPipelineBuilder {

  private final PipelineConfig config;
  private final Topics topics;
  private final ModelSlot models;
  private ImageDecoder decoder = ImageDecoder.withDefaultLimits();
  private final List<PipelineListener> listeners = new ArrayList<>();
  private BatchListener batchListener = BatchListener.NONE;
  private InstantSource clock = InstantSource.system();

  DetectionPipelineBuilder(
      PipelineConfig config, Topics topics, Detector detector, Preprocessor preprocessor) {
    this.config = config;
    this.topics = topics;
    this.models = new ModelSlot(detector, preprocessor);
  }

  /** Sets a decoder other than one with the default limits. */
  public DetectionPipelineBuilder decoder(ImageDecoder decoder) {
    this.decoder = decoder;
    return this;
  }

  /** Beside those that it has. */
  public DetectionPipelineBuilder listener(PipelineListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Beside those that it has. */
  public DetectionPipelineBuilder batchListener(BatchListener another) {
    batchListener = batchListener.and(another);
    return this;
  }

  /** Sets the clock for the age of frames and the time of detections. */
  public DetectionPipelineBuilder clock(InstantSource clock) {
    this.clock = clock;
    return this;
  }

  /** Creates the pipeline, which is not yet started. */
  public DetectionPipeline build() {
    return new DetectionPipeline(config, topics, models, this::services, listeners);
  }

  private DetectionServices services(RecordLimits limits, PipelineListener safeListener) {
    return new DetectionServices(
        config, topics, limits, models, decoder, safeListener, batchListener, clock);
  }
}
