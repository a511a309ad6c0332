package io.paastreams.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.ModelFolder.WeightFormat;
import io.paastreams.model.StateDict;
import io.paastreams.model.torch.TorchDevice;
import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.training.CheckpointFolder.Checkpoint;
import io.paastreams.training.schedule.CosineSchedule;
import io.paastreams.training.schedule.Gradients;
import io.paastreams.training.schedule.LearningRate;
import io.paastreams.training.schedule.LinearWarmup;
import io.paastreams.training.schedule.StepSchedule;
import io.paastreams.training.schedule.TrapezoidSchedule;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The training loop.
 *
 * <pre>
 *   BatchLoader threads                     training thread
 *   read, augment ----queue---->  forward, assign, losses, backward
 *                                 norm check and clipping, optimizer, moving average
 *                                 periodically: report, validate, checkpoint
 * </pre>
 *
 * <p>All randomness is a function of the seed and the step's number, so a run that was stopped
 * anywhere continues from its newest checkpoint to the same weights.
 *
 * <p>Memory: everything that a step allocates lives in one scope and is freed with it; what lives
 * longer (weights, averages, optimizer) is allocated before the first step. One gradient collector
 * serves the whole run, because the engine allows only one per process.
 *
 * <p>Threading: {@link #run} is called by one thread, and only one training may run per process at
 * a time.
 */
public final class Trainer {

  private static final double MAX_LOSS = 1e4;
  private static final String PAGE = "training.yaml";

  private final TrainingPlan plan;
  private final TrainingData data;
  private final Validator validator;
  private final TrainingListener listener;
  private final CheckpointFolder checkpoints;
  private final long total;
  private final LearningRate rates;
  private double best = Double.NaN;

  /**
   * Prepares a run.
   *
   * @param validator evaluates the averaged weights periodically
   */
  public Trainer(
      TrainingPlan plan, TrainingData data, Validator validator, TrainingListener listener) {
    this.plan = plan;
    this.data = data;
    this.validator = validator;
    this.listener = listener;
    this.checkpoints = new CheckpointFolder(plan.out().resolve("checkpoints"));
    int batch = plan.training().batchSize();
    long epoch = Math.max(1, (data.samples() + batch - 1) / batch);
    this.total = plan.training().schedule().totalIterations(epoch);
    this.rates = rates(plan.training().schedule(), epoch, total);
  }

  /** The number of steps in the whole schedule. */
  public long steps() {
    return total;
  }

  /** The schedule's learning rates. */
  static LearningRate rates(
      TrainingRecipe.ScheduleConfig config, long iterationsPerEpoch, long total) {
    LearningRate schedule =
        switch (config.kind()) {
          case STEP ->
              new StepSchedule(config.rate(), iterationsPerEpoch, config.dropEpochs(), 0.1);
          case COSINE -> new CosineSchedule(config.rate(), total, config.finalRatio());
          case TRAPEZOID ->
              new TrapezoidSchedule(
                  config.rate(), total, config.decayIterations(), config.finalRatio());
        };
    return new LinearWarmup(schedule, config.warmupIterations(), config.warmupRatio());
  }

  /**
   * Trains to the end of the schedule or to the plan's stop, and writes {@code OUT/model}.
   *
   * @return the averaged weights
   * @throws IOException if an image cannot be read, or if a checkpoint cannot be read or written
   * @throws DivergedException if losses or gradients become infinite or NaN
   * @throws InterruptedException if the thread is interrupted; a checkpoint is written first
   */
  public StateDict run() throws IOException, InterruptedException {
    TorchRuntime.start();
    long end = plan.stopAfter() == 0 ? total : Math.min(total, plan.stopAfter());
    try (TrainingState state = TrainingState.start(plan, TorchDevice.of(plan.device()).device());
        CurveLog curves = new CurveLog(plan.out())) {
      resume(state);
      curves.resumeAt(state.optimizer().steps());
      try (GradientCollector collector = Engine.getInstance().newGradientCollector();
          BatchLoader loader = loader(state.optimizer().steps())) {
        loop(state, end, collector, loader, curves);
      } finally {
        JniUtils.setGradMode(false);
      }
      curves.draw();
      StateDict weights = state.averaged();
      export(weights, "model");
      return weights;
    }
  }

  private void resume(TrainingState state) throws IOException {
    JniUtils.setGradMode(false);
    Optional<Path> newest = checkpoints.newest();
    if (newest.isPresent()) {
      Checkpoint checkpoint = CheckpointFolder.read(newest.get());
      if (checkpoint.seed() != plan.seed()) {
        throw new IOException(
            "%s was made with seed %d, not %d: use that seed, or train into another folder"
                .formatted(newest.get(), checkpoint.seed(), plan.seed()));
      }
      state.restore(checkpoint);
      best = checkpoint.best();
      listener.resumed(checkpoint.step(), newest.get());
    }
  }

  private BatchLoader loader(long firstIteration) {
    return new BatchLoader(
        data.order(),
        data.source(),
        data.augmenter(),
        new BatchMaker(plan.recipe().input()),
        plan.training().batchSize(),
        plan.seed(),
        firstIteration,
        plan.loaderThreads(),
        listener::unreadable);
  }

  private void loop(
      TrainingState state,
      long end,
      GradientCollector collector,
      BatchLoader loader,
      CurveLog curves)
      throws IOException, InterruptedException {
    TrainingStep step = new TrainingStep(state.network(), plan.recipe(), plan.training());
    ProgressMeter meter = new ProgressMeter(total, loader::waitNanos);
    long saved = state.optimizer().steps();
    try {
      for (long i = state.optimizer().steps(); i < end; i++) {
        // A loader that is ahead never waits, so nothing else here would notice an interrupt.
        if (Thread.interrupted()) {
          throw new InterruptedException("stopped after step " + i);
        }
        double rate = rates.at(i);
        train(state, step, loader.next(), rate, collector, meter);
        long done = i + 1;
        if (meter.isDue(done)) {
          TrainingListener.Progress progress = meter.report(done, rate);
          curves.add(progress);
          listener.progress(progress);
        }
        if (done % plan.validateEvery() == 0 || done == total) {
          validate(state, done, curves);
        }
        if (done % plan.checkpointEvery() == 0 || done == end) {
          save(state, curves);
          saved = done;
        }
      }
    } catch (InterruptedException | ClosedByInterruptException e) {
      // Files cannot be written by a thread that is still marked as interrupted.
      Thread.interrupted();
      if (state.optimizer().steps() > saved) {
        save(state, curves);
      }
      throw e instanceof InterruptedException interrupt
          ? interrupt
          : new InterruptedException("stopped while a file was read or written");
    }
  }

  private void train(
      TrainingState state,
      TrainingStep step,
      TrainingBatch batch,
      double rate,
      GradientCollector collector,
      ProgressMeter meter) {
    try (NDScope scope = new NDScope();
        NDManager manager = state.network().manager().newSubManager()) {
      JniUtils.setGradMode(true);
      TrainingStep.Result result = step.run(batch, manager);
      float[] losses = result.loss().values();
      if (!(losses[3] < MAX_LOSS)) {
        throw diverged("the loss is " + losses[3], state);
      }
      collector.backward(result.loss().total());
      JniUtils.setGradMode(false);
      double norm = Gradients.norm(state.weights());
      if (!Double.isFinite(norm)) {
        throw diverged("the gradient's norm is " + norm, state);
      }
      double maxNorm = plan.training().optimizer().maxGradientNorm();
      if (maxNorm > 0) {
        Gradients.clip(state.weights(), norm, maxNorm);
      }
      state.optimizer().step(rate);
      Gradients.clear(state.weights());
      state.average().update(state.optimizer().steps());
      meter.add(losses, norm, result.positives());
      scope.suppressNotUsedWarning();
    }
  }

  private DivergedException diverged(String what, TrainingState state) {
    return new DivergedException(
        "training diverged at step %d: %s. The last good checkpoint is in %s; lower the learning"
                .formatted(state.optimizer().steps() + 1, what, plan.out().resolve("checkpoints"))
            + " rate or set optimizer.maxGradientNorm");
  }

  private void validate(TrainingState state, long done, CurveLog curves) throws IOException {
    StateDict weights = state.averaged();
    double figure = validator.validate(weights);
    JniUtils.setGradMode(false);
    boolean isBest = Double.isNaN(best) || figure > best;
    if (isBest) {
      best = figure;
      export(weights, "best");
    }
    curves.addValidation(done, figure);
    listener.validated(done, figure, isBest);
  }

  private void save(TrainingState state, CurveLog curves) throws IOException {
    Path folder = checkpoints.write(state.checkpoint(plan.seed(), best));
    curves.draw();
    listener.checkpointed(state.optimizer().steps(), folder);
  }

  private void export(StateDict weights, String name) throws IOException {
    ModelFolder.write(
        plan.out().resolve(name),
        plan.recipe(),
        plan.labels().labels(),
        weights,
        WeightFormat.FLOAT16,
        Map.of(PAGE, TrainingYaml.write(plan.training())));
  }
}
