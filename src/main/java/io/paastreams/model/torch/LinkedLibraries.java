package io.paastreams.model.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which libraries other libraries want and the system's loader does not find. The loader is asked,
 * by {@code ldd}: it alone knows every path that it searches, and it tells all that is missing,
 * where a load that fails tells the first.
 */
final class LinkedLibraries {

  private static final Logger LOG = LoggerFactory.getLogger(LinkedLibraries.class);
  private static final Pattern MISSING = Pattern.compile("\\s*(\\S+) => not found");

  private LinkedLibraries() {}

  /**
   * Names of what is missing, each once.
   *
   * @param libraries those that do not exist are left out
   * @return empty if nothing is missing, or the system has no {@code ldd}
   */
  static Set<String> missing(List<Path> libraries) {
    List<String> command = new ArrayList<>(List.of("ldd"));
    libraries.stream().filter(Files::exists).map(Path::toString).forEach(command::add);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return missing(output);
    } catch (IOException e) {
      LOG.debug("no ldd: what is missing shows when it is loaded", e);
      return Set.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Set.of();
    }
  }

  /** Reads the output of {@code ldd}. */
  static Set<String> missing(String output) {
    Set<String> names = new LinkedHashSet<>();
    output
        .lines()
        .forEach(
            line -> {
              Matcher matcher = MISSING.matcher(line);
              if (matcher.matches()) {
                names.add(matcher.group(1));
              }
            });
    return names;
  }
}
