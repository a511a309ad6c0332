package io.paastreams.inference;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.geometry.Size;
import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.torch.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the time of a forward pass goes, by PyTorch's own profiler, on one thread:
 *
 * <pre>{@code
 * mvn -q package -DskipTests
 * java -cp target/test-classes:target/paa-streams.jar io.paastreams.inference.OperatorProfile \
 *     models/thermal-sky int8 8 320 256
 * }</pre>
 */
public final class OperatorProfile {

  private static final int WARM_UP = 5;
  private static final int PASSES = 5;
  private static final double SHOWN = 0.004;

  private OperatorProfile() {}

  /** Takes a model folder, a precision, images in a batch, width and height of the input. */
  public static void main(String[] arguments) throws IOException {
    Model model = ModelFolder.read(Path.of(arguments[0]));
    DetectorOptions options =
        DetectorOptions.DEFAULT
            .withDevice("cpu")
            .withThreads(1)
            .withPrecision(Precision.valueOf(arguments[1].toUpperCase(Locale.ROOT)));
    Size input = new Size(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
    Path trace = Files.createTempFile("operators", ".json");
    double seconds;
    try (ForwardPass pass = ForwardPass.load(model, options);
        ForwardPass.Rounds rounds = pass.on(input, Integer.parseInt(arguments[2]))) {
      rounds.seconds(WARM_UP);
      seconds = rounds.seconds(PASSES) / PASSES;
      JniUtils.startProfile(false, false, false);
      rounds.seconds(PASSES);
      JniUtils.stopProfile(trace.toString());
    }
    System.out.printf(Locale.ROOT, "%.1f ms per pass without the profiler%n", 1e3 * seconds);
    print(ownTimes(new ObjectMapper().readTree(trace.toFile())));
    Files.delete(trace);
  }

  /** Microseconds by operator, those of the operators that it calls not counted. */
  private static Map<String, Double> ownTimes(JsonNode trace) {
    List<JsonNode> events = new ArrayList<>();
    (trace.isArray() ? trace : trace.get("traceEvents")).forEach(events::add);
    events.removeIf(event -> !event.has("dur"));
    events.sort(
        Comparator.<JsonNode>comparingDouble(event -> event.get("ts").asDouble())
            .thenComparing(event -> -event.get("dur").asDouble()));
    Map<String, Double> own = new HashMap<>();
    Deque<JsonNode> callers = new ArrayDeque<>();
    for (JsonNode event : events) {
      while (!callers.isEmpty() && end(callers.element()) <= event.get("ts").asDouble()) {
        callers.pop();
      }
      double time = event.get("dur").asDouble();
      if (!callers.isEmpty()) {
        own.merge(callers.element().get("name").asText(), -time, Double::sum);
      }
      own.merge(event.get("name").asText(), time, Double::sum);
      callers.push(event);
    }
    return own;
  }

  private static double end(JsonNode event) {
    return event.get("ts").asDouble() + event.get("dur").asDouble();
  }

  private static void print(Map<String, Double> own) {
    double all = own.values().stream().mapToDouble(Double::doubleValue).sum();
    own.entrySet().stream()
        .filter(operator -> operator.getValue() > SHOWN * all)
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            operator ->
                System.out.printf(
                    Locale.ROOT,
                    "%5.1f %%  %7.2f ms  %s%n",
                    100 * operator.getValue() / all,
                    operator.getValue() / PASSES / 1e3,
                    operator.getKey()));
  }
}
