package io.paastreams.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.StateDict;
import io.paastreams.training.TrainingRecipe.OptimizerConfig.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("engine")
final class TrainerTest {

  @TempDir Path folder;

  @Test
  void training_lowersTheLoss_andWritesModelAndCurves() throws Exception {
    SmallRun.Log log = new SmallRun.Log();
    TrainingRecipe training = SmallRun.training(Kind.ADAMW, 60, 0.01);

    new Trainer(SmallRun.plan(training, folder, 0), SmallRun.data(), weights -> 0.5, log).run();

    assertThat(log.progress).hasSize(6);
    assertThat(log.progress.get(5).loss()).isLessThan(0.7 * log.progress.get(0).loss());
    assertThat(log.progress.get(5).remaining().isZero()).isTrue();
    assertThat(log.progress).allSatisfy(p -> assertThat(p.waitShare()).isBetween(0.0, 1.0));
    Model model = ModelFolder.read(folder.resolve("model"));
    assertThat(model.labels()).isEqualTo(SmallRun.LABELS.labels());
    assertThat(Files.readAllLines(folder.resolve("curves.csv"))).hasSize(1 + 6 + 1);
    assertThat(folder.resolve("curves.png")).isNotEmptyFile();
    assertThat(
            TrainingYaml.read(
                Files.readString(folder.resolve("model/training.yaml")), "training.yaml"))
        .isEqualTo(training);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void stoppedAndResumed_givesTheSameWeights_bitForBit(Kind optimizer) throws Exception {
    TrainingRecipe training = SmallRun.training(optimizer, 9, 0.005);
    StateDict whole = run(training, folder.resolve("whole"), 0, new SmallRun.Log());

    SmallRun.Log second = new SmallRun.Log();
    run(training, folder.resolve("parts"), 4, new SmallRun.Log());
    StateDict parts = run(training, folder.resolve("parts"), 0, second);

    assertThat(second.resumedAt).isEqualTo(4);
    assertThat(parts.tensors().keySet()).isEqualTo(whole.tensors().keySet());
    whole
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(parts.tensor(name).values()).as(name).isEqualTo(tensor.values()));
  }

  @Test
  void anInterrupt_stopsWithinAStep_andKeepsWhatIsDone() throws Exception {
    TrainingRecipe training = SmallRun.training(Kind.SGD, 10_000, 0.005);
    SmallRun.Log interrupting =
        new SmallRun.Log() {
          @Override
          public void progress(Progress each) {
            super.progress(each);
            Thread.currentThread().interrupt();
          }
        };

    assertThatThrownBy(() -> run(training, folder, 0, interrupting))
        .isInstanceOf(InterruptedException.class);

    assertThat(interrupting.progress).hasSize(1);
    assertThat(interrupting.checkpoints).containsExactly(interrupting.progress.get(0).step());
  }

  @Test
  void aBackbone_isTakenAsItIs_andTheRestStartsAtRandom() throws Exception {
    TrainingRecipe training = SmallRun.training(Kind.SGD, 8, 0.005);
    StateDict other = started(training, 8, null);
    StateDict backbone =
        new StateDict(
            other.tensors().entrySet().stream()
                .filter(tensor -> tensor.getKey().startsWith("backbone."))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));

    StateDict random = started(training, 7, null);
    StateDict mixed = started(training, 7, backbone);

    mixed
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.values())
                    .as(name)
                    .isEqualTo(
                        (name.startsWith("backbone.") ? other : random).tensor(name).values()));
    assertThat(mixed.tensor("backbone.conv1.weight").values())
        .isNotEqualTo(random.tensor("backbone.conv1.weight").values());
  }

  private StateDict started(TrainingRecipe training, int seed, @Nullable StateDict backbone) {
    TrainingPlan plan =
        new TrainingPlan(
            SmallRun.recipe(),
            SmallRun.LABELS,
            training,
            null,
            backbone,
            "cpu",
            folder,
            seed,
            1,
            10,
            10,
            4);
    try (TrainingState state = TrainingState.start(plan, Device.cpu())) {
      return state.averaged();
    }
  }

  @Test
  void divergence_stops_andKeepsTheLastCheckpoint() throws Exception {
    TrainingRecipe sound = SmallRun.training(Kind.SGD, 1000, 0.001);
    run(sound, folder, 2, new SmallRun.Log());
    TrainingRecipe hot =
        new TrainingRecipe(
            4,
            new TrainingRecipe.OptimizerConfig(Kind.SGD, 0.9f, 0, 0),
            new TrainingRecipe.ScheduleConfig(
                TrainingRecipe.ScheduleConfig.Kind.COSINE, 0, 1000, 1e12, List.of(), 0, 1, 0, 1),
            sound.norms(),
            sound.assignment(),
            sound.loss(),
            sound.sampling(),
            sound.augmentation(),
            0,
            null);

    assertThatThrownBy(() -> run(hot, folder, 0, new SmallRun.Log()))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("diverged at step")
        .hasMessageContaining("checkpoints");

    SmallRun.Log log = new SmallRun.Log();
    run(sound, folder, 3, log);
    assertThat(log.resumedAt).isEqualTo(2);
  }

  @Test
  void aCheckpointThatBrokeOff_isNotSeen_andTheOneBeforeIs() throws Exception {
    TrainingRecipe training = SmallRun.training(Kind.SGD, 8, 0.005);
    run(training, folder, 2, new SmallRun.Log());
    Path partial = Files.createDirectories(folder.resolve("checkpoints/.partial"));
    Files.writeString(partial.resolve("state.safetensors"), "cut short");

    SmallRun.Log log = new SmallRun.Log();
    run(training, folder, 4, log);

    assertThat(log.resumedAt).isEqualTo(2);
    try (Stream<Path> left = Files.list(folder.resolve("checkpoints"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("step-00000002", "step-00000004");
    }
  }

  @Test
  void anotherSeed_isRefused() throws Exception {
    TrainingRecipe training = SmallRun.training(Kind.SGD, 8, 0.005);
    run(training, folder, 2, new SmallRun.Log());
    TrainingPlan other =
        new TrainingPlan(
            SmallRun.recipe(),
            SmallRun.LABELS,
            training,
            null,
            null,
            "cpu",
            folder,
            8,
            1,
            10,
            10,
            4);

    assertThatThrownBy(() -> new Trainer(other, SmallRun.data(), w -> 0, new SmallRun.Log()).run())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("seed 7");
  }

  private static StateDict run(
      TrainingRecipe training, Path out, long stopAfter, TrainingListener listener)
      throws Exception {
    return new Trainer(
            SmallRun.plan(training, out, stopAfter), SmallRun.data(), weights -> 0.5, listener)
        .run();
  }
}
