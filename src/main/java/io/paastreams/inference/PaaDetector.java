package io.paastreams.inference;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import io.paastreams.model.Model;
import io.paastreams.model.PaaNetwork;
import io.paastreams.model.PaaParts;
import io.paastreams.model.Recipe;
import io.paastreams.model.StateDict;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.layer.Range;
import io.paastreams.model.postprocess.Detections;
import io.paastreams.model.postprocess.ImageGeometry;
import io.paastreams.model.postprocess.PostProcessor;
import io.paastreams.model.postprocess.ServingFilter;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchDevice;
import io.paastreams.model.torch.TorchRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PAA on PyTorch. The detector owns the network's native memory; each batch has a memory scope of
 * its own, which is released before {@link #detect} returns.
 *
 * <p>An image gives the same detections alone and in any batch, except for rounding that depends on
 * the batch size of convolutions: boxes agree within 0.01 pixels and scores within 1e-4 in float32.
 *
 * <p>Threading: safe; calls of {@link #detect} beyond {@link #concurrency} wait until a device is
 * free, and {@link #close} waits for all of them. The caller's gradient mode and number of threads
 * are restored.
 */
public final class PaaDetector implements Detector {

  private static final Logger LOG = LoggerFactory.getLogger(PaaDetector.class);

  /** Script functions and kernels are compiled in the first pass and tuned in the second. */
  private static final int WARM_UP_ROUNDS = 2;

  /**
   * With a second batch, a CPU has no idle core at the end of the first; and for a GPU the images
   * and operations of the second batch are already queued when it has finished the first.
   */
  private static final int STANDARD = 2;

  private final LabelMap labels;
  private final ModelIdentity model;
  private final String device;
  private final Precision precision;
  private final PostProcessor postProcessor;
  private final @Nullable ServingFilter filter;
  private final DetectionTerms terms;
  private final InferenceListener listener;

  private final ShardedNetwork network;
  private final int concurrency;

  private final Semaphore turns;

  /** One input batch per turn. */
  private final Queue<InputBatch> inputs = new ConcurrentLinkedQueue<>();

  /** Held shared by calls and exclusively for closing. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  private PaaDetector(
      ShardedNetwork network,
      Recipe recipe,
      LabelMap labels,
      ModelIdentity model,
      TorchDevice device,
      DetectorOptions options,
      InferenceListener listener) {
    this.network = network;
    this.concurrency = options.parallelBatches() == 0 ? STANDARD : options.parallelBatches();
    this.turns = new Semaphore(concurrency);
    for (int i = 0; i < concurrency; i++) {
      inputs.add(new InputBatch(recipe.input(), network.manager()));
    }
    this.postProcessor =
        new PostProcessor(options.scoring().postprocess(recipe), PaaParts.anchors(recipe));
    this.filter = options.scoring().filter(recipe);
    this.terms = options.scoring().terms(recipe);
    this.labels = labels;
    this.model = model;
    this.device = device.name();
    this.precision = options.precision();
    this.listener = listener;
  }

  /**
   * Loads and warms up a detector for a model.
   *
   * @throws IllegalArgumentException if the options ask for a device or a precision that is not
   *     available, or for int8 and the model has no ranges
   * @throws InferenceException if loading or the warm-up fails in the engine
   */
  public static PaaDetector load(Model model, DetectorOptions options, InferenceListener listener) {
    DetectorOptions resolved = PrecisionChoice.resolve(model, options);
    return load(
        model.recipe(),
        model.weights(),
        model.ranges(resolved.precision()),
        new LabelMap(model.labels()),
        new ModelIdentity(model.recipe().name(), model.sha256()),
        resolved,
        listener);
  }

  /** Loads a detector without a listener. */
  public static PaaDetector load(
      Recipe recipe,
      StateDict weights,
      LabelMap labels,
      ModelIdentity model,
      DetectorOptions options) {
    return load(recipe, weights, labels, model, options, InferenceListener.NONE);
  }

  /**
   * Loads and warms up a detector.
   *
   * @throws IllegalArgumentException if the weights do not fit the recipe and the labels, or the
   *     options ask for a device or a precision that is not available or have contradictory
   *     thresholds
   * @throws InferenceException if loading or the warm-up fails in the engine
   */
  public static PaaDetector load(
      Recipe recipe,
      StateDict weights,
      LabelMap labels,
      ModelIdentity model,
      DetectorOptions options,
      InferenceListener listener) {
    return load(recipe, weights, Map.of(), labels, model, options, listener);
  }

  private static PaaDetector load(
      Recipe recipe,
      StateDict weights,
      Map<String, Range> ranges,
      LabelMap labels,
      ModelIdentity model,
      DetectorOptions options,
      InferenceListener listener) {
    TorchRuntime.useThreads(options.threads());
    TorchDevice device = options.torchDevice();
    PaaDetector detector;
    try {
      PaaNetwork network =
          PaaNetwork.loadForInference(
              recipe, labels.size(), weights, device.device(), options.precision(), ranges);
      detector =
          new PaaDetector(
              new ShardedNetwork(network, options.threads()),
              recipe,
              labels,
              model,
              device,
              options,
              listener);
    } catch (EngineException e) {
      throw NativeFailure.translated(e, "the model's weights on " + device.name());
    }
    try {
      options.warmUps().forEach(detector::warmUp);
    } catch (RuntimeException e) {
      detector.close();
      throw e;
    }
    return detector;
  }

  private void warmUp(DetectorOptions.WarmUp warmUp) {
    PreparedImage black = PreparedImage.black(warmUp.input());
    try {
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        detect(Collections.nCopies(warmUp.images(), black));
      }
    } catch (OutOfDeviceMemoryException e) {
      if (warmUp.images() == 1) {
        throw e;
      }
      LOG.warn("such batches will be halved: {}", e.getMessage());
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the batch is empty or mixes padded sizes
   * @throws IllegalStateException if the detector is closed
   * @throws OutOfDeviceMemoryException if a smaller batch may succeed
   * @throws InferenceException if the engine fails otherwise
   */
  @Override
  public List<List<Detection>> detect(List<PreparedImage> batch) {
    return detect(batch, () -> {});
  }

  @Override
  public List<List<Detection>> detect(List<PreparedImage> batch, Runnable deviceFree) {
    requireOneSize(batch);
    use.readLock().lock();
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (DeviceLease turn = new DeviceLease();
        NDManager scope = openScope()) {
      return detect(batch, scope, turn, deviceFree);
    } catch (EngineException | OutOfMemoryError e) {
      throw NativeFailure.translated(
          e, "%d images of %s on %s".formatted(batch.size(), batch.get(0).padded(), device));
    } finally {
      JniUtils.setGradMode(gradients);
      use.readLock().unlock();
    }
  }

  private NDManager openScope() {
    if (closed) {
      throw new IllegalStateException("the detector is closed");
    }
    return network.manager().newSubManager();
  }

  private List<List<Detection>> detect(
      List<PreparedImage> batch, NDManager scope, DeviceLease turn, Runnable deviceFree) {
    long start = System.nanoTime();
    NDArray images = turn.input.create(batch, scope);
    long prepared = System.nanoTime();
    List<HeadOutput> outputs = network.forward(images, turn.sharing);
    long computed = System.nanoTime();
    List<Detections> detections =
        postProcessor.process(
            outputs,
            batch.stream().map(PaaDetector::geometry).toList(),
            () -> {
              turn.close();
              deviceFree.run();
            });
    List<List<Detection>> found = detections.stream().map(this::chosen).toList();
    long finished = System.nanoTime();
    listener.detected(
        new InferenceListener.Timing(
            batch.size(), prepared - start, computed - prepared, finished - computed));
    return found;
  }

  private List<Detection> chosen(Detections detections) {
    return toDomain(filter == null ? detections : filter.apply(detections));
  }

  /** A batch's turn on the device, with its buffer. */
  private final class DeviceLease implements AutoCloseable {
    final InputBatch input;

    /** The number of batches that have a turn now; a batch alone gets all cores of a CPU. */
    final int sharing;

    private boolean over;

    /** Waits for a turn. */
    DeviceLease() {
      turns.acquireUninterruptibly();
      input = inputs.remove();
      sharing = concurrency - turns.availablePermits();
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        inputs.add(input);
        turns.release();
      }
    }
  }

  private static void requireOneSize(List<PreparedImage> batch) {
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one image");
    }
    List<Size> sizes = batch.stream().map(PreparedImage::padded).distinct().toList();
    if (sizes.size() > 1) {
      throw new IllegalArgumentException(
          "the images of a batch must have the same padded size, but these have " + sizes);
    }
  }

  private static ImageGeometry geometry(PreparedImage image) {
    Size size = image.image().size();
    return new ImageGeometry(size.width(), size.height(), image.scaleX(), image.scaleY());
  }

  private static List<Detection> toDomain(Detections detections) {
    List<Detection> result = new ArrayList<>(detections.size());
    float[] boxes = detections.boxes();
    for (int i = 0; i < detections.size(); i++) {
      Box box = new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
      result.add(new Detection(box, detections.labels()[i], detections.scores()[i]));
    }
    return Collections.unmodifiableList(result);
  }

  @Override
  public LabelMap labels() {
    return labels;
  }

  @Override
  public DetectionTerms terms() {
    return terms;
  }

  @Override
  public ModelIdentity model() {
    return model;
  }

  /** A one-line description: engine, device, precision, threads. */
  public String describe() {
    TorchRuntime.Facts facts = TorchRuntime.facts();
    return "PyTorch %s, %s, %s, %d threads"
        .formatted(
            facts.torchVersion(),
            device,
            precision.name().toLowerCase(Locale.ROOT),
            facts.threads());
  }

  @Override
  public int concurrency() {
    return concurrency;
  }

  /** Waits for the batches in progress. */
  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        network.close();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
