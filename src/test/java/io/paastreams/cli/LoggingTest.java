package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.config.LogConfig;
import io.paastreams.devkit.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logging configuration as shipped, in a JVM of its own because this one uses that of the
 * tests.
 */
class LoggingTest {

  /** What the child JVM runs. */
  static final class Child {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);

    public static void main(String[] args) {
      Logging.takeInJavaUtilLogging();
      Logging.apply(
          new LogConfig(LogConfig.Format.valueOf(args[0]), LogConfig.Level.valueOf(args[1])));
      LOG.debug("quiet");
      LOG.atWarn()
          .addKeyValue("camera", "gate \"7\"")
          .addKeyValue("offset", 42)
          .setCause(new IllegalStateException("why"))
          .log("Look at {}.", "this");
      java.util.logging.Logger.getLogger("library").severe("of a library");
    }
  }

  @Test
  void jsonLines_haveTimeLevelMessageAndFields() throws Exception {
    List<String> lines = run("JSON", "INFO");

    JsonNode line = new ObjectMapper().readTree(lines.get(0));
    assertThat(lines).hasSize(2);
    assertThat(new ObjectMapper().readTree(lines.get(1)).get("message").asText())
        .as("from the JDK's own log")
        .isEqualTo("of a library");
    assertThat(line.get("message").asText()).isEqualTo("Look at this.");
    assertThat(line.get("level").asText()).isEqualTo("WARN");
    assertThat(line.get("camera").asText()).isEqualTo("gate \"7\"");
    assertThat(line.get("offset").asText()).isEqualTo("42");
    assertThat(line.get("exception").asText()).startsWith("java.lang.IllegalStateException: why");
    assertThat(Instant.parse(line.get("time").asText())).isBeforeOrEqualTo(Instant.now());
  }

  @Test
  void textLines_beginWithDateAndZone() throws Exception {
    List<String> lines = run("TEXT", "DEBUG");

    assertThat(lines.get(0))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) DEBUG .* quiet");
    assertThat(lines.get(1)).endsWith("Look at this.");
    assertThat(lines.get(lines.size() - 1)).contains(" ERROR ").endsWith("of a library");
  }

  private static List<String> run(String... args) throws IOException, InterruptedException {
    List<String> command =
        ChildJvm.command(
            List.of("-Dlog4j2.configurationFile=" + Path.of("src/main/resources/log4j2.xml")),
            Child.class.getName(),
            List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return text.lines().toList();
  }
}
