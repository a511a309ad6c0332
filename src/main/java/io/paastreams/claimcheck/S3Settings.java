package io.paastreams.claimcheck;

import io.paastreams.setting.Fault;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.net.URI;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an S3-compatible store is reached. Null values are found as AWS's own tools find them: in the
 * environment, in {@code ~/.aws} or from the machine's role.
 *
 * @param endpoint the address of a store other than AWS's, such as {@code http://minio:9000}
 * @param region the region; if null and an endpoint is given, {@code us-east-1}
 * @param pathStyle whether the bucket is part of the path rather than of the host name
 * @param accessKey the access key; null if and only if {@code secretKey} is null
 */
public record S3Settings(
    @Nullable URI endpoint,
    @Nullable String region,
    boolean pathStyle,
    @Nullable String accessKey,
    @Nullable String secretKey) {

  public static final SettingSection SETTINGS =
      SettingSection.named("claimChecks.s3").rule(S3Settings::requireBothKeys);

  public static final Setting<URI> ENDPOINT =
      SETTINGS.optional(
          "endpoint",
          SettingType.uri()
              .where(ClaimCheckPolicy::isOrigin)
              .described("http://HOST, https://HOST or one of them with :PORT"),
          "Address of an S3-compatible store; AWS if not set.");
  public static final Setting<String> REGION =
      SETTINGS.optional(
          "region",
          SettingType.form("a region such as eu-west-1", Pattern.compile("[A-Za-z0-9-]{1,64}")),
          "Region; if not set, us-east-1 with an endpoint, and the one that AWS's tools would"
              + " use without one.");
  public static final Setting<Boolean> PATH_STYLE =
      SETTINGS.standard(
          "pathStyle",
          SettingType.flag(),
          false,
          "Put the bucket into the path and not into the host name, which is the default of"
              + " MinIO and Ceph.");
  public static final Setting<String> ACCESS_KEY =
      SETTINGS.optional(
          "accessKey",
          SettingType.text(),
          "Access key; if not set, credentials are found as AWS's tools find them:"
              + " environment, ~/.aws, role.");
  public static final Setting<String> SECRET_KEY =
      SETTINGS.optional(
          "secretKey",
          SettingType.text(),
          "Secret key for the access key; best as ${env:NAME} or ${file:PATH}.");

  /** Settings for AWS itself, with the credentials and the region of the environment. */
  public static S3Settings ofEnvironment() {
    return of(SettingValues.DEFAULTS);
  }

  /** What a user chose. */
  public static S3Settings of(SettingValues values) {
    return new S3Settings(
        values.find(ENDPOINT),
        values.find(REGION),
        values.get(PATH_STYLE),
        values.find(ACCESS_KEY),
        values.find(SECRET_KEY));
  }

  private static void requireBothKeys(SettingValues values, Consumer<Fault> faults) {
    boolean access = values.chosen(ACCESS_KEY).isPresent();
    if (access != values.chosen(SECRET_KEY).isPresent()) {
      faults.accept(
          Fault.of(
              (access ? SECRET_KEY : ACCESS_KEY).key(),
              "is not set, but %s is; set both or none"
                  .formatted(access ? ACCESS_KEY : SECRET_KEY)));
    }
  }

  /** A text form without the keys. */
  @Override
  public String toString() {
    return "S3Settings[endpoint=%s, region=%s, pathStyle=%s, keys=%s]"
        .formatted(endpoint, region, pathStyle, accessKey == null ? "none" : "******");
  }
}
