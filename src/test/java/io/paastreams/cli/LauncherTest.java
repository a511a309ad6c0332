package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** src/main/dist/bin/paa-streams with a Java that prints its arguments. */
@Tag("process")
class LauncherTest {

  @TempDir private Path folder;

  private Path launcher;
  private Path javaHome;

  @BeforeEach
  void install() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("release 1/bin"));
    launcher = bin.resolve("paa-streams");
    Files.copy(Path.of("src/main/dist/bin/paa-streams"), launcher);
    executable(launcher);
    javaHome = folder.resolve("a java");
    Path java = Files.createDirectories(javaHome.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\nprintf '%s\\n' \"$OMP_WAIT_POLICY/$GOMP_SPINCOUNT/$MALLOC_ARENA_MAX\" \"$@\"\nexit 7\n");
    executable(java);
  }

  @Test
  void givesTheJvmWhatItNeeds_andPassesArgumentsAndStatusOn() throws Exception {
    Run run = run(launcher, Map.of("JAVA_OPTS", "-Xmx1g -Xss1m"), "run", "--set", "a=b c");

    assertThat(run.lines)
        .containsExactly(
            "active/2000/2",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xmx1g",
            "-Xss1m",
            "-jar",
            folder.toRealPath() + "/release 1/paa-streams.jar",
            "run",
            "--set",
            "a=b c");
    assertThat(run.status).isEqualTo(7);
  }

  @Test
  void worksThroughALink_andKeepsWhatTheEnvironmentSays() throws Exception {
    Path link = Files.createDirectories(folder.resolve("local")).resolve("paa");
    Files.createSymbolicLink(link, Path.of("../release 1/bin/paa-streams"));

    Run run = run(link, Map.of("OMP_WAIT_POLICY", "passive"), "check");

    assertThat(run.lines).startsWith("passive/2000/2").endsWith("check");
    assertThat(run.lines).anyMatch(line -> line.endsWith("/release 1/paa-streams.jar"));
  }

  @Test
  void withoutJava_saysWhatToInstall() throws Exception {
    Run run = run(launcher, Map.of("JAVA_HOME", "/nowhere"), "check");

    assertThat(run.status).isEqualTo(1);
    assertThat(run.lines)
        .containsExactly(
            "paa-streams: there is no /nowhere/bin/java; install a Java runtime of version 17 or"
                + " later, or set JAVA_HOME");
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Run(List<String> lines, int status) {}

  private Run run(Path program, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("JAVA_HOME", javaHome.toString());
    builder
        .environment()
        .keySet()
        .removeAll(List.of("JAVA_OPTS", "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "MALLOC_ARENA_MAX"));
    builder.environment().putAll(all);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return new Run(text.lines().toList(), process.exitValue());
  }
}
