package io.paastreams.config;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.claimcheck.S3Settings;
import io.paastreams.claimcheck.StoreLocation;
import io.paastreams.setting.Fault;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code ingest} writes large images.
 *
 * @param above images of more bytes than this are written there
 * @param timeout the time limit for writing one image to an S3-compatible store
 */
public record ImageStoreConfig(StoreLocation location, S3Settings s3, Duration timeout, int above) {

  private static final SettingSection STORE = SettingSection.named("claimChecks");

  private static final Setting<StoreLocation> LOCATION =
      STORE.optional(
          "store",
          SettingType.of(StoreLocation.ALLOWED, StoreLocation::parse, StoreLocation::toString),
          "Where ingest writes images that are larger than ingest.claimCheckAbove.");

  private static final SettingSection INGEST =
      SettingSection.named("ingest").rule(ImageStoreConfig::requireStore);

  private static final Setting<Integer> ABOVE =
      INGEST.optional(
          "claimCheckAbove",
          SettingType.bytes(1 << 10, 1 << 30),
          "Larger images are written to claimChecks.store, and the event only points to them; none"
              + " if not set.");

  /** Without {@link #ABOVE} the store is not used, so it is not checked. */
  static final List<SettingSection> SECTIONS =
      List.of(
          STORE,
          INGEST,
          S3Settings.SETTINGS,
          ClaimCheckPolicy.SETTINGS.only(ClaimCheckPolicy.TIMEOUT));

  /** The store that a user chose; null if images stay in their events. */
  static @Nullable ImageStoreConfig of(SettingValues values) {
    @Nullable Integer above = values.find(ABOVE);
    @Nullable StoreLocation location = values.find(LOCATION);
    return above == null || location == null
        ? null
        : new ImageStoreConfig(
            location, S3Settings.of(values), values.get(ClaimCheckPolicy.TIMEOUT), above);
  }

  private static void requireStore(SettingValues values, Consumer<Fault> faults) {
    if (values.find(ABOVE) != null && values.find(LOCATION) == null) {
      faults.accept(
          Fault.of(
              LOCATION.key(),
              "is not set, but %s is; it must be %s".formatted(ABOVE, StoreLocation.ALLOWED)));
    }
  }
}
