package io.paastreams.pipeline;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * From where pictures may be fetched that a frame event only points to. Whoever can write to the
 * frames topic chooses the address, so nothing is allowed that is not listed here.
 *
 * @param fileRoots folders; {@code file:} URIs must lie in one of them, symbolic links followed
 * @param origins scheme, host and port that {@code http(s):} URIs must have, such as {@code
 *     https://store.example:8443}; without a port the scheme's default one
 * @param privateOrigins the same for names that lead into a private network. A name in {@code
 *     origins} must lead to public addresses only, so that whoever rules its DNS cannot send us to
 *     a machine beside us; an origin that is an address may be any
 * @param maxBytes of one picture
 * @param timeout for fetching one picture, repetitions included
 */
public record ClaimCheckPolicy(
    List<Path> fileRoots,
    List<URI> origins,
    List<URI> privateOrigins,
    int maxBytes,
    Duration timeout) {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** Copies its lists; faults are found by {@link PipelineConfig}. */
  public ClaimCheckPolicy {
    fileRoots = List.copyOf(fileRoots);
    origins = List.copyOf(origins);
    privateOrigins = List.copyOf(privateOrigins);
  }

  /** Refuses every claim check. */
  public static ClaimCheckPolicy refuseAll() {
    return new ClaimCheckPolicy(List.of(), List.of(), List.of(), 16 << 20, Duration.ofSeconds(10));
  }

  List<String> faults() {
    List<String> faults = new ArrayList<>();
    origins.forEach(origin -> addFault("claimChecks.origins", origin, faults));
    privateOrigins.forEach(origin -> addFault("claimChecks.privateOrigins", origin, faults));
    if (maxBytes < 1) {
      faults.add("claimChecks.maxBytes = " + maxBytes + ": must be at least 1");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      faults.add("claimChecks.timeout = " + timeout + ": must be positive");
    }
    return faults;
  }

  private static void addFault(String setting, URI origin, List<String> faults) {
    if (origin.getScheme() == null
        || !SCHEMES.contains(origin.getScheme().toLowerCase(Locale.ROOT))
        || origin.getHost() == null
        || origin.getUserInfo() != null
        || !(origin.getRawPath() == null || origin.getRawPath().isEmpty())
        || origin.getRawQuery() != null
        || origin.getRawFragment() != null) {
      faults.add(
          setting
              + " = "
              + origin
              + ": must be http://HOST, https://HOST or one of them with :PORT");
    }
  }
}
