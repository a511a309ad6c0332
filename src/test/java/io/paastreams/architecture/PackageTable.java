package io.paastreams.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which package may import which: data moves from left to right, imports never do. Names are
 * relative to {@code io.paastreams}; a name that ends in {@code .*} stands for the package and
 * those below it.
 */
final class PackageTable {

  static final String ROOT = "io.paastreams";

  private static final Map<String, Set<String>> TABLE = new LinkedHashMap<>();

  static {
    row("text");
    row("setting");
    row("geometry");
    row("assignment");
    row("image", "setting", "text", "geometry");
    row("detection", "geometry");
    row("event", "setting", "event.avro.*", "text", "detection", "geometry");
    row("cluster", "text", "event");
    row("replay", "text", "event", "cluster");
    row("event.avro.v1");
    row("batch");
    row("model.torch");
    row("model.layer");
    row("model.backbone", "model.layer");
    row("model.neck", "model.layer");
    row("model.head", "model.layer");
    row("model.box", "model.anchor", "model.head");
    row("model.anchor", "model.box", "model.head");
    row("model.postprocess", "model.box", "model.anchor", "model.head", "model.layer");
    row("model", "model.*", "text");
    row("inference", "setting", "model.*", "image", "detection", "geometry");
    row("checkpoint", "text", "model.*");
    row("dataset", "text", "image", "detection", "geometry");
    row("training.assign", "model.*", "dataset", "image", "geometry");
    row("training.loss", "model.*", "dataset", "image", "geometry");
    row("training.schedule", "model.*", "dataset", "image", "geometry");
    row("training", "training.*", "model.*", "dataset", "image", "detection", "geometry");
    row("evaluation", "assignment", "dataset", "image", "detection", "geometry");
    row("tracking", "assignment", "text", "detection", "geometry");
    row("rules", "tracking", "text", "detection", "geometry");
    row("claimcheck", "setting", "text", "event");
    row("routing", "detection", "geometry");
    row("streams", "setting", "text", "event", "cluster");
    row(
        "analytics",
        "setting",
        "text",
        "event",
        "cluster",
        "streams",
        "tracking",
        "rules",
        "detection",
        "geometry");
    row("pipeline.admission", "setting", "text", "event", "batch");
    row(
        "pipeline",
        "pipeline.admission",
        "setting",
        "text",
        "event",
        "cluster",
        "streams",
        "image",
        "claimcheck",
        "batch",
        "inference",
        "detection",
        "geometry",
        "routing");
    row("ingest", "setting", "text", "event", "cluster", "image", "claimcheck", "geometry");
    row(
        "live",
        "setting",
        "text",
        "event",
        "cluster",
        "replay",
        "image",
        "claimcheck",
        "rules",
        "tracking",
        "detection",
        "geometry");
    row(
        "metrics",
        "detection",
        "event",
        "batch",
        "inference",
        "streams",
        "pipeline",
        "analytics",
        "ingest",
        "live");
    row("tracing", "setting", "event", "batch", "streams", "pipeline", "analytics");
    row("devkit", "event", "cluster");
    row(
        "config",
        "setting",
        "text",
        "event",
        "cluster",
        "image",
        "claimcheck",
        "batch",
        "inference",
        "model.*",
        "streams",
        "pipeline",
        "pipeline.admission",
        "analytics",
        "ingest",
        "live",
        "metrics",
        "tracing",
        "training",
        "detection",
        "geometry");
    row(
        "check",
        "text",
        "config",
        "event",
        "cluster",
        "image",
        "claimcheck",
        "inference",
        "model.*",
        "streams",
        "pipeline",
        "analytics");
    row("cli", "*");
    row("cli.table");
    row("cli.demo", "*");
    row("cli.bench", "*");
    row("cli.rules", "*");
    row("cli.compare", "*");
  }

  private PackageTable() {}

  private static void row(String name, String... mayImport) {
    TABLE.put(name, Set.of(mayImport));
  }

  static Set<String> packages() {
    return TABLE.keySet();
  }

  static boolean knows(String name) {
    return TABLE.containsKey(name);
  }

  static boolean mayImport(String from, String to) {
    if (from.equals(to)) {
      return true;
    }
    return allowed(from).stream()
        .anyMatch(
            rule ->
                rule.equals("*")
                    || rule.equals(to)
                    || (rule.endsWith(".*")
                        && (to + ".").startsWith(rule.substring(0, rule.length() - 1))));
  }

  static Set<String> allowed(String from) {
    return TABLE.getOrDefault(from, Set.of());
  }

  /** Third-party packages, the only packages of ours that may use them, and the remedy. */
  static List<Containment> containments() {
    return List.of(
        new Containment(
            "DJL",
            "ai.djl..",
            Set.of("model", "inference", "checkpoint", "training"),
            "pass plain arrays or domain records over the wall"),
        new Containment(
            "Kafka Streams",
            "org.apache.kafka.streams..",
            Set.of("streams", "pipeline", "analytics", "metrics"),
            "express it as a config record or listener of the application"),
        new Containment(
            "Avro",
            "org.apache.avro..",
            Set.of("event"),
            "use the domain records and the serdes of event"),
        new Containment(
            "the schema registry client",
            "org.apache.flink..",
            Set.of("event"),
            "use event's registry interface"),
        new Containment(
            "Micrometer",
            "io.micrometer..",
            Set.of("metrics"),
            "add a method to the stage's listener and implement it in metrics"),
        new Containment(
            "OpenTelemetry",
            "io.opentelemetry..",
            Set.of("tracing"),
            "add a method to the stage's listener and make the span in tracing"),
        new Containment("Javalin", "io.javalin..", Set.of("live"), "serve it from live"),
        new Containment("Jetty", "org.eclipse.jetty..", Set.of("live"), "serve it from live"),
        new Containment(
            "FFmpeg",
            "org.bytedeco.ffmpeg..",
            Set.of("ingest"),
            "take images from an ingest.FrameSource"),
        new Containment(
            "Leptonica",
            "org.bytedeco.leptonica..",
            Set.of("image"),
            "decode with an image.ImageDecoder"),
        new Containment(
            "JavaCPP",
            "org.bytedeco.javacpp..",
            Set.of("ingest", "image"),
            "keep native memory behind the class that owns it"),
        new Containment(
            "the S3 client",
            "software.amazon.awssdk..",
            Set.of("claimcheck"),
            "read with a claimcheck.ClaimCheckReader, write with a claimcheck.ClaimCheckStore"),
        new Containment("picocli", "picocli..", Set.of("cli"), "make it an argument"),
        new Containment(
            "pickle",
            "net.razorvine..",
            Set.of("checkpoint"),
            "import the checkpoint to a model folder first"));
  }

  /** Package names that are in the code but not in the table. */
  static Set<String> unknown(Set<String> inCode) {
    Set<String> unknown = new TreeSet<>(inCode);
    unknown.removeAll(TABLE.keySet());
    return unknown;
  }

  record Containment(String library, String pattern, Set<String> owners, String repair) {}
}
