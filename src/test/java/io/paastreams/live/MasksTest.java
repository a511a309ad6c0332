package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.claimcheck.ClaimCheckReader;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasksTest {

  private static final Size SIZE = new Size(8, 4);

  @TempDir private Path folder;

  @Test
  void theLeftHalf_isBlack_andNothingElse() throws IOException {
    RgbImage painted =
        read("gate-*: [[[0, 0], [0.5, 0], [0.5, 1], [0, 1]]]").paint("gate-7", white());

    for (int y = 0; y < SIZE.height(); y++) {
      for (int x = 0; x < SIZE.width(); x++) {
        assertThat(painted.pixels()[3 * (y * SIZE.width() + x)])
            .as("%d, %d", x, y)
            .isEqualTo((byte) (x < 4 ? 0 : 255));
      }
    }
  }

  @Test
  void aPixelThatIsCutByTheBorder_isBlackAsAWhole() throws IOException {
    RgbImage painted =
        read("gate: [[[0.3, 0.3], [0.32, 0.3], [0.32, 0.7], [0.3, 0.7]]]").paint("gate", white());

    assertThat(painted.pixels()[3 * (SIZE.width() + 2)]).isZero();
    assertThat(painted.pixels()[3 * (SIZE.width() + 3)]).isEqualTo((byte) 255);
  }

  @Test
  void theImageThatLeaves_isBlackThere_andOtherCamerasPassThrough() throws Exception {
    FrameImages images =
        new FrameImages(
            new ClaimCheckReader(ClaimCheckPolicy.refuseAll()),
            read("door: [[[0, 0], [1, 0], [1, 1], [0, 1]]]"));
    byte[] bright = LiveStage.jpeg(new Box(0, 0, 320, 240));

    ByteBuffer masked = images.file(frame("door", bright));
    byte[] file = new byte[masked.remaining()];
    masked.get(file);

    for (byte value : ImageDecoder.withDefaultLimits().decode(file).pixels()) {
      assertThat(value & 0xFF).isLessThan(4);
    }
    assertThat(images.file(frame("yard", bright))).isEqualTo(ByteBuffer.wrap(bright));
    // Bytes that cannot be masked stay here.
    assertThatThrownBy(() -> images.file(frame("door", new byte[] {1, 2, 3})))
        .isInstanceOf(ImageException.class);
  }

  @Test
  void whatMasksNothing_isRefused_andSaysWhatIsWrong() {
    assertThatThrownBy(() -> read("gate: [")).hasMessageContaining("line 1");
    assertThatThrownBy(() -> read("")).hasMessageContaining("per camera");
    assertThatThrownBy(() -> read("gate: []")).hasMessageContaining("gate: needs a list");
    assertThatThrownBy(() -> read("gate: [[[0, 0], [1, 1]]]")).hasMessageContaining("3 corners");
    assertThatThrownBy(() -> read("gate: [[[0, 0], [7, 0], [1, 1]]]"))
        .hasMessageContaining("from 0 to 1, not [7,0]");
    assertThatThrownBy(() -> read("gate: [[[0, 0], [1, 1], [1, 0], [0, 1]]]"))
        .hasMessageContaining("crosses itself");
    assertThatThrownBy(() -> Masks.read(folder.resolve("none.yaml")))
        .hasMessageContaining("that can be read");
  }

  private Masks read(String yaml) throws IOException {
    return Masks.read(Files.writeString(folder.resolve("masks.yaml"), yaml));
  }

  private static RgbImage white() {
    byte[] pixels = new byte[Math.toIntExact(3 * SIZE.area())];
    Arrays.fill(pixels, (byte) 255);
    return new RgbImage(SIZE, pixels);
  }

  private static Frame frame(String camera, byte[] file) {
    return new Frame(
        UUID.randomUUID(),
        camera,
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        new FramePayload.Encoded(FramePayload.Encoding.JPEG, file));
  }
}
