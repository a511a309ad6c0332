package io.paastreams.config;

import io.paastreams.claimcheck.S3Settings;
import io.paastreams.claimcheck.StoreLocation;
import org.jspecify.annotations.Nullable;

/** Binds {@code claimChecks.store}, {@code claimChecks.s3} and {@code ingest.claimCheckAbove}. */
final class ImageStoreBinding {

  private ImageStoreBinding() {}

  static S3Settings s3(ConfigReader reader) {
    return new S3Settings(
        reader.read(PaaStreamsKeys.CLAIM_CHECK_S3_ENDPOINT),
        reader.read(PaaStreamsKeys.CLAIM_CHECK_S3_REGION),
        reader.value(PaaStreamsKeys.CLAIM_CHECK_S3_PATH_STYLE),
        reader.read(PaaStreamsKeys.CLAIM_CHECK_S3_ACCESS_KEY),
        reader.read(PaaStreamsKeys.CLAIM_CHECK_S3_SECRET_KEY));
  }

  /** Null if images stay in their events. */
  static @Nullable ImageStoreConfig store(ConfigReader reader) {
    @Nullable Integer above = reader.read(PaaStreamsKeys.INGEST_CLAIM_CHECK_ABOVE);
    @Nullable StoreLocation location = reader.read(PaaStreamsKeys.CLAIM_CHECK_STORE);
    if (above == null) {
      return null;
    }
    if (location == null) {
      if (reader.setting(PaaStreamsKeys.CLAIM_CHECK_STORE.name()) == null) {
        reader.fault(
            "claimChecks.store: is not set, but ingest.claimCheckAbove is; it must be "
                + StoreLocation.ALLOWED);
      }
      return null;
    }
    S3Settings s3 = s3(reader);
    s3.faults().forEach(fault -> reader.fault(PipelineBinding.inOurKeys(fault, reader)));
    return new ImageStoreConfig(
        location, s3, reader.value(PaaStreamsKeys.CLAIM_CHECK_TIMEOUT), above);
  }
}
