package io.paastreams.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.devkit.ChildJvm;
import io.paastreams.image.JpegDecode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class JpegDecodeCheckTest {

  @TempDir private Path folder;

  @Test
  void scaledDecoding_thatWorks_isSaid_andFullNeedsNoWord() {
    assertThat(new JpegDecodeCheck(JpegDecode.SCALED).run())
        .extracting(Finding::severity)
        .containsExactly(FindingSeverity.OK);
    assertThat(new JpegDecodeCheck(JpegDecode.FULL).run()).isEmpty();
  }

  /** A separate process that is led to believe its machine lacks the library. */
  @Test
  void nativeLibrary_thatCannotBeLoaded_isAFaultWithItsRemedy() throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                ChildJvm.command(
                    List.of("-Dorg.bytedeco.javacpp.platform=plan9-mips"),
                    Child.class.getName(),
                    List.of()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(output))
        .contains("FAULT", "image.jpegDecode", "cannot load its native library", "to full");
  }

  static final class Child {

    private Child() {}

    public static void main(String[] args) {
      new JpegDecodeCheck(JpegDecode.SCALED)
          .run()
          .forEach(finding -> System.out.println(finding.severity() + " " + finding));
    }
  }
}
