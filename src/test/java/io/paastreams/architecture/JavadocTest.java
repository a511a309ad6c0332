package io.paastreams.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Faults in comments that the formatter lets pass and that would hide text from readers. */
class JavadocTest {

  private static final Pattern TAG_WITHIN_A_LINE =
      Pattern.compile("^\\s*/?\\*+ .*\\S @(param|return|throws)\\b");

  @Test
  void blockTags_beginTheirLine() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> TAG_WITHIN_A_LINE.matcher(line).find())
            .forEach(line -> found.add(file.getFileName() + ":" + line));
      }
    }
    assertThat(found).isEmpty();
    assertThat("   * Binds a file. @param file the YAML").containsPattern(TAG_WITHIN_A_LINE);
  }
}
