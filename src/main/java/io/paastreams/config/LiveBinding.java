package io.paastreams.config;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.live.LiveConfig;

/** Binds {@code live}. */
final class LiveBinding {

  private LiveBinding() {}

  static LivePageConfig read(ConfigReader reader) {
    ClusterConfig cluster = ClusterBinding.read(reader);
    ClaimCheckPolicy claimChecks = PipelineBinding.readClaimChecks(reader);
    claimChecks.faults().forEach(fault -> reader.fault(PipelineBinding.inOurKeys(fault, reader)));
    LiveConfig live =
        new LiveConfig(
            reader.value(PaaStreamsKeys.LIVE_HOST),
            reader.value(PaaStreamsKeys.LIVE_PORT),
            reader.read(PaaStreamsKeys.LIVE_TOKEN),
            reader.read(PaaStreamsKeys.LIVE_OPERATOR_TOKEN),
            reader.read(PaaStreamsKeys.LIVE_KEYSTORE),
            reader.read(PaaStreamsKeys.LIVE_KEYSTORE_PASSWORD),
            reader.value(PaaStreamsKeys.LIVE_FRAMES),
            reader.value(PaaStreamsKeys.LIVE_METRICS));
    live.faults().forEach(fault -> reader.fault(PipelineBinding.inOurKeys(fault, reader)));
    return new LivePageConfig(
        live, cluster, reader.value(PaaStreamsKeys.APPLICATION_ID), claimChecks);
  }
}
