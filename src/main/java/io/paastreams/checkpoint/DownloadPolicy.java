package io.paastreams.checkpoint;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * The limits of a download.
 *
 * @param maxBytes the largest size of the file
 * @param timeout the longest time of the whole download
 * @param stallTimeout the longest time without a byte, including the response's headers
 * @param hosts {@code HOST} or {@code HOST:PORT} to which redirects may lead, besides the first
 *     address's own
 */
public record DownloadPolicy(
    long maxBytes, Duration timeout, Duration stallTimeout, Set<String> hosts) {

  public DownloadPolicy {
    hosts = Set.copyOf(hosts);
  }

  /**
   * Refuses an address that is not HTTP or HTTPS to a host.
   *
   * @throws CheckpointException if it is refused
   */
  static void demandHttp(URI address) throws CheckpointException {
    boolean http =
        "http".equalsIgnoreCase(address.getScheme())
            || "https".equalsIgnoreCase(address.getScheme());
    if (!http || address.getHost() == null || address.getUserInfo() != null) {
      throw new CheckpointException(
          address + " is not allowed: use an address http://HOST/... or https://HOST/...");
    }
  }

  /**
   * Refuses a redirect to another host, or from https to http. A redirect from http to https on the
   * same host is allowed.
   *
   * @throws CheckpointException if it is refused
   */
  void demandSameHost(URI from, URI to) throws CheckpointException {
    demandHttp(to);
    if (isSecure(from) && !isSecure(to)) {
      throw new CheckpointException(
          from + " redirects to " + to + ", which is not encrypted: use another --base-url");
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
              + ": if you trust it, add --allow-host "
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
