package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.claimcheck.S3Settings;
import io.paastreams.setting.Fault;
import io.paastreams.setting.InvalidSettingsException;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.KafkaSettings;
import io.paastreams.streams.RecordLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PipelineConfigTest {

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void defaults_areValidForBothGuarantees(Guarantee guarantee) {
    assertThat(config().with(PipelineConfig.GUARANTEE, guarantee).build().guarantee())
        .isEqualTo(guarantee);
  }

  @Test
  void faults_areAllReportedAtOnceWithSettingValueAndRange() {
    PipelineConfigBuilder builder =
        PipelineConfig.builder(" ", "localhost:9092")
            .with(PipelineConfig.MAX_BATCH_SIZE, 0)
            .with(PipelineConfig.MAX_BATCH_DELAY, Duration.ofMillis(-5))
            .with(PipelineConfig.STREAM_THREADS, 0)
            .with(ClaimCheckPolicy.ORIGINS, List.of(URI.create("ftp://store")))
            .with(ClaimCheckPolicy.S3_BUCKETS, List.of("s3://frames"))
            .with(ClaimCheckPolicy.MAX_BYTES, 0)
            .with(ClaimCheckPolicy.TIMEOUT, Duration.ZERO)
            .with(S3Settings.ENDPOINT, URI.create("minio:9000"))
            .with(S3Settings.ACCESS_KEY, "id")
            .kafka("processing.guarantee", "at_least_once");

    assertThat(faultsOf(builder))
        .containsExactly(
            "kafka.processing.guarantee = at_least_once:"
                + " is set by the pipeline: set pipeline.guarantee instead",
            "batch.maxSize = 0: must be a whole number in 1..1024",
            "batch.maxDelay = -5ms: must be a duration in 0s..10s (units ms, s, m, h, d)",
            "pipeline.applicationId =  : must be text",
            "pipeline.streamThreads = 0: must be a whole number in 1..256",
            "claimChecks.origins = ftp://store: must be http://HOST, https://HOST or one of them"
                + " with :PORT, as a list or separated by commas",
            "claimChecks.maxBytes = 0B: must be a size in 1KiB..1GiB (units B, KiB, MiB, GiB)",
            "claimChecks.timeout = 0s: must be a duration in 1ms..1h (units ms, s, m, h, d)",
            "claimChecks.s3Buckets = s3://frames: must be names of buckets, without s3://, as a"
                + " list or separated by commas",
            "claimChecks.s3.endpoint = minio:9000:"
                + " must be http://HOST, https://HOST or one of them with :PORT",
            "claimChecks.s3.secretKey: is not set, but claimChecks.s3.accessKey is; set both or"
                + " none");
    assertThatThrownBy(builder::build).hasMessageContainingAll("batch.maxSize", "secretKey");
  }

  @ParameterizedTest
  @ValueSource(strings = {"max.poll.interval.ms", "main.consumer.max.poll.interval.ms"})
  void drainTimeout_mustBeBelowThePollInterval(String setting) {
    PipelineConfigBuilder builder =
        config().with(PipelineConfig.DRAIN_TIMEOUT, Duration.ofSeconds(20)).kafka(setting, "15000");

    assertThat(faultsOf(builder))
        .containsExactly(
            "pipeline.drainTimeout = 20s: must be below kafka.%s, which is 15000 ms"
                .formatted(setting));
  }

  @Test
  void drainTimeout_mustBeBelowTheTransactionTimeoutUnderExactlyOnceOnly() {
    PipelineConfigBuilder builder = config().kafka("producer.transaction.timeout.ms", "30000");
    assertThat(builder.build().drainTimeout()).isEqualTo(Duration.ofSeconds(30));

    assertThat(faultsOf(builder.with(PipelineConfig.GUARANTEE, Guarantee.EXACTLY_ONCE)))
        .containsExactly(
            "kafka.producer.transaction.timeout.ms = 30000: must be above pipeline.commitInterval"
                + " + pipeline.drainTimeout, which are 30500 ms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host/path",
        "http://user@host",
        "file:///frames",
        "https:host",
        "http://host?x"
      })
  void claimCheckOrigins_areSchemeHostAndPortOnly(String origin) {
    assertThat(faultsOf(config().with(ClaimCheckPolicy.ORIGINS, List.of(URI.create(origin)))))
        .singleElement()
        .asString()
        .startsWith("claimChecks.origins = " + origin);
  }

  @Test
  void kafkaSettings_ofTheUserWinOverThePipelinesOwn() {
    PipelineConfig config =
        config()
            .with(PipelineConfig.GUARANTEE, Guarantee.EXACTLY_ONCE)
            .kafka("producer.linger.ms", "7")
            .kafka("group.protocol", "streams")
            .build();

    Properties properties = KafkaSettings.of(config.settings(), new RecordLimits(1 << 20));

    assertThat(properties)
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("producer.linger.ms", "7")
        .containsEntry("group.protocol", "streams")
        .containsEntry("poll.ms", 5L)
        .containsEntry("producer.max.request.size", 1 << 20)
        .containsEntry("producer.transaction.timeout.ms", 35_500);
  }

  @Test
  void kafkaSettings_partitionsThatAreAddedAreReadSoon_unlessTheUserSaysOtherwise() {
    assertThat(streams(config()).getMainConsumerConfigs("group", "client", 0))
        .containsEntry("metadata.max.age.ms", 30_000);
    assertThat(
            streams(config().kafka("metadata.max.age.ms", "60000"))
                .getMainConsumerConfigs("group", "client", 0))
        .containsEntry("metadata.max.age.ms", "60000");
  }

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void kafkaSettings_noBatchExpires_soThatNoneIsOvertaken(Guarantee guarantee) {
    PipelineConfig config = config().with(PipelineConfig.GUARANTEE, guarantee).build();
    Properties properties = KafkaSettings.of(config.settings(), new RecordLimits(1 << 20));
    var producer = new StreamsConfig(properties).getProducerConfigs("client");
    assertThat(producer).containsEntry("delivery.timeout.ms", Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"delivery.timeout.ms", "producer.delivery.timeout.ms"})
  void kafkaSettings_aDeliveryTimeoutIsRefused(String setting) {
    assertThat(faultsOf(config().kafka(setting, "120000")))
        .singleElement()
        .asString()
        .startsWith("kafka." + setting + " = 120000: ")
        .endsWith("cameras lose their order");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "consumer.", "main.consumer."})
  void aPlainSetting_winsOverOurDefault_asAPrefixedOneDoes(String prefix) {
    StreamsConfig streams = streams(config().kafka(prefix + "session.timeout.ms", "33000"));

    assertThat(streams.getMainConsumerConfigs("app", "client", 0))
        .containsEntry("session.timeout.ms", "33000")
        .containsEntry("heartbeat.interval.ms", 2_000)
        .containsEntry("auto.offset.reset", "earliest");
  }

  @Test
  void aPrefixedSetting_winsOverAPlainOne_forEachClient() {
    StreamsConfig streams =
        streams(
            config()
                .kafka("request.timeout.ms", "1000")
                .kafka("consumer.request.timeout.ms", "2000")
                .kafka("main.consumer.request.timeout.ms", "3000")
                .kafka("admin.request.timeout.ms", "4000")
                .kafka("linger.ms", "9"));

    assertThat(streams.getMainConsumerConfigs("app", "client", 0))
        .containsEntry("request.timeout.ms", "3000");
    assertThat(streams.getRestoreConsumerConfigs("client"))
        .containsEntry("request.timeout.ms", "2000");
    assertThat(streams.getProducerConfigs("client"))
        .containsEntry("request.timeout.ms", "1000")
        .containsEntry("linger.ms", "9")
        .containsEntry("enable.idempotence", true);
    assertThat(streams.getAdminConfigs("client")).containsEntry("request.timeout.ms", "4000");
  }

  @Test
  void aShortSession_hasAHeartbeatThatFitsIt() {
    StreamsConfig streams = streams(config().kafka("session.timeout.ms", "1500"));
    assertThat(streams.getMainConsumerConfigs("app", "client", 0))
        .containsEntry("heartbeat.interval.ms", 500);

    assertThat(faultsOf(config().kafka("heartbeat.interval.ms", "10000")))
        .singleElement()
        .asString()
        .contains("must be below kafka.session.timeout.ms, which is 10000 ms");
  }

  @Test
  void heapForFrames_knowsPlainSettings() {
    long before = config().build().heapForFrames();
    long after = config().kafka("fetch.max.bytes", "104857600").build().heapForFrames();
    assertThat(after - before).isEqualTo(2 * ((100L << 20) - (8 << 20)));
  }

  @Test
  void whatTheGuaranteeForbids_isRefused() {
    PipelineConfigBuilder builder = config().kafka("isolation.level", "read_uncommitted");
    assertThat(builder.build().guarantee()).isEqualTo(Guarantee.AT_LEAST_ONCE);
    assertThat(faultsOf(builder.with(PipelineConfig.GUARANTEE, Guarantee.EXACTLY_ONCE)))
        .singleElement()
        .asString()
        .contains("aborted");

    assertThat(faultsOf(config().kafka("retries", "3")))
        .singleElement()
        .asString()
        .contains("order");
    assertThat(faultsOf(config().kafka("max.in.flight.requests.per.connection", "6")))
        .singleElement()
        .asString()
        .contains("at most 5");
    assertThat(
            faultsOf(
                config().kafka("group.protocol", "streams").kafka("session.timeout.ms", "9000")))
        .singleElement()
        .asString()
        .contains("group.streams.session.timeout.ms");
  }

  private static StreamsConfig streams(PipelineConfigBuilder builder) {
    return new StreamsConfig(
        KafkaSettings.of(builder.build().settings(), new RecordLimits(1 << 20)));
  }

  private static PipelineConfigBuilder config() {
    return PipelineConfig.builder("app", "localhost:9092");
  }

  private static List<String> faultsOf(PipelineConfigBuilder builder) {
    return catchThrowableOfType(InvalidSettingsException.class, builder::build).faults().stream()
        .map(Fault::toString)
        .toList();
  }
}
