package io.paastreams.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.checkpoint.ImportReport.Decision;
import io.paastreams.model.FileHash;
import io.paastreams.model.HalfFloats;
import io.paastreams.model.Recipe;
import io.paastreams.model.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaaImporterTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"tiny_zip.pth", "tiny_legacy.pth", "tiny_half_zip.pth", "tiny_half_legacy.pth"})
  void theReferencesCheckpointsBecomeModels(String name) throws IOException {
    ImportedModel imported = read(GoldenCheckpoints.file(name));
    Recipe recipe = imported.model().recipe();
    assertThat(recipe.name()).isEqualTo(name.replace(".pth", ""));
    assertThat(recipe.backbone()).isEqualTo(new Recipe.Backbone(50, 8));
    assertThat(recipe.neck()).isEqualTo(new Recipe.Neck(32, 3, 5));
    assertThat(recipe.head()).isEqualTo(new Recipe.Head(4, 32));
    assertThat(recipe.anchors()).isEqualTo(new Recipe.Anchors(8));
    assertThat(recipe.input())
        .isEqualTo(
            new Recipe.Input(
                1333,
                800,
                List.of(123.675f, 116.28f, 103.53f),
                List.of(58.395f, 57.12f, 57.375f),
                32));
    assertThat(recipe.postprocess())
        .isEqualTo(new Recipe.Postprocess(0.05f, 1000, 0.6f, 100, true));
    assertThat(imported.model().labels()).containsExactly("ring", "square", "star", "cross");
    assertThat(imported.model().sha256()).isEqualTo(FileHash.sha256(GoldenCheckpoints.file(name)));
    assertThat(learned(imported.model().weights())).isEqualTo(511_670);
  }

  @Test
  void bothFormsGiveTheSameWeights_andHalfTheRoundedOnes() throws IOException {
    StateDict zip = read(GoldenCheckpoints.file("tiny_zip.pth")).model().weights();
    StateDict stream = read(GoldenCheckpoints.file("tiny_legacy.pth")).model().weights();
    StateDict half = read(GoldenCheckpoints.file("tiny_half_legacy.pth")).model().weights();
    zip.tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(stream.tensor(name).values()).isEqualTo(tensor.values());
              float[] rounded = tensor.values().clone();
              for (int i = 0; i < rounded.length; i++) {
                rounded[i] = HalfFloats.fromFloat16(HalfFloats.toFloat16(rounded[i]));
              }
              assertThat(half.tensor(name).values()).isEqualTo(rounded);
            });
  }

  @Test
  void theReport_accountsForEveryTensor() throws IOException {
    ImportReport report = read(GoldenCheckpoints.file("tiny_zip.pth")).report();
    int counters = 53;
    assertThat(report.mapped()).hasSize(369 - counters);
    assertThat(report.ignored())
        .hasSize(counters + 1)
        .anySatisfy(each -> assertThat(each.what()).isEqualTo("optimizer"));
    assertThat(report.decisions())
        .contains(
            new Decision("backbone.depth", "50", "tensor names", false),
            new Decision("labels", "4", "the checkpoint's classes", false))
        .anySatisfy(
            each -> {
              assertThat(each.key()).isEqualTo("head.groups");
              assertThat(each.assumed()).isTrue();
            });
    assertThat(report.warnings())
        .anySatisfy(line -> assertThat(line).startsWith("assumed head.groups = 32 (mmdet"))
        .anySatisfy(line -> assertThat(line).contains("input.maxLongSide = 1333", "--scale"))
        .anySatisfy(line -> assertThat(line).contains("anchors.scale = 8.0", "input.mean = [123"));
    assertThat(report.text())
        .contains("Tensors: 316 mapped, 0 missing, 0 left over")
        .containsPattern(
            "bbox_head.atss_cls.weight +float32 \\[4, 32, 3, 3] +-> bbox_head.atss_cls");
  }

  @ParameterizedTest
  @CsvSource({"18, 4, 64, 2", "34, 2, 32, 3", "50, 2, 32, 2", "101, 1, 32, 4"})
  void theNetworkIsRecognisedByItsTensors(int depth, int width, int channels, int startLevel)
      throws IOException {
    Recipe recipe = read(MadeCheckpoint.of(depth, width, channels, startLevel, 3)).model().recipe();
    assertThat(recipe.backbone()).isEqualTo(new Recipe.Backbone(depth, width));
    assertThat(recipe.neck()).isEqualTo(new Recipe.Neck(channels, startLevel, 5));
    assertThat(recipe.head().stackedConvs()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "state_dict", "model"})
  void weightsAreFoundBareOrUnderTheUsualKeys(String key) throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    made.under = key;
    assertThat(read(made).model().labels()).containsExactly("class_0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "module.",
        "model.",
        "module.model.",
        "_orig_mod.",
        "module._orig_mod.",
        "_orig_mod.module.",
        "model._orig_mod.",
        "detector.net."
      })
  void prefixesOfWrappersAreTakenOff(String prefix) throws IOException {
    ImportedModel imported = read(MadeCheckpoint.resnet18(32, 1).wrapped(prefix));
    assertThat(imported.model().weights().tensors()).containsKey("backbone.conv1.weight");
    assertThat(imported.report().mapped().get(0).tensor())
        .isEqualTo(prefix + "backbone.conv1.weight");
  }

  @Test
  void ofTwoDetectors_oneMustBeChosen() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    Map<String, long[]> plain = new LinkedHashMap<>(made.shapes);
    made.wrapped("student.module.");
    plain.forEach((name, shape) -> made.shapes.put("teacher." + name, shape));
    assertThatThrownBy(() -> read(made))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(
            "contains 2 detectors: tensors start with 'student.module.', 'teacher.'")
        .hasMessageContaining("--prefix teacher.");
    Path file = made.write(folder);
    for (String prefix : List.of("teacher", "teacher.", "student", "student.module.")) {
      ImportedModel chosen = PaaImporter.read(file, ImportOptions.derived().withPrefix(prefix));
      assertThat(chosen.report().mapped().get(0).tensor()).startsWith(prefix);
      assertThat(chosen.report().ignored()).hasSizeGreaterThanOrEqualTo(plain.size());
    }
    assertThatThrownBy(() -> PaaImporter.read(file, ImportOptions.derived().withPrefix("ema")))
        .hasMessageContaining("no detector whose tensors start with 'ema.'")
        .hasMessageContaining("'student.module.', 'teacher.'");
  }

  @Test
  void otherWeightsAreNamed_andCanBeChosen() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    MadeCheckpoint averaged = MadeCheckpoint.resnet18(32, 1).wrapped("module.");
    averaged.shapes.put("steps", new long[] {});
    averaged.fill = 0.25f;
    made.second = Map.entry("ema_state_dict", averaged);
    Path file = made.write(folder);
    ImportedModel usual = PaaImporter.read(file, ImportOptions.derived());
    ImportedModel other =
        PaaImporter.read(file, ImportOptions.derived().withWeights("ema_state_dict"));
    String weight = "backbone.conv1.weight";
    assertThat(usual.model().weights().tensor(weight).values()).containsOnly(0.5f);
    assertThat(usual.report().warnings())
        .anySatisfy(line -> assertThat(line).contains("--weights ema_state_dict", "the last step"));
    assertThat(other.model().weights().tensor(weight).values()).containsOnly(0.25f);
    assertThat(other.report().ignored())
        .contains(new ImportReport.Ignored("steps", "a counter of training steps"));
    assertThatThrownBy(
            () -> PaaImporter.read(file, ImportOptions.derived().withWeights("averaged")))
        .hasMessageContaining("has no dict 'averaged'; it has meta, state_dict, optimizer, ema_st");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mmengine-epoch_12.pth", "compiled-orig_mod.pth"})
  void checkpointsOfTrainingBecomeModels(String name) throws IOException {
    ImportedModel imported = read(Path.of("src/test/resources/checkpoint", name));
    assertThat(imported.model().labels()).containsExactly("drone", "bird");
    assertThat(imported.model().recipe().head().groups()).isEqualTo(8);
    assertThat(imported.report().warnings())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("head.groups = 8", "--groups"))
        .anySatisfy(line -> assertThat(line).contains("input.maxLongSide = 1333", "--scale"));
    if (name.startsWith("mmengine")) {
      assertThat(imported.report().unread())
          .contains("mmengine.logging.history_buffer.HistoryBuffer");
      assertThat(imported.report().text()).containsPattern("message_hub +not weights");
    }
  }

  @Test
  void movingAveragesAndCounters_areIgnoredAndListed() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    made.shapes.put("ema_backbone_conv1_weight", new long[] {2, 3, 7, 7});
    made.shapes.put("backbone.bn1.num_batches_tracked", new long[] {});
    assertThat(read(made).report().ignored().stream().map(ImportReport.Ignored::what))
        .contains("ema_backbone_conv1_weight", "backbone.bn1.num_batches_tracked");
  }

  @Test
  void normalizationAmongTheTensors_isUsed() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    made.shapes.put("data_preprocessor.mean", new long[] {3, 1, 1});
    made.shapes.put("data_preprocessor.std", new long[] {3, 1, 1});
    ImportedModel imported = read(made);
    assertThat(imported.model().recipe().input().mean()).containsExactly(0.5f, 0.5f, 0.5f);
    assertThat(imported.model().recipe().input().std()).containsExactly(0.5f, 0.5f, 0.5f);
    assertThat(imported.model().weights().tensors()).doesNotContainKey("data_preprocessor.mean");
  }

  @Test
  void aConfigurationInTheCheckpointIsRead_whereItIsPlain() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(48, 1);
    made.meta.put(
        "config",
        """
        model = dict(
            type='PAA',
            backbone=dict(type='ResNet', depth=18, style='pytorch'),
            bbox_head=dict(
                type='PAAHead', norm_cfg=dict(type='GN', num_groups=12, requires_grad=True),
                anchor_generator=dict(ratios=[1.0], octave_base_scale=4, scales_per_octave=1),
                bbox_coder=dict(target_means=[9.0, 9.0, 9.0], target_stds=[0.1, 0.1, 0.2, 0.2])),
            train_cfg=dict(assigner=dict(pos_iou_thr=0.1, min_pos_iou=0)),
            test_cfg=dict(nms_pre=500, score_thr=0.1, score_voting=False,
                nms=dict(type='nms', iou_threshold=0.5), max_per_img=300))
        img_norm_cfg = dict(mean=[10.5, 20, 30.25], std=[1.0, 2.0, 3.0], to_rgb=True)
        train_pipeline = [dict(type='Resize', img_scale=[(640, 512), (640, 480)])]
        test_pipeline = [dict(img_scale=(640, 512)), dict(type='Pad', size_divisor=64)]
        """);
    ImportedModel imported = read(made);
    Recipe recipe = imported.model().recipe();
    assertThat(recipe.head().groups()).isEqualTo(12);
    assertThat(recipe.anchors().scale()).isEqualTo(4);
    assertThat(recipe.input())
        .isEqualTo(
            new Recipe.Input(640, 512, List.of(10.5f, 20f, 30.25f), List.of(1f, 2f, 3f), 64));
    assertThat(recipe.postprocess()).isEqualTo(new Recipe.Postprocess(0.1f, 500, 0.5f, 300, false));
    assertThat(imported.report().decisions())
        .contains(new Decision("head.groups", "12", "the checkpoint's configuration", false));
    assertThat(imported.report().warnings())
        .containsExactly(
            "assumed labels = 1 (numbered, because the checkpoint names none; write the"
                + " names into labels.txt)");
  }

  @Test
  void aValueThatTheConfigurationGivesInTwoWays_isNotUsed() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    made.meta.put("cfg", "{'score_thr': 0.3, 'test': {\"score_thr\": 0.05}}");
    ImportedModel imported = read(made);
    assertThat(imported.model().recipe().postprocess().scoreThreshold()).isEqualTo(0.05f);
    assertThat(imported.report().decisions())
        .contains(
            new Decision(
                "postprocess.scoreThreshold",
                "0.05",
                "mmdetection's default, because the checkpoint's configuration names"
                    + " several: 0.3, 0.05",
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "bbox_head=dict(type='ATSSHead') | made by ATSSHead, not by PAAHead",
        "backbone=dict(style='caffe')    | style=caffe",
        "Normalize(to_rgb=False)         | to_rgb=False",
        "{\"bgr_to_rgb\": false}         | bgr_to_rgb=false",
        "relu_before_extra_convs=True    | relu_before_extra_convs=True",
        "add_extra_convs='on_input'      | add_extra_convs=on_input",
        "target_stds=[0.1, .1, 0.2, 0.2] | target_stds=[0.1, .1, 0.2, 0.2]",
      })
  void detectorsThatComputeSomethingElseAreRefused(String text, String finding) throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    made.meta.put("config", text);
    assertThatThrownBy(() -> read(made))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(finding);
  }

  @Test
  void whatTheCallerSays_comesFirst() throws IOException {
    Path file = MadeCheckpoint.resnet18(32, 1).write(folder);
    ImportOptions options =
        ImportOptions.derived().withName("my-model").withGroups(2).withScale(256, 320);
    Recipe recipe = PaaImporter.read(file, options).model().recipe();
    assertThat(recipe.name()).isEqualTo("my-model");
    assertThat(recipe.head().groups()).isEqualTo(2);
    assertThat(recipe.input().maxLongSide()).isEqualTo(320);
    assertThat(recipe.input().maxShortSide()).isEqualTo(256);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 128, 96, 64, 32})
  void withoutAnyHint_groupsAreMmdetections_andThatIsSaid(int channels) throws IOException {
    ImportedModel imported = read(MadeCheckpoint.resnet18(channels, 1));
    assertThat(imported.model().recipe().head().groups()).isEqualTo(32);
    assertThat(imported.report().warnings())
        .anySatisfy(line -> assertThat(line).contains("head.groups = 32", "--groups"));
  }

  @Test
  void groupsOfTheHeadCount_whereTheConfigurationNamesOthersToo() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    made.meta.put(
        "cfg",
        """
        model = dict(
            neck=dict(norm_cfg=dict(type='GN', num_groups=4)),
            bbox_head=dict(
                type='PAAHead', anchor_generator=dict(ratios=[1.0]),
                norm_cfg=dict(num_groups=16, type='GN')))
        """);
    assertThat(read(made).model().recipe().head().groups()).isEqualTo(16);
    made.meta.put("cfg", "norm_cfg=dict(num_groups=4), other=dict(num_groups=8)");
    assertThatThrownBy(() -> read(made))
        .hasMessageContaining("[4, 8]")
        .hasMessageContaining("--groups");
  }

  @Test
  void theTestsScaleCounts_whereTrainingHasOthers() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    made.meta.put(
        "cfg",
        """
        train_pipeline = [dict(type='Resize', scale=(640, 640), keep_ratio=True)]
        test_pipeline = [dict(type='Resize', scale=(1024, 768), keep_ratio=False), dict(a=[1])]
        """);
    ImportedModel imported = read(made);
    assertThat(imported.model().recipe().input().maxLongSide()).isEqualTo(1024);
    assertThat(imported.report().warnings())
        .anySatisfy(line -> assertThat(line).contains("keep_ratio=False"));
  }

  @Test
  void groupsThatCannotBeInferred_mustBeGiven() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(48, 1);
    assertThatThrownBy(() -> read(made))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("does not say how many groups")
        .hasMessageContaining("--groups N");
  }

  @Test
  void impossibleGivenValues_areRefused() throws IOException {
    Path file = MadeCheckpoint.resnet18(32, 1).write(folder);
    assertThatThrownBy(() -> PaaImporter.read(file, ImportOptions.derived().withGroups(3)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("head.groups = 3 must divide neck.channels = 32");
  }

  @Test
  void eightyClassesWithoutNames_areThoseOfCoco() throws IOException {
    List<String> labels = read(MadeCheckpoint.resnet18(32, 80)).model().labels();
    assertThat(labels).hasSize(80).startsWith("person", "bicycle").endsWith("toothbrush");
    assertThat(labels.get(62)).isEqualTo("tv");
  }

  @Test
  void namesThatDoNotFitTheClasses_areNotUsed() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 2);
    made.meta.put("CLASSES", "drone");
    ImportedModel imported = read(made);
    assertThat(imported.model().labels()).containsExactly("class_0", "class_1");
    assertThat(imported.report().decisions())
        .contains(
            new Decision(
                "labels",
                "2",
                "numbered, because the checkpoint's 1 names do not fit its 2 classes; write"
                    + " the names into labels.txt",
                true));
  }

  @Test
  void aSingleClass_mayBeNamedByAText() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    made.meta.put("CLASSES", "drone");
    assertThat(read(made).model().labels()).containsExactly("drone");
  }

  @Test
  void aPartOfADetectorIsRefused_namingWhatIsNotThere() {
    assertThatThrownBy(() -> read(GoldenCheckpoints.file("part_module_prefix_proto4_zip.pth")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("part_module_prefix_proto4_zip.pth is not a PAA detector")
        .hasMessageContaining("backbone");
  }

  @Test
  void missingForeignAndMisshapenTensors_areNamed() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    made.shapes.remove("bbox_head.scales.2.scale");
    made.shapes.put("bbox_head.atss_centerness.bias", new long[] {7});
    made.shapes.put("backbone.gate.weight", new long[] {1});
    assertThatThrownBy(() -> read(made))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("bbox_head.scales.2.scale [] is missing")
        .hasMessageContaining("bbox_head.atss_centerness.bias is [7] instead of [1]")
        .hasMessageContaining("backbone.gate.weight is unknown");
  }

  @Test
  void weightsThatAreNotFiniteFloats_areRefused() throws IOException {
    MadeCheckpoint diverged = MadeCheckpoint.resnet18(32, 1);
    diverged.fill = Float.NaN;
    assertThatThrownBy(() -> read(diverged))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("not finite in backbone.conv1.weight")
        .hasMessageContaining("take an earlier checkpoint");
    MadeCheckpoint whole = MadeCheckpoint.resnet18(32, 1);
    whole.type = "LongStorage";
    assertThatThrownBy(() -> read(whole))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("not floating-point numbers: backbone.conv1.weight INT64");
  }

  @Test
  void otherNetworks_areRefused() throws IOException {
    MadeCheckpoint deeper = MadeCheckpoint.resnet18(32, 1);
    deeper.shapes.put("backbone.layer3.2.conv1.weight", new long[] {8, 8, 3, 3});
    assertThatThrownBy(() -> read(deeper))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("stages of [2, 2, 3, 2] basic blocks");
    MadeCheckpoint retina = MadeCheckpoint.resnet18(32, 1);
    retina.shapes.remove("bbox_head.atss_cls.weight");
    retina.shapes.put("bbox_head.retina_cls.weight", new long[] {9, 8, 3, 3});
    assertThatThrownBy(() -> read(retina))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("it has no bbox_head.atss_cls.weight");
    assertThatThrownBy(() -> read(GoldenCheckpoints.file("forms_zip.pth")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("its tensors are f64, f32,");
  }

  @Test
  void aFileName_becomesAModelName() throws IOException {
    Path file =
        Files.move(
            MadeCheckpoint.resnet18(32, 1).write(folder), folder.resolve("_paa r50 (best)!.pth"));
    assertThat(read(file).model().recipe().name()).isEqualTo("paa-r50--best--");
  }

  private ImportedModel read(MadeCheckpoint made) throws IOException {
    return read(made.write(folder));
  }

  private static ImportedModel read(Path file) throws IOException {
    return PaaImporter.read(file, ImportOptions.derived());
  }

  private static long learned(StateDict weights) {
    return weights.tensors().entrySet().stream()
        .filter(entry -> !entry.getKey().contains("running_"))
        .mapToLong(entry -> entry.getValue().values().length)
        .sum();
  }
}
