package io.paastreams.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CameraStateCodecTest {

  @Test
  void everyStateOfALivelyCamera_comesBackAsItWas() {
    Random random = new Random(7);
    Run run = new Run(Run.yard("gate 7/ü"));
    Film film = new Film("gate 7/ü");
    int largest = 0;
    for (int frame = 0; frame < 300; frame++) {
      film.frame(crowd(random));
      run.judge(film.last());
      byte[] bytes = CameraStateCodec.toBytes(run.state());
      assertThat(CameraStateCodec.ofBytes(bytes)).isEqualTo(run.state());
      assertThat(CameraStateCodec.toBytes(CameraStateCodec.ofBytes(bytes))).isEqualTo(bytes);
      largest = Math.max(largest, bytes.length);
    }
    assertThat(run.state().scene().tracks()).isNotEmpty();
    assertThat(run.alerts).isNotEmpty();
    assertThat(largest).isLessThan(20_000);
  }

  private static Detection[] crowd(Random random) {
    Detection[] detections = new Detection[random.nextInt(6)];
    for (int i = 0; i < detections.length; i++) {
      float x = 100 * i + random.nextFloat() * 20;
      detections[i] =
          new Detection(
              new Box(x, 200, x + 40, 300), random.nextInt(3), 0.5f + random.nextFloat() / 2);
    }
    return detections;
  }

  @Test
  void fiveObjects_takeAFewKilobytes() {
    Run run = new Run(Run.yard("gate"));
    Film film = new Film("gate");
    for (int frame = 0; frame < 50; frame++) {
      int x = frame;
      film.frame(
          Film.person(60 + x, 400),
          Film.person(160 + x, 400),
          Film.person(260 + x, 400),
          Film.person(360 + x, 400),
          Film.person(460 + x, 400));
      run.judge(film.last());
    }
    assertThat(run.state().tracker().tracks()).hasSize(5);
    assertThat(CameraStateCodec.toBytes(run.state()).length).isLessThan(4_000);
  }

  /**
   * As the first release wrote it. If you change the format, add a file of the new version and keep
   * this one; {@code -Dpaa.states.write=true} writes that of the present version.
   */
  @Test
  void aStateOfTheFirstVersion_isReadForEver() throws IOException {
    Run run = Run.of(new Film("gate").walk(60, 400, 560, 400, 40));
    Path file = Path.of("src/test/resources/analytics/state-v%d.hex");
    if (Boolean.getBoolean("paa.states.write")) {
      Path present = Path.of(file.toString().formatted(CameraStateCodec.VERSION));
      Files.createDirectories(present.getParent());
      Files.writeString(
          present, HexFormat.of().formatHex(CameraStateCodec.toBytes(run.state())) + "\n");
    }
    String first = Files.readString(Path.of(file.toString().formatted(1))).strip();
    CameraState state = CameraStateCodec.ofBytes(HexFormat.of().parseHex(first));

    assertThat(state.tracker().tracks()).hasSize(1);
    assertThat(state.scene().tracks()).hasSize(1);
    assertThat(state.labels()).containsValue("person");
    assertThat(state.tracker().lastMicros()).isEqualTo(run.state().tracker().lastMicros());
  }

  @Test
  void aStateOfANewerVersion_isNotRead() {
    byte[] bytes = CameraStateCodec.toBytes(CameraState.EMPTY);
    bytes[0] = 9;
    assertThatExceptionOfType(UnreadableStateException.class)
        .isThrownBy(() -> CameraStateCodec.ofBytes(bytes))
        .withMessage("its format is 9, this version of the software reads 1");
  }

  @Test
  void whatIsCutOffOrDamaged_isNotReadAndNeverHangs() {
    byte[] bytes =
        CameraStateCodec.toBytes(Run.of(new Film("gate").walk(60, 400, 560, 400, 40)).state());
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatExceptionOfType(UnreadableStateException.class)
          .isThrownBy(() -> CameraStateCodec.ofBytes(cut));
    }
    Random random = new Random(3);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = bytes.clone();
      damaged[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
      try {
        CameraStateCodec.ofBytes(damaged);
      } catch (UnreadableStateException expected) {
        assertThat(expected).hasMessageContaining("damaged");
      }
    }
  }
}
