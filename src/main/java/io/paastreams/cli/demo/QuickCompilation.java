package io.paastreams.cli.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the JVM compile all code but ours only with the faster of its two compilers (C1). A demo
 * lasts half a minute with a broker in its process, and for most of that time the optimising
 * compiler (C2) takes up to half a core for code that never repays it. A pipeline that runs for
 * long must not do this.
 */
final class QuickCompilation {

  private static final Logger LOG = LoggerFactory.getLogger(QuickCompilation.class);

  private static final String DIRECTIVES =
      """
      [
        { match: ["io/paastreams/*.*"] },
        { match: ["*.*"], c2: { Exclude: true } }
      ]
      """;

  private QuickCompilation() {}

  /** Takes effect for code that is compiled from now on, if the JVM is HotSpot. */
  static void exceptForOurs() {
    try {
      Path file = Files.createTempFile("paa-streams-compiler", ".json");
      try {
        Files.writeString(file, DIRECTIVES);
        Object answer =
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "compilerDirectivesAdd",
                    new Object[] {new String[] {file.toString()}},
                    new String[] {String[].class.getName()});
        LOG.debug("compiler directives: {}", answer);
      } finally {
        Files.delete(file);
      }
    } catch (IOException | JMException e) {
      LOG.debug("code is compiled as usual", e);
    }
  }
}
