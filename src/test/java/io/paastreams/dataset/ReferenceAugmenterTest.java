package io.paastreams.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.geometry.Box;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.RgbImage;
import io.paastreams.training.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReferenceAugmenterTest {

  private static final float[] MEAN = {123.675f, 116.28f, 103.53f};
  private static final float[] STD = {58.395f, 57.12f, 57.375f};

  @Test
  void resizeAndFlip_equalTheReference() throws Exception {
    RgbImage image =
        ImageDecoder.withDefaultLimits()
            .decode(Files.readAllBytes(Path.of("src/test/resources/golden/preproc/pic_a.png")));
    for (JsonNode expected : Golden.json("preproc/train_transforms.json")) {
      Sample sample = sample(image, expected.get("boxes_in"));

      TrainingImage made =
          new ReferenceAugmenter(160, 128, 128, 0.5)
              .make(sample, Pixels.of(image), 128, expected.get("flip").asBoolean());

      JsonNode shape = expected.get("img_shape");
      assertThat(made.size().height()).isEqualTo(shape.get(0).asInt());
      assertThat(made.size().width()).isEqualTo(shape.get(1).asInt());
      for (int i = 0; i < made.boxes().size(); i++) {
        Box box = made.boxes().get(i);
        float[] corners = Golden.floats(expected.get("boxes_out").get(i));
        assertThat(new float[] {box.x1(), box.y1(), box.x2(), box.y2()})
            .containsExactly(corners, within(2e-5f));
      }
      float[] first = Golden.floats(expected.get("image").get("first"));
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < made.size().area(); i++) {
          float value = (made.values()[c * (int) made.size().area() + i] - MEAN[c]) / STD[c];
          sum += value;
          if (c == 0 && i < first.length) {
            assertThat(value).isEqualTo(first[i]);
          }
        }
      }
      assertThat(sum).isCloseTo(expected.get("image").get("sum").asDouble(), within(1e-2));
    }
  }

  private static Sample sample(RgbImage image, JsonNode boxes) {
    List<Truth> truths = new ArrayList<>();
    for (JsonNode box : boxes) {
      double x = box.get(0).asDouble();
      double y = box.get(1).asDouble();
      truths.add(
          new Truth(
              truths.size(),
              x,
              y,
              box.get(2).asDouble() - x,
              box.get(3).asDouble() - y,
              0,
              false,
              1));
    }
    return new Sample(new DatasetImage(1, "pic_a.png", image.size(), null), truths);
  }
}
