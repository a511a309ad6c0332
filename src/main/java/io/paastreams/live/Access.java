package io.paastreams.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.SameSite;
import io.javalin.http.TooManyRequestsResponse;
import io.javalin.http.UnauthorizedResponse;
import io.paastreams.text.Printable;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may do what. The credential is a token, given as {@code Authorization: Bearer TOKEN},
 * as the password of basic authentication with any user name, or once in the login form, which sets
 * a session cookie.
 *
 * <p>Without tokens the page is on the loopback interface or behind a proxy, see {@link
 * LiveConfig#faults}, and everyone who can reach it is an operator. The {@code Host} header must
 * then name this machine; otherwise a page of another site could make its own host name point here
 * (DNS rebinding) and read everything.
 *
 * <p>Threading: safe.
 */
final class Access {

  static final String COOKIE = "paa_live";

  private static final Duration SESSION = Duration.ofHours(12);
  private static final int MOST_SESSIONS = 10_000;
  private static final int MOST_NAME = 80;
  private static final int MOST_ADDRESSES = 10_000;
  private static final int MOST_FAILURES_PER_MINUTE = 60;
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

  private final LiveConfig config;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, RecentCount> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RecentCount> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  private record Session(Role role, Instant end) {}

  Access(LiveConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** The role of a client. */
  Role role(Context ctx) {
    if (!config.needsCredential()) {
      return Role.OPERATOR;
    }
    String token = token(ctx.header("Authorization"));
    if (token != null) {
      return roleOf(token, ctx.ip());
    }
    String cookie = ctx.cookie(COOKIE);
    Session session = cookie == null ? null : sessions.get(cookie);
    return session == null || clock.instant().isAfter(session.end())
        ? Role.STRANGER
        : session.role();
  }

  /** Refuses clients that may not view the page. */
  void requireViewer(Context ctx) {
    requireOwnHost(ctx);
    if (!role(ctx).may(Role.VIEWER)) {
      ctx.header("WWW-Authenticate", "Bearer realm=\"PAA Streams\"");
      throw new UnauthorizedResponse("log in, or send Authorization: Bearer TOKEN");
    }
  }

  /** Refuses clients that may not change anything, and requests from pages of other sites. */
  void requireOperator(Context ctx) {
    requireViewer(ctx);
    requireOwnOrigin(ctx);
    if (!role(ctx).may(Role.OPERATOR)) {
      throw new ForbiddenResponse("this needs the operator's token (live.operatorToken)");
    }
  }

  /** The same, and records the request in the audit log, whether it is refused or not. */
  void requireOperator(Context ctx, Audit audit, String action, String detail) {
    try {
      requireOperator(ctx);
    } catch (HttpResponseException e) {
      audit.record(ctx, action + ", refused", detail);
      throw e;
    }
    audit.record(ctx, action, detail);
  }

  /** Refuses requests from pages of other sites; browsers send the origin of the page. */
  void requireOwnOrigin(Context ctx) {
    String origin = ctx.header("Origin");
    String host = ctx.header("Host");
    if (origin != null && (host == null || !origin.matches("https?://" + Pattern.quote(host)))) {
      throw new ForbiddenResponse("requests from pages of other origins are refused");
    }
  }

  private void requireOwnHost(Context ctx) {
    String host = ctx.header("Host");
    if (!config.needsCredential()
        && (host == null || !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches())) {
      throw new ForbiddenResponse(
          "without live.token only requests to localhost are answered, not to this host name");
    }
  }

  /**
   * Begins a session.
   *
   * @return the role that the token grants; for a stranger no session begins
   */
  Role login(Context ctx, String token) {
    requireOwnOrigin(ctx);
    Role role = roleOf(token, ctx.ip());
    if (role != Role.STRANGER) {
      Instant now = clock.instant();
      sessions.values().removeIf(session -> now.isAfter(session.end()));
      if (sessions.size() >= MOST_SESSIONS) {
        throw new TooManyRequestsResponse("too many sessions");
      }
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      String id = HexFormat.of().formatHex(bytes);
      sessions.put(id, new Session(role, now.plus(SESSION)));
      ctx.cookie(
          new Cookie(
              COOKIE,
              id,
              "/",
              (int) SESSION.toSeconds(),
              config.keystore() != null || "https".equals(ctx.header("X-Forwarded-Proto")),
              true,
              null,
              SameSite.STRICT));
    }
    return role;
  }

  void logout(Context ctx) {
    String cookie = ctx.cookie(COOKIE);
    if (cookie != null) {
      sessions.remove(cookie);
      ctx.removeCookie(COOKIE, "/");
    }
  }

  /**
   * The client's name for people: the user name of basic authentication if there is one, and the
   * address.
   */
  String nameOf(Context ctx) {
    String authorization = ctx.header("Authorization");
    String pair = authorization == null ? null : basic(authorization);
    String user = pair == null ? "" : pair.substring(0, Math.max(0, pair.indexOf(':')));
    return Printable.line(user.isBlank() ? "live page" : user, MOST_NAME) + ", from " + ctx.ip();
  }

  private static @Nullable String basic(String authorization) {
    if (!authorization.startsWith("Basic ")) {
      return null;
    }
    try {
      return new String(Base64.getDecoder().decode(authorization.substring(6).strip()), UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String token(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    if (authorization.startsWith("Bearer ")) {
      return authorization.substring("Bearer ".length()).strip();
    }
    String pair = basic(authorization);
    return pair == null ? "" : pair.substring(pair.indexOf(':') + 1);
  }

  /** Only the address that guesses is slowed down, because each address has a count of its own. */
  private Role roleOf(String token, String address) {
    synchronized (failures) {
      RecentCount before = failures.get(address);
      if (before != null && before.perSecond(clock.instant()) * 60 > MOST_FAILURES_PER_MINUTE) {
        throw new TooManyRequestsResponse("too many wrong tokens; try again in a minute");
      }
    }
    if (same(config.operatorToken(), token)) {
      return Role.OPERATOR;
    }
    if (same(config.viewerToken(), token)) {
      return Role.VIEWER;
    }
    synchronized (failures) {
      failures
          .computeIfAbsent(address, each -> new RecentCount(Duration.ofMinutes(1)))
          .add(clock.instant());
    }
    return Role.STRANGER;
  }

  /**
   * Compares in constant time, so that the duration does not reveal how much of the token is right.
   */
  private static boolean same(@Nullable String expected, String given) {
    return expected != null
        && MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
  }
}
