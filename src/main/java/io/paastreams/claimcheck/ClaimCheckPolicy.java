package io.paastreams.claimcheck;

import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which claim checks may be fetched. Whoever can write to the frames topic chooses their addresses,
 * so nothing is allowed unless it is listed here.
 *
 * @param fileRoots the folders in which {@code file:} URIs must lie, after symbolic links are
 *     followed
 * @param origins the scheme, host and port that {@code http(s):} URIs must have, such as {@code
 *     https://store.example:8443}; without a port, the scheme's default one
 * @param privateOrigins the same for names that resolve into a private network. A name in {@code
 *     origins} must resolve to public addresses only, so that whoever controls its DNS cannot
 *     redirect us to a neighbouring machine; an origin that is an address may be any address
 * @param s3Buckets the buckets that {@code s3://BUCKET/KEY} URIs may name
 * @param s3 where these buckets are
 * @param maxBytes the largest size of one image
 * @param timeout the time for fetching one image, including retries
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

  public static final SettingSection SETTINGS = SettingSection.named("claimChecks");

  private static final SettingType<List<URI>> ORIGIN_LIST =
      SettingType.listOf("origins", SettingType.uri().where(ClaimCheckPolicy::isOrigin))
          .described(
              "http://HOST, https://HOST or one of them with :PORT, as a list or separated by"
                  + " commas");

  public static final Setting<List<Path>> FILE_ROOTS =
      SETTINGS.standard(
          "fileRoots",
          SettingType.paths(),
          List.of(),
          "Folders from which file: images may be read.");
  public static final Setting<List<URI>> ORIGINS =
      SETTINGS.standard(
          "origins",
          ORIGIN_LIST,
          List.of(),
          "Origins from which images may be fetched; a name must resolve to public addresses.");
  public static final Setting<List<URI>> PRIVATE_ORIGINS =
      SETTINGS.standard(
          "privateOrigins",
          ORIGIN_LIST,
          List.of(),
          "Origins whose names may also resolve to private addresses.");
  public static final Setting<Integer> MAX_BYTES =
      SETTINGS.standard(
          "maxBytes",
          SettingType.bytes(1 << 10, 1 << 30),
          16 << 20,
          "Largest image that is" + " fetched.");
  public static final Setting<Duration> TIMEOUT =
      SETTINGS.standard(
          "timeout",
          SettingType.duration(Duration.ofMillis(1), Duration.ofHours(1)),
          Duration.ofSeconds(10),
          "How long fetching one image may take.");
  public static final Setting<List<String>> S3_BUCKETS =
      SETTINGS.standard(
          "s3Buckets",
          SettingType.listOf(
                  "names", SettingType.form("the name of a bucket", StoreLocation.BUCKET))
              .described("names of buckets, without s3://, as a list or separated by commas"),
          List.of(),
          "Buckets from which s3://BUCKET/KEY images may be read.");

  /** Copies its lists. */
  public ClaimCheckPolicy {
    fileRoots = List.copyOf(fileRoots);
    origins = List.copyOf(origins);
    privateOrigins = List.copyOf(privateOrigins);
    s3Buckets = List.copyOf(s3Buckets);
  }

  /** What a user chose. */
  public static ClaimCheckPolicy of(SettingValues values) {
    return new ClaimCheckPolicy(
        values.get(FILE_ROOTS),
        values.get(ORIGINS),
        values.get(PRIVATE_ORIGINS),
        values.get(S3_BUCKETS),
        S3Settings.of(values),
        values.get(MAX_BYTES),
        values.get(TIMEOUT));
  }

  /** A policy that refuses every claim check. */
  public static ClaimCheckPolicy refuseAll() {
    return of(SettingValues.DEFAULTS);
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
