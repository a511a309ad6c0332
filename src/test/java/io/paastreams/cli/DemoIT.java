package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command. */
class DemoIT {

  @TempDir private Path folder;

  @Test
  void demoOnRealVideo_balancesAndDetects() throws Exception {
    JsonNode summary = demo("--duration=6s", "--cameras=4", "--speed=max");

    assertThat(summary.get("balanced").asBoolean()).isTrue();
    assertThat(summary.get("framesIn").asLong())
        .isPositive()
        .isEqualTo(
            summary.get("detected").asLong()
                + summary.get("skipped").asLong()
                + summary.get("deadLettered").asLong());
    assertThat(summary.get("detected").asLong()).isPositive();
    assertThat(summary.at("/analytics/balanced").asBoolean()).isTrue();
    assertThat(summary.at("/analytics/tracks").asLong())
        .isEqualTo(summary.get("detected").asLong());
    assertThat(summary.at("/analytics/events").asLong()).isPositive();
    assertThat(summary.get("deadLettered").asLong()).isZero();
    assertThat(summary.get("skipped").asLong()).isZero();
    // The bundled model really detects: it is evaluated on clips that it was not trained on.
    assertThat(summary.at("/quality/frames").asInt()).isPositive();
    assertThat(summary.at("/quality/ap50").asDouble()).isGreaterThan(0.5);
  }

  @Test
  void demoInRealTime_underExactlyOnce_balances() throws Exception {
    JsonNode summary = demo("--duration=4s", "--cameras=2", "--speed=realtime", "--exactly-once");

    assertThat(summary.get("balanced").asBoolean()).isTrue();
    assertThat(summary.get("framesIn").asLong()).isPositive();
    assertThat(summary.get("repeated").asLong()).isZero();
  }

  private JsonNode demo(String... options) throws IOException, InterruptedException {
    Path json = folder.resolve("summary.json");
    String[] args = new String[options.length + 3];
    args[0] = "demo";
    args[1] = "--headless";
    args[2] = "--json=" + json;
    System.arraycopy(options, 0, args, 3, options.length);
    try (JarProcess demo = JarProcess.start(folder, args)) {
      int status = demo.awaitExit();
      assertThat(status).as(demo.output()).isZero();
      assertThat(demo.output()).contains("detected/s", "balance");
    }
    return new ObjectMapper().readTree(Files.readString(json));
  }
}
