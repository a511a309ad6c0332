package io.paastreams.claimcheck;

import io.paastreams.claimcheck.ClaimCheckException.Reason;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Keeps claim checks away from addresses that their origin should not have. An allowed name is only
 * as trustworthy as its DNS: its owner could point it to 127.0.0.1, to another machine in the
 * private network or to a cloud's metadata service at 169.254.169.254.
 *
 * <ul>
 *   <li>An origin that is listed as an address is used as it is.
 *   <li>A name in {@code origins} must resolve to public addresses only.
 *   <li>A name in {@code privateOrigins} may also resolve to loopback and private addresses.
 *   <li>No name may resolve to link-local, multicast or unspecified addresses.
 * </ul>
 *
 * <p>The name is looked up just before each request, and the connection is made with the same
 * answer, from the JVM's address cache. That cache must not be disabled ({@code
 * networkaddress.cache.ttl=0}).
 *
 * <p>Threading: safe; a lookup blocks.
 */
final class AddressGuard {

  /** Matches numbers or an address in brackets, which are never looked up. */
  private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|\\[.*]");

  private final ClaimCheckPolicy policy;
  private final Lookup lookup;

  /** Resolves a name. */
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  AddressGuard(ClaimCheckPolicy policy) {
    this(policy, InetAddress::getAllByName);
  }

  AddressGuard(ClaimCheckPolicy policy, Lookup lookup) {
    this.policy = policy;
    this.lookup = lookup;
  }

  /**
   * Checks the addresses to which the host of an allowed origin resolves.
   *
   * @throws ClaimCheckException if one of its addresses is not allowed
   * @throws UnknownHostException if it has none
   */
  void check(URI uri) throws ClaimCheckException, UnknownHostException {
    String host = uri.getHost();
    if (ADDRESS.matcher(host).matches()) {
      return;
    }
    boolean privately =
        policy.privateOrigins().stream()
            .anyMatch(origin -> ClaimCheckReader.sameOrigin(origin, uri));
    for (InetAddress address : lookup.addresses(host)) {
      if (isNobodys(address) || (!privately && isPrivate(address))) {
        throw new ClaimCheckException(
            Reason.NOT_ALLOWED,
            "%s is not allowed: %s resolves to %s; %s"
                .formatted(
                    uri,
                    host,
                    address.getHostAddress(),
                    isNobodys(address)
                        ? "list the origin by its address if that is intended"
                        : "if that is intended, list it in claimChecks.privateOrigins"));
      }
    }
  }

  /** Whether this is an address that no name should resolve to. */
  private static boolean isNobodys(InetAddress address) {
    return address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || first(address) == 0
        || first(address) >= 240 && address instanceof Inet4Address;
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address.isLoopbackAddress() || address.isSiteLocalAddress()) {
      return true;
    }
    if (address instanceof Inet6Address) {
      boolean uniqueLocal = (bytes[0] & 0xFE) == 0xFC;
      // 64:ff9b::/96 and 2002::/16 carry an IPv4 address, which may be a private one.
      boolean translated =
          bytes[0] == 0x00 && bytes[1] == 0x64 && bytes[2] == (byte) 0xFF && bytes[3] == (byte) 0x9B
              || bytes[0] == 0x20 && bytes[1] == 0x02;
      return uniqueLocal || translated;
    }
    boolean carrierGrade = first(address) == 100 && (bytes[1] & 0xC0) == 64;
    return carrierGrade || Arrays.equals(Arrays.copyOf(bytes, 2), new byte[] {(byte) 198, 18});
  }

  private static int first(InetAddress address) {
    return address instanceof Inet4Address ? address.getAddress()[0] & 0xFF : -1;
  }
}
