package io.paastreams.claimcheck;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an S3-compatible store is reached. What is null is found as AWS's own tools find it: in the
 * environment, in {@code ~/.aws} or from the machine's role.
 *
 * @param endpoint of a store other than AWS's, such as {@code http://minio:9000}
 * @param region with an endpoint {@code us-east-1} if null
 * @param pathStyle whether the bucket is a part of the path and not of the host's name
 * @param accessKey null together with {@code secretKey}
 */
public record S3Settings(
    @Nullable URI endpoint,
    @Nullable String region,
    boolean pathStyle,
    @Nullable String accessKey,
    @Nullable String secretKey) {

  /** AWS itself, with the credentials and the region of the environment. */
  public static S3Settings ofEnvironment() {
    return new S3Settings(null, null, false, null, null);
  }

  /** What is wrong with them, by the configuration's keys. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (endpoint != null && !ClaimCheckPolicy.isOrigin(endpoint)) {
      faults.add(
          "claimChecks.s3.endpoint = "
              + endpoint
              + ": must be http://HOST, https://HOST or one of them with :PORT");
    }
    if ((accessKey == null) != (secretKey == null)) {
      faults.add(
          "claimChecks.s3.%s: is not set, but claimChecks.s3.%s is; set both or none"
              .formatted(
                  accessKey == null ? "accessKey" : "secretKey",
                  accessKey == null ? "secretKey" : "accessKey"));
    }
    return faults;
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "S3Settings[endpoint=%s, region=%s, pathStyle=%s, keys=%s]"
        .formatted(endpoint, region, pathStyle, accessKey == null ? "none" : "******");
  }
}
