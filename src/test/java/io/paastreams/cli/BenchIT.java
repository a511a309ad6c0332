package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that everything is measured and fits together; no test says how fast it is. */
class BenchIT {

  @TempDir private Path folder;

  @Test
  void everyPart_isMeasured_inOneRun() throws Exception {
    Path json = folder.resolve("bench.json");
    try (JarProcess bench =
        JarProcess.start(
            folder,
            "bench",
            "--duration=300ms",
            "--batch=1,4",
            "--precision=float32",
            "--json=" + json)) {
      int status = bench.awaitExit();
      assertThat(status).as(bench.output()).isZero();
      assertThat(bench.output())
          .contains(
              "bare forward", "detector alone", "end to end", "latency", "scaling", "analytics");
    }
    JsonNode report = new ObjectMapper().readTree(Files.readString(json));

    assertThat(report.get("forward")).hasSize(2);
    assertThat(report.at("/forward/1/framesPerSecond").asDouble()).isPositive();
    assertThat(report.at("/detector/millis/forward").asDouble()).isPositive();
    assertThat(report.at("/detector/votingOverNone").asDouble()).isPositive();
    double pipeline = report.at("/pipeline/framesPerSecond").asDouble();
    assertThat(report.at("/pipeline/ofForward").asDouble())
        .isEqualTo(pipeline / report.at("/pipeline/forwardPerSecond").asDouble());
    assertThat(report.at("/pipeline/batches/meanSize").asDouble()).isBetween(1.0, 4.0);
    assertThat(report.get("latency")).hasSize(4);
    report
        .get("latency")
        .forEach(
            each -> {
              assertThat(each.get("p99Millis").asDouble())
                  .isGreaterThanOrEqualTo(each.get("p50Millis").asDouble());
              assertThat(each.get("frames").asLong()).isPositive();
              assertThat(each.get("goalMillis").asDouble()).isPositive();
            });
    assertThat(report.get("overhead")).hasSize(2);
    for (String racer : List.of("pipeline", "plain", "tuned", "traced")) {
      JsonNode rate = report.at("/overhead/0/" + racer);
      assertThat(rate.get("perSecond").asDouble()).isPositive();
      assertThat(rate.get("turns")).hasSize(1);
    }
    assertThat(report.at("/scaling/lines")).hasSize(4);
    assertThat(report.at("/scaling/twoThreadsOfFour").asDouble()).isPositive();
    assertThat(report.at("/scaling/twoInstancesOfOne").asDouble()).isPositive();
    assertThat(report.at("/analytics/pure/framesPerSecond").asDouble()).isPositive();
    assertThat(report.at("/analytics/ofForward").asDouble()).isPositive();
    JsonNode steady = report.at("/analytics/broker/steady");
    assertThat(steady.get("framesPerSecond").asDouble()).isPositive();
    assertThat(steady.get("stateBytes").asDouble()).isPositive();
    assertThat(report.get("peakResidentMiBOfParts")).hasSize(7);
    report
        .get("peakResidentMiBOfParts")
        .forEach(
            part ->
                assertThat(part.asLong()).isBetween(1L, report.get("peakResidentMiB").asLong()));
  }

  @Test
  void noUsableImage_isSaid() throws Exception {
    try (JarProcess bench = JarProcess.start(folder, "bench", "--images=" + folder)) {
      assertThat(bench.awaitExit()).isNotZero();
      assertThat(bench.output()).contains("no JPEG file").contains(folder.toString());
    }
  }
}
