package io.paastreams.cli.demo;

import io.paastreams.event.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Zones, lines and rules for the demo's cameras. */
final class DemoRules {

  private DemoRules() {}

  static RuleSet read() {
    try (InputStream resource = DemoRules.class.getResourceAsStream("rules.yaml")) {
      if (resource == null) {
        throw new IllegalStateException("the build lacks the demo's rules.yaml");
      }
      String yaml = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      return RuleSet.of(yaml, Instant.now(), "demo");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the demo's rules", e);
    }
  }
}
