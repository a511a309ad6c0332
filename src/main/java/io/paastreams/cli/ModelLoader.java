package io.paastreams.cli;

import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.geometry.Size;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.AvailableMemory;
import io.paastreams.inference.Detector;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.MemoryCappedDetector;
import io.paastreams.inference.Newcomer;
import io.paastreams.model.Model;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Loads a model beside the one in use, as the configuration says. */
final class ModelLoader implements ModelSwitch.Loader {

  private final PaaStreamsConfig config;
  private final int largestBatch;
  private final PrintWriter log;

  /**
   * Creates a loader.
   *
   * @param largestBatch the maximum number of images in a batch
   * @param log receives what the importer of a checkpoint had to assume
   */
  ModelLoader(PaaStreamsConfig config, int largestBatch, PrintWriter log) {
    this.config = config;
    this.largestBatch = largestBatch;
    this.log = log;
  }

  @Override
  public ModelSwitch.Loaded load(String path) {
    Model model = Models.read(path(path), log);
    Newcomer.requireRoom(Float.BYTES * model.weights().parameterCount(), AvailableMemory.bytes());
    Preprocessor preprocessor = RunningModel.preprocessor(model.recipe(), null);
    Size input = preprocessor.largestInput();
    @Nullable Long cap = config.model().maxNativeMemory();
    DetectorOptions options = config.model().detectorOptions();
    Detector detector = RunningModel.load(model, options);
    try {
      if (cap != null) {
        detector = new MemoryCappedDetector(detector, largestBatch);
      }
      Newcomer.warmUp(detector, input, largestBatch, cap);
      return new ModelSwitch.Loaded(detector, preprocessor);
    } catch (RuntimeException | Error e) {
      detector.close();
      throw e;
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new CommandFailedException("this is not a path: " + text, e);
    }
  }
}
