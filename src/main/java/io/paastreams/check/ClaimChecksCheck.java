package io.paastreams.check;

import io.paastreams.claimcheck.BucketProbe;
import io.paastreams.claimcheck.ClaimCheckPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks whether the folders and buckets that claim checks may point to exist. */
final class ClaimChecksCheck implements Check {

  /** The time for all buckets of a store that does not answer. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final ClaimCheckPolicy policy;

  ClaimChecksCheck(ClaimCheckPolicy policy) {
    this.policy = policy;
  }

  @Override
  public String subject() {
    return "claimChecks";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    policy.fileRoots().forEach(root -> findings.add(folder(root)));
    try (BucketProbe probe = new BucketProbe(policy.s3(), TIMEOUT)) {
      policy.s3Buckets().forEach(bucket -> findings.add(bucket(probe, bucket)));
    }
    return findings;
  }

  private static Finding folder(Path root) {
    return Files.isDirectory(root) && Files.isReadable(root)
        ? Finding.ok("claimChecks.fileRoots", root + " is readable")
        : Finding.fault(
            "claimChecks.fileRoots",
            root + " is not a readable folder",
            "create or mount it, or remove it from the list");
  }

  private static Finding bucket(BucketProbe probe, String bucket) {
    try {
      probe.require(bucket);
      return Finding.ok("claimChecks.s3Buckets", bucket + " exists");
    } catch (IOException e) {
      String message = bucket + " cannot be checked: " + e.getMessage();
      // Credentials that may read objects need not be allowed to list them.
      return String.valueOf(e.getMessage()).startsWith("HTTP 403")
          ? Finding.warning(
              "claimChecks.s3Buckets",
              message,
              "make sure that these credentials may read its objects")
          : Finding.fault(
              "claimChecks.s3Buckets",
              message,
              "create the bucket, or correct claimChecks.s3Buckets and claimChecks.s3.*");
    }
  }
}
