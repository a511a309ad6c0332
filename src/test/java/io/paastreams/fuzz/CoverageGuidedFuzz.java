package io.paastreams.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The same readers and properties for a coverage-guided fuzzer. The build does not need it: Jazzer
 * finds this method by its name.
 *
 * <pre>{@code
 * java -cp jazzer-0.24.0.jar:jazzer-api-0.24.0.jar:target/test-classes:target/classes:LIBRARIES \
 *   -Dpaa.fuzz.target=png com.code_intelligence.jazzer.Jazzer \
 *   --target_class=io.paastreams.fuzz.CoverageGuidedFuzz \
 *   --instrumentation_includes='io.paastreams.**' CORPUS_FOLDER -runs=1000000
 * }</pre>
 *
 * <p>The first run fills an empty corpus folder with the valid inputs.
 */
public final class CoverageGuidedFuzz {

  private static final Target TARGET = target();
  private static final FuzzCheck CHECK = new FuzzCheck(TARGET);

  private CoverageGuidedFuzz() {}

  /** Called for every input. */
  public static void fuzzerTestOneInput(byte[] input) {
    CHECK.check(TARGET.repair().apply(input));
  }

  private static Target target() {
    try {
      Path folder = Files.createTempDirectory("paa-fuzz");
      Target target = new FuzzTargets(folder).named(System.getProperty("paa.fuzz.target", "png"));
      FuzzCheck first = new FuzzCheck(target);
      target.seeds().forEach(first::warm);
      return target;
    } catch (IOException e) {
      throw new IllegalStateException("no folder for temporary files", e);
    }
  }
}
