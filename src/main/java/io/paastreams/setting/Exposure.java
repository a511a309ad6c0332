package io.paastreams.setting;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a port with a login demands of its address and of its tokens. */
public final class Exposure {

  private static final int LEAST_TOKEN = 16;

  private Exposure() {}

  /**
   * Whether other machines reach an address of this one.
   *
   * @throws UnknownHostException if no such address is known
   */
  public static boolean isBeyondLoopback(String host) throws UnknownHostException {
    return !InetAddress.getByName(host).isLoopbackAddress();
  }

  /** The fault of a host that is not known. */
  public static Fault unknown(Setting<String> setting, String host) {
    return Fault.of(
        setting, host, "is not known; set an address of this machine, or 0.0.0.0 for all");
  }

  /** The fault of a token that can be guessed; empty if there is none. */
  public static Optional<Fault> ofToken(Setting<String> setting, @Nullable String token) {
    return token == null || token.length() >= LEAST_TOKEN
        ? Optional.empty()
        : Optional.of(
            Fault.of(
                setting.key(),
                "must have at least %d characters, for example of openssl rand -hex 24"
                    .formatted(LEAST_TOKEN)));
  }
}
