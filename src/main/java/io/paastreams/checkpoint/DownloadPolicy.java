package io.paastreams.checkpoint;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * What a download may take, and from where.
 *
 * @param maxBytes of the file
 * @param timeout of the whole download
 * @param stallTimeout longest time without a byte, the answer's head included
 * @param hosts {@code HOST} or {@code HOST:PORT} to which redirects may lead, besides the first
 *     address's own
 */
public record DownloadPolicy(
    long maxBytes, Duration timeout, Duration stallTimeout, Set<String> hosts) {

  public DownloadPolicy {
    hosts = Set.copyOf(hosts);
  }

  /**
   * Refuses what is not plain HTTP to a host.
   *
   * @throws CheckpointException if it is not
   */
  static void demandHttp(URI address) throws CheckpointException {
    boolean http =
        "http".equalsIgnoreCase(address.getScheme())
            || "https".equalsIgnoreCase(address.getScheme());
    if (!http || address.getHost() == null || address.getUserInfo() != null) {
      throw new CheckpointException(
          address + " is not allowed: give an address http://HOST/... or https://HOST/...");
    }
  }

  /**
   * Refuses a redirect off the host, or from https to http. A host may send its own visitors from
   * http to https.
   *
   * @throws CheckpointException if it is refused
   */
  void demandSameHost(URI from, URI to) throws CheckpointException {
    demandHttp(to);
    if (isSecure(from) && !isSecure(to)) {
      throw new CheckpointException(
          from + " redirects to " + to + ", which is not encrypted: take another --base-url");
    }
    boolean sameHost = from.getHost().equalsIgnoreCase(to.getHost());
    boolean samePort = port(from) == port(to);
    boolean upgrade = port(from) == 80 && port(to) == 443;
    String host = to.getHost().toLowerCase(Locale.ROOT);
    boolean allowed =
        hosts.contains(host + ":" + port(to))
            || (hosts.contains(host) && port(to) == (isSecure(to) ? 443 : 80));
    if (!allowed && !(sameHost && (samePort || upgrade))) {
      throw new CheckpointException(
          from
              + " redirects to another host, "
              + to
              + ": if you trust it, give --allow-host "
              + host
              + (to.getPort() < 0 ? "" : ":" + to.getPort()));
    }
  }

  private static boolean isSecure(URI address) {
    return "https".equalsIgnoreCase(address.getScheme());
  }

  private static int port(URI address) {
    return address.getPort() >= 0 ? address.getPort() : isSecure(address) ? 443 : 80;
  }
}
