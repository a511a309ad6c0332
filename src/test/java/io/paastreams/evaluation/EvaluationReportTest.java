package io.paastreams.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.dataset.Category;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.DatasetImage;
import io.paastreams.dataset.ImageSource;
import io.paastreams.dataset.Pixels;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.Truth;
import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.image.DecodedImage;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two images; the predictor finds the object of the first, misses the other, and invents one. */
final class EvaluationReportTest {

  private static final Size SIZE = new Size(64, 48);
  private static final ImageSource BLACK =
      image -> new Pixels(image.size(), 1, new byte[(int) image.size().area()]);
  private static final Dataset DATASET =
      new Dataset(List.of(new Category(1, "bird")), List.of(sample(1, 4, 4), sample(2, 40, 20)));

  @TempDir Path folder;

  @Test
  void figuresPlotsAndWorstCases_areWritten() throws IOException {
    List<Integer> progress = new ArrayList<>();
    Evaluation evaluation =
        Evaluation.run(DATASET, BLACK, EvaluationReportTest::detect, 1, listener(progress));
    CocoMetrics metrics = evaluation.metrics();

    assertThat(progress).containsExactly(1, 2);
    assertThat(metrics.ap50()).isBetween(0.5, 0.51);
    assertThat(evaluation.falseAlarms(0.5)).isEqualTo(0.5);
    assertThat(evaluation.falseAlarms(0.95)).isZero();

    EvaluationReport.writePlots(folder.resolve("plots"), evaluation, metrics, BLACK);

    var json = new ObjectMapper().valueToTree(metrics);
    assertThat(json.at("/ap50").asDouble()).isEqualTo(metrics.ap50());
    assertThat(json.at("/classes/0/name").asText()).isEqualTo("bird");
    try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "precision-recall.png", "reliability.png", "false-alarm-01.jpg", "miss-01.jpg");
    }
  }

  @Test
  void anUnreadableImage_isLeftOut_andTheOthersAreEvaluated() {
    List<Integer> progress = new ArrayList<>();
    ImageSource oneBroken =
        image -> {
          if (image.id() == 2) {
            throw new IOException("no p2!");
          }
          return BLACK.read(image);
        };

    Evaluation evaluation =
        Evaluation.run(DATASET, oneBroken, EvaluationReportTest::detect, 2, listener(progress));

    assertThat(progress).containsExactly(-6, 2); // minus the length of the reason
    assertThat(evaluation.dataset().samples()).containsExactly(DATASET.samples().get(0));
    assertThat(evaluation.metrics().ap50()).isCloseTo(1, within(1e-9));
  }

  private static EvaluationListener listener(List<Integer> heard) {
    return new EvaluationListener() {
      @Override
      public void done(int images, int total) {
        assertThat(total).isEqualTo(2);
        heard.add(images);
      }

      @Override
      public void unreadable(DatasetImage image, String reason) {
        heard.add(-reason.length());
      }
    };
  }

  @Test
  void objectFreeCrops_countWhatIsFoundWhereNothingIs() throws IOException {
    List<RgbImage> seen = new ArrayList<>();
    ObjectFreeCrops.Alarms alarms =
        ObjectFreeCrops.count(
            DATASET,
            image -> {
              byte[] gray = new byte[(int) SIZE.area()];
              Truth truth = DATASET.samples().get((int) image.id() - 1).truths().get(0);
              for (int y = (int) truth.y(); y < truth.y() + truth.height(); y++) {
                for (int x = (int) truth.x(); x < truth.x() + truth.width(); x++) {
                  gray[y * SIZE.width() + x] = 1;
                }
              }
              return new Pixels(SIZE, 1, gray);
            },
            images -> {
              images.forEach(image -> seen.add(image.image()));
              return detect(images);
            },
            0.5);

    assertThat(alarms).isEqualTo(new ObjectFreeCrops.Alarms(2, 2));
    assertThat(seen)
        .allSatisfy(
            image -> {
              assertThat(image.size()).isEqualTo(SIZE);
              assertThat(image.pixels()).doesNotContain(1);
            });
  }

  /** One box near the first object's place, whatever the image. */
  private static List<List<Detection>> detect(List<DecodedImage> images) {
    return images.stream()
        .map(image -> List.of(new Detection(new Box(4, 4, 20, 19), 0, 0.9f)))
        .toList();
  }

  private static Sample sample(long id, double x, double y) {
    return new Sample(
        new DatasetImage(id, "p" + id, SIZE, null),
        List.of(new Truth(id, x, y, 16, 16, 0, false, 256)));
  }
}
