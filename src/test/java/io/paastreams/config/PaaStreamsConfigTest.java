package io.paastreams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paastreams.detection.Profile;
import io.paastreams.event.TopicKind;
import io.paastreams.image.JpegDecode;
import io.paastreams.inference.ScoringOptions;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.pipeline.admission.AdmissionConfig;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.pipeline.admission.Freshness;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.OnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaaStreamsConfigTest {

  private static final String MINIMUM =
      """
      kafka:
        bootstrap.servers: broker:9092
      registry:
        url: http://registry:8081
      model:
        path: models/golden-tiny
      """;

  private final Map<String, String> environment = new HashMap<>();
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeMinimum() throws IOException {
    file = folder.resolve("pipeline.yaml");
    Files.writeString(file, MINIMUM);
  }

  @Test
  void minimumFile_takesAllOtherDefaults() {
    PaaStreamsConfig config = load();

    assertThat(config.cluster().bootstrapServers()).isEqualTo("broker:9092");
    assertThat(config.cluster().serdes().registry().urls()).containsExactly("http://registry:8081");
    assertThat(config.cluster().topics().of(TopicKind.DETECTIONS)).isEqualTo("detections.v1");
    assertThat(config.pipeline().guarantee()).isEqualTo(Guarantee.AT_LEAST_ONCE);
    assertThat(config.pipeline().maxBatchSize()).isEqualTo(8);
    assertThat(config.pipeline().maxInFlightBytes()).isEqualTo(256L << 20);
    assertThat(config.model().scoring())
        .isEqualTo(new ScoringOptions(Profile.SERVING, null, true, null, null));
    assertThat(config.jpegDecode()).isEqualTo(JpegDecode.FULL);
    assertThat(config.metrics()).isNull();
  }

  /** What {@code demo} builds and what {@code run} loads must be the same pipeline. */
  @Test
  void theKeysDefaults_areThoseOfTheBuilder() {
    PipelineConfig loaded = load().pipeline();

    assertThat(loaded.settings())
        .isEqualTo(
            PipelineConfig.builder(loaded.applicationId(), "broker:9092").build().settings());
  }

  @Test
  void secrets_showInNoTextOfTheConfiguration() {
    environment.put("LOGIN", "Planted-Secret-1");
    String[] assignments = {
      "kafka.sasl.jaas.config=${env:LOGIN}",
      "kafka.ssl.keystore.password=Planted-Secret-2",
      "registry.client.basic.auth.user.info=a:Planted-Secret-3",
      "serdes.properties.vault.token=Planted-Secret-4"
    };

    PaaStreamsConfig config = load(assignments);

    assertThat(config.cluster().kafka()).containsEntry("sasl.jaas.config", "Planted-Secret-1");
    assertThat(config.toString())
        .contains("sasl.jaas.config", "vault.token")
        .doesNotContain("Planted-Secret");
    assertThat(config.cluster().serdes().toString()).doesNotContain("Planted-Secret");
    assertThat(PaaStreamsConfig.describe(file, environment, List.of(assignments)))
        .contains("sasl.jaas.config")
        .doesNotContain("Planted-Secret");
  }

  @Test
  void failureHandling_isBoundAndItsFaultsNamed() {
    ApplicationSettings settings =
        load("pipeline.onFailure=stop", "pipeline.maxReplacements=3", "pipeline.deviceStopAfter=0s")
            .pipeline()
            .settings();
    assertThat(settings.onFailure()).isEqualTo(OnFailure.STOP);
    assertThat(settings.maxReplacements()).isEqualTo(3);
    assertThatThrownBy(() -> load("pipeline.deviceStuckAfter=1m", "pipeline.deviceStopAfter=30s"))
        .hasMessageContaining("pipeline.deviceStopAfter")
        .hasMessageContaining("must be 0s, or not below pipeline.deviceStuckAfter, which is 1m");
  }

  @Test
  void theProfileIsBound_andThresholdsThatContradictEachOtherAreFaults() {
    assertThat(
            load("model.profile=reference", "model.scoreThreshold=0.2", "model.scoreVoting=false")
                .model()
                .scoring())
        .isEqualTo(new ScoringOptions(Profile.REFERENCE, 0.2f, true, null, false));
    assertThatThrownBy(
            () ->
                load(
                    "model.profile=sirving",
                    "model.scoreThreshold=0.2",
                    "model.faintThreshold=0.3"))
        .hasMessageContaining("model.profile = sirving")
        .hasMessageContaining("must be serving or reference")
        .hasMessageContaining("model.faintThreshold = 0.3")
        .hasMessageContaining("must not exceed model.scoreThreshold, which is 0.2");
    assertThatThrownBy(() -> load("model.profile=reference", "model.faintThreshold=0.3"))
        .hasMessageContaining("model.faintThreshold = 0.3")
        .hasMessageContaining("the profile reference has no faint boxes");
  }

  @Test
  void scaledDecoding_isAskedFor() {
    assertThat(load("image.jpegDecode=scaled").jpegDecode()).isEqualTo(JpegDecode.SCALED);
  }

  @Test
  void environmentWinsOverTheFile_andAssignmentsOverBoth() {
    environment.put("PAA_BATCH_MAX_DELAY", "70ms");
    environment.put("PAA_PIPELINE_GUARANTEE", "exactly-once");
    environment.put("PAA_KAFKA_SECURITY_PROTOCOL", "SASL_SSL");

    PaaStreamsConfig config = load("batch.maxDelay=5ms", "kafka.client.id=gate");

    assertThat(config.pipeline().maxBatchDelay()).isEqualTo(Duration.ofMillis(5));
    assertThat(config.pipeline().guarantee()).isEqualTo(Guarantee.EXACTLY_ONCE);
    assertThat(config.pipeline().kafka())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("client.id", "gate");
    assertThat(config.cluster().producerProperties())
        .containsEntry("bootstrap.servers", "broker:9092");
  }

  @Test
  void everyFaultIsReportedAtOnce_withKeyValueSourceAndWhatIsAllowed() throws IOException {
    Files.writeString(
        file,
        """
        kafka:
          num.stream.threads: 4
        batch:
          maxSice: 4
          maxDelay: soon
        pipeline:
          streamThreads: 0
          drainTimeout: 20m
          guarantee: maybe-once
        image:
          jpegDecode: half
        topics:
          frames: "not a topic"
        """);
    environment.put("PAA_BATCH_MAXIMUM", "3");

    ConfigException failure =
        catchThrowableOfType(ConfigException.class, () -> load("metrics.port=http", "nonsense"));

    assertThat(failure.faults())
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .contains("batch.maxSice = 4", "file", "did you mean batch.maxSize?"))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .contains("batch.maxDelay = soon", "0s..10s (units ms, s", "pipeline.yaml"))
        .anySatisfy(fault -> assertThat(fault).contains("pipeline.streamThreads = 0", "1..256"))
        .anySatisfy(
            fault -> assertThat(fault).contains("pipeline.guarantee = maybe-once", "exactly-once"))
        .anySatisfy(
            fault -> assertThat(fault).contains("image.jpegDecode = half", "full or scaled"))
        .anySatisfy(fault -> assertThat(fault).contains("not a topic"))
        .anySatisfy(fault -> assertThat(fault).contains("kafka.bootstrap.servers", "not set"))
        .anySatisfy(fault -> assertThat(fault).contains("registry.url", "not set"))
        .anySatisfy(fault -> assertThat(fault).contains("model.path", "not set"))
        .anySatisfy(fault -> assertThat(fault).contains("PAA_BATCH_MAXIMUM"))
        .anySatisfy(fault -> assertThat(fault).contains("metrics.port = http", "--set"))
        .anySatisfy(fault -> assertThat(fault).contains("--set nonsense", "key=value"))
        .anySatisfy(fault -> assertThat(fault).contains("kafka.num.stream.threads"))
        .anySatisfy(
            fault -> assertThat(fault).contains("pipeline.drainTimeout", "max.poll.interval.ms"));
  }

  @Test
  void secretsComeFromVariablesAndFiles_andAreNeverShown() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
    environment.put("KAFKA_LOGIN", "user=\"a\" password=\"b\";");

    PaaStreamsConfig config =
        load(
            "registry.client.bearer.auth.token=${file:" + secret + "}",
            "kafka.sasl.jaas.config=${env:KAFKA_LOGIN}");

    assertThat(config.cluster().serdes().registry().clientProperties())
        .containsEntry("bearer.auth.token", "s3cret");
    assertThat(config.pipeline().kafka())
        .containsEntry("sasl.jaas.config", "user=\"a\" password=\"b\";");
    assertThat(config.cluster().toString()).doesNotContain("s3cret", "password=");
    assertThatThrownBy(() -> load("kafka.sasl.jaas.config=${env:ABSENT}"))
        .hasMessageContaining("ABSENT is not set");
    assertThatThrownBy(() -> load("regystry.password=hunter2")).hasMessageNotContaining("hunter2");
  }

  @Test
  void brokenOrMissingFile_isAFaultThatNamesIt() throws IOException {
    Files.writeString(file, "kafka: [unclosed");
    assertThatThrownBy(this::load).isInstanceOf(ConfigException.class).hasMessageContaining("YAML");
    Files.writeString(file, "batch:\n  maxSize: 1\nbatch:\n  maxSize: 2\n");
    assertThatThrownBy(this::load).hasMessageContaining("pipeline.yaml");
    Files.delete(file);
    assertThatThrownBy(this::load).hasMessageContaining("there is no such file");
  }

  @Test
  void lists_areYamlListsOrCommaSeparated() throws IOException {
    Files.writeString(
        file, MINIMUM + "claimChecks:\n  origins: [https://store.example, http://b:8080]\n");

    assertThat(load().pipeline().claimChecks().origins()).hasSize(2);
    assertThat(load("claimChecks.origins=https://one.example").pipeline().claimChecks().origins())
        .hasSize(1);
    assertThatThrownBy(() -> load("claimChecks.origins=ftp://one.example"))
        .hasMessageContaining("claimChecks.origins = ftp://one.example");
  }

  @Test
  void admission_isSetForAllCamerasAndForSome() throws IOException {
    Files.writeString(
        file,
        MINIMUM
            + """
            admission:
              policy: latest
              maxAge: 2s
              cameras:
                gate-*: {maxFps: 5, priority: 10}
                gate-7.south: {policy: all, maxAge: 0s}
            """);
    environment.put("PAA_ADMISSION_CAMERAS_YARD_MAXFPS", "1");

    AdmissionConfig admission = load("admission.priority=1").pipeline().admission();

    assertThat(admission.ruleOf("lobby"))
        .isEqualTo(new AdmissionRule(Freshness.LATEST, Duration.ofSeconds(2), 0, 1, 1));
    assertThat(admission.ruleOf("gate-7.south"))
        .isEqualTo(new AdmissionRule(Freshness.ALL, Duration.ZERO, 5, 10, 1));
    assertThat(admission.ruleOf("yard").maxFps()).isEqualTo(1);
  }

  @Test
  void admissionFaults_areReportedTogether() {
    assertThatThrownBy(
            () ->
                load(
                    "admission.policy=newest",
                    "admission.maxFps=-1",
                    "admission.cameras.gate-*.maxAge=old",
                    "admission.cameras.gate-*.maxFbs=1",
                    "admission.cameras.priority=1"))
        .hasMessageContaining("admission.policy = newest (--set): must be all or latest")
        .hasMessageContaining("admission.maxFps = -1 (--set): must be a number in 0..1000")
        .hasMessageContaining("admission.cameras.gate-*.maxAge = old (--set): must be a duration")
        .hasMessageContaining("admission.cameras.gate-*.maxFbs = 1 (--set): is not a key: write")
        .hasMessageContaining("admission.cameras.priority = 1 (--set): is not a key: write");
  }

  @Test
  void theReference_namesEveryKey() {
    assertThat(PaaStreamsConfig.reference())
        .contains("`kafka.bootstrap.servers`", "`batch.maxDelay`", "`kafka.*`", "`20ms`");
  }

  @Test
  void faultsThatRecordsFind_nameTheUsersKeyValueAndPlace() {
    assertThatThrownBy(
            () ->
                load(
                    "pipeline.drainTimeout=1ms",
                    "batch.maxDelay=20s",
                    "kafka.num.stream.threads=4",
                    "kafka.max.request.size=1000000",
                    "claimChecks.maxBytes=3GiB"))
        .hasMessageContaining("pipeline.drainTimeout = 1ms (--set): must be a duration in 1s..30m")
        .hasMessageContaining("batch.maxDelay = 20s (--set): must be a duration in 0s..10s")
        .hasMessageContaining("kafka.num.stream.threads = 4 (--set): is set by the pipeline")
        .hasMessageContaining(
            "kafka.max.request.size = 1000000 (--set): must be above pipeline.maxFrameBytes")
        .hasMessageContaining("claimChecks.maxBytes = 3GiB (--set): must be a size in 1KiB..1GiB");
  }

  @Test
  void theEffectiveConfigurationIsDescribed_withoutSecrets() {
    environment.put("PW", "hunter2");
    environment.put("PAA_REGISTRY_URL", "http://me:${env:PW}@registry:8081");
    List<String> set = List.of("kafka.ssl.key.password=${env:PW}", "batch.maxSize=4");

    String description = PaaStreamsConfig.describe(file, environment, set);

    assertThat(description)
        .doesNotContain("hunter2")
        .containsPattern("batch.maxSize +\\= 4 \\(--set\\)")
        .containsPattern("batch.maxDelay +\\= 20ms \\(default\\)")
        .containsPattern("serdes.frames +\\(not set\\)")
        .containsPattern("model.path +\\= models/golden-tiny \\(file .*pipeline.yaml line 6\\)")
        .contains("http://***@registry:8081")
        .containsPattern("kafka.ssl.key.password +\\= \\*{6} ");
    assertThatThrownBy(this::load)
        .hasMessageContaining("registry.url = http://***@registry:8081")
        .hasMessageContaining("registry.client.basic.auth.user.info")
        .hasMessageNotContaining("hunter2");
    environment.remove("PAA_REGISTRY_URL");
    assertThat(load("kafka.ssl.key.password=${env:PW}").toString()).doesNotContain("hunter2");
  }

  private PaaStreamsConfig load(String... assignments) {
    return PaaStreamsConfig.load(file, environment, List.of(assignments));
  }
}
