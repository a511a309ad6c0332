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
 * Finds the libraries that other libraries need but the system's loader does not find. The loader
 * is asked, through {@code ldd}: it alone knows every path that it searches, and it reports
 * everything that is missing, while a failed load reports only the first.
 */
final class LinkedLibraries {

  private static final Logger LOG = LoggerFactory.getLogger(LinkedLibraries.class);
  private static final Pattern MISSING = Pattern.compile("\\s*(\\S+) => not found");

  private LinkedLibraries() {}

  /**
   * The names of the missing libraries, each once.
   *
   * @param libraries the libraries to examine; those that do not exist are left out
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
