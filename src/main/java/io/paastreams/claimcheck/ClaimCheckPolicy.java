package io.paastreams.claimcheck;

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
 * @param s3Buckets that {@code s3://BUCKET/KEY} URIs may name
 * @param s3 where these buckets are
 * @param maxBytes of one picture
 * @param timeout for fetching one picture, repetitions included
 */
public record ClaimCheckPolicy(
    List<Path> fileRoots,
    List<URI> origins,
    List<URI> privateOrigins,
    List<String> s3Buckets,
    S3Settings s3,
    int maxBytes,
    Duration timeout) {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** Copies its lists; faults are found by {@link #faults}. */
  public ClaimCheckPolicy {
    fileRoots = List.copyOf(fileRoots);
    origins = List.copyOf(origins);
    privateOrigins = List.copyOf(privateOrigins);
    s3Buckets = List.copyOf(s3Buckets);
  }

  /** Refuses every claim check. */
  public static ClaimCheckPolicy refuseAll() {
    return new ClaimCheckPolicy(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        S3Settings.ofEnvironment(),
        16 << 20,
        Duration.ofSeconds(10));
  }

  /** What is wrong with it, by the configuration's keys. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    origins.forEach(origin -> addFault("claimChecks.origins", origin, faults));
    privateOrigins.forEach(origin -> addFault("claimChecks.privateOrigins", origin, faults));
    for (String bucket : s3Buckets) {
      if (!StoreLocation.BUCKET.matcher(bucket).matches()) {
        faults.add(
            "claimChecks.s3Buckets = " + bucket + ": must be names of buckets, without s3://");
      }
    }
    faults.addAll(s3.faults());
    if (maxBytes < 1) {
      faults.add("claimChecks.maxBytes = " + maxBytes + ": must be at least 1");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      faults.add("claimChecks.timeout = " + timeout + ": must be positive");
    }
    return faults;
  }

  private static void addFault(String setting, URI origin, List<String> faults) {
    if (!isOrigin(origin)) {
      faults.add(
          setting
              + " = "
              + origin
              + ": must be http://HOST, https://HOST or one of them with :PORT");
    }
  }

  static boolean isOrigin(URI uri) {
    return uri.getScheme() != null
        && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
        && uri.getHost() != null
        && uri.getUserInfo() == null
        && (uri.getRawPath() == null || uri.getRawPath().isEmpty())
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }
}
