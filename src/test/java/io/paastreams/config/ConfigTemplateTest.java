package io.paastreams.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTemplateTest {

  @TempDir private Path folder;

  @Test
  void theTemplate_isValidAsItIs() throws IOException {
    PaaStreamsConfig config = load(PaaStreamsConfig.template());

    assertThat(config.cluster().bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(config.model().path()).isEqualTo(Path.of("models/thermal-sky"));
  }

  @Test
  void everyDefaultThatItShows_canBeRead() throws IOException {
    String template = PaaStreamsConfig.template();
    StringBuilder page = new StringBuilder();
    String section = "";
    for (String line :
        template.lines().takeWhile(line -> !line.equals("# Further keys:")).toList()) {
      if (line.matches("#?\\w+:")) {
        section = line.replaceAll("[#:]", "");
      } else if (line.matches("[ #] +[\\w.]+: \\S.*") && !line.startsWith("  #")) {
        page.append(section).append('.').append(line.substring(1).strip()).append('\n');
      }
    }
    String all = page.toString();

    assertThat(all.lines()).hasSizeGreaterThan(40);
    PaaStreamsConfig written = load(all);
    PaaStreamsConfig omitted = load(template);
    // The written keys differ, but the resulting values must not.
    assertThat(written)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*chosen")
        .isEqualTo(omitted);
    assertThat(written.pipeline().maxBatchSize()).isEqualTo(omitted.pipeline().maxBatchSize());
  }

  @Test
  void everyKey_isThere() {
    String template = PaaStreamsConfig.template();
    assertThat(Sections.SCHEMA.keys())
        .allSatisfy(key -> assertThat(template).contains(key.meaning()));
  }

  private PaaStreamsConfig load(String text) throws IOException {
    return PaaStreamsConfig.load(
        Files.writeString(folder.resolve("config.yaml"), text), Map.of(), List.of());
  }
}
