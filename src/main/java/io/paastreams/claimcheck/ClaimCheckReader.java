package io.paastreams.claimcheck;

import io.paastreams.claimcheck.ClaimCheckException.Reason;
import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.text.MaskedUrl;
import io.paastreams.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Fetches the images to which claim checks point, if the policy allows it. Every claim is checked
 * against the policy before anything is opened, its size while it is read, and its hash afterwards.
 *
 * <p>Threading: safe.
 */
public final class ClaimCheckReader {

  private static final int MOST_URI_CHARS = 500;

  private final ClaimCheckPolicy policy;
  private final ClaimCheckRoots roots;
  private final HttpImages http;
  private final S3Images s3;

  /** Creates a reader that follows a policy. */
  public ClaimCheckReader(ClaimCheckPolicy policy) {
    this.policy = policy;
    this.roots = new ClaimCheckRoots(policy.fileRoots());
    this.http = new HttpImages(policy.timeout(), new AddressGuard(policy));
    this.s3 = new S3Images(policy.s3Buckets(), policy.s3(), policy.timeout());
  }

  /** Refuses a claim that is not allowed; opens nothing. */
  public void check(ClaimCheck claim) throws ClaimCheckException {
    if (claim.sizeBytes() < 1 || claim.sizeBytes() > policy.maxBytes()) {
      throw new ClaimCheckException(
          Reason.WRONG_SIZE,
          "the claim check declares %d bytes, but 1 to %d are allowed"
              .formatted(claim.sizeBytes(), policy.maxBytes()));
    }
    URI uri = uri(claim);
    if (isFile(uri)) {
      roots.requireBelow(uri);
    } else if (S3Images.isS3(uri)) {
      s3.requireListed(uri);
    } else if (!isListed(uri)) {
      throw notAllowed(uri, "its origin is not in claimChecks.origins or .privateOrigins");
    }
  }

  /** Fetches a claim that passed {@link #check}. */
  public byte[] read(ClaimCheck claim) throws ClaimCheckException, InterruptedException {
    URI uri = uri(claim);
    int size = (int) claim.sizeBytes();
    byte[] bytes = fetch(uri, size);
    if (bytes.length != size) {
      throw new ClaimCheckException(
          Reason.WRONG_SIZE,
          "%s has %s bytes, the claim check declares %d"
              .formatted(shown(uri), bytes.length > size ? "more" : bytes.length, size));
    }
    String hash = ObjectKey.sha256(bytes);
    if (!hash.equals(claim.sha256().toLowerCase(Locale.ROOT))) {
      throw new ClaimCheckException(
          Reason.WRONG_HASH,
          "%s has SHA-256 %s, the claim check declares %s"
              .formatted(shown(uri), hash, claim.sha256()));
    }
    return bytes;
  }

  /** Fetches at most one byte more than declared, which is enough to see that there is more. */
  private byte[] fetch(URI uri, int size) throws ClaimCheckException, InterruptedException {
    if (isFile(uri)) {
      return readFile(uri, size);
    }
    return S3Images.isS3(uri) ? s3.get(uri, size) : http.get(uri, size);
  }

  private static URI uri(ClaimCheck claim) throws ClaimCheckException {
    try {
      URI uri = URI.create(claim.uri());
      if (uri.getScheme() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new ClaimCheckException(
          Reason.NOT_ALLOWED, "\"" + shown(claim.uri()) + "\" is not a URI");
    }
    throw new ClaimCheckException(
        Reason.NOT_ALLOWED, "\"" + shown(claim.uri()) + "\" has no scheme");
  }

  private static boolean isFile(URI uri) {
    return "file".equalsIgnoreCase(uri.getScheme());
  }

  private boolean isListed(URI uri) {
    return Stream.concat(policy.origins().stream(), policy.privateOrigins().stream())
        .anyMatch(origin -> sameOrigin(origin, uri));
  }

  static boolean sameOrigin(URI allowed, URI uri) {
    return allowed.getScheme().equalsIgnoreCase(uri.getScheme())
        && allowed.getHost().equalsIgnoreCase(uri.getHost())
        && port(allowed) == port(uri)
        && uri.getRawUserInfo() == null;
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  private byte[] readFile(URI uri, int size) throws ClaimCheckException {
    Path file = roots.resolve(uri);
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new ClaimCheckException(Reason.NOT_FOUND, shown(uri) + " is not a regular file");
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        return in.readNBytes(size + 1);
      }
    } catch (IOException e) {
      throw new ClaimCheckException(Reason.NOT_FOUND, shown(uri) + " cannot be read: " + e, e);
    }
  }

  static ClaimCheckException notAllowed(URI uri, String why) {
    return new ClaimCheckException(Reason.NOT_ALLOWED, shown(uri) + " is not allowed: " + why);
  }

  private static String shown(String uri) {
    return Printable.line(MaskedUrl.of(uri), MOST_URI_CHARS);
  }

  /** The URI made safe for messages, because whoever writes to the frames topic chose it. */
  static String shown(URI uri) {
    return shown(uri.toString());
  }
}
