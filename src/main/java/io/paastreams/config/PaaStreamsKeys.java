package io.paastreams.config;

import io.paastreams.claimcheck.StoreLocation;
import io.paastreams.config.Schema.PassedOn;
import io.paastreams.detection.Profile;
import io.paastreams.event.TopicKind;
import io.paastreams.image.JpegDecode;
import io.paastreams.ingest.Payload;
import io.paastreams.ingest.RtspTransport;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchDevice;
import io.paastreams.model.torch.TorchSource;
import io.paastreams.pipeline.Freshness;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.OnFailure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The application's keys: a line each, with their defaults. */
final class PaaStreamsKeys {

  private static final List<ConfigKey<?>> ALL = new ArrayList<>();

  static final String KAFKA = "kafka.";
  static final String REGISTRY_CLIENT = "registry.client.";
  static final String SERDE_PROPERTIES = "serdes.properties.";
  static final String CAMERAS = "admission.cameras.";
  static final String INGESTED_CAMERAS = "cameras.";

  static final ConfigKey<String> BOOTSTRAP_SERVERS =
      key("kafka.bootstrap.servers", ValueType.text(), null, "Addresses of the Kafka cluster.");

  static final ConfigKey<List<String>> REGISTRY_URL =
      key(
          "registry.url",
          ValueType.texts(),
          null,
          "Addresses of the schema registry, for Apicurio with /apis/ccompat/v7.");
  static final ConfigKey<Boolean> REGISTRY_AUTO_REGISTER =
      key(
          "registry.autoRegister",
          ValueType.flag(),
          "true",
          "Register schemas that a subject lacks.");
  static final ConfigKey<Duration> REGISTRY_PATIENCE =
      key(
          "registry.patience",
          ValueType.duration(),
          "20s",
          "How long to try again while the registry does not answer.");

  /** What each kind of topic is called. */
  static final Map<TopicKind<?>, ConfigKey<String>> TOPIC_NAMES =
      each(
          TopicKind.all(),
          kind -> key("topics." + kind.id(), ValueType.text(), kind.defaultName(), kind.meaning()));

  static final ConfigKey<Integer> TOPIC_PARTITIONS =
      key(
          "topics.partitions",
          ValueType.integer(1, 10_000),
          "8",
          "Partitions of topics that --create-topics creates.");
  static final ConfigKey<Integer> TOPIC_REPLICAS =
      key(
          "topics.replicas",
          ValueType.integer(1, 100),
          null,
          "Their replication factor; the cluster's default if not set.");
  static final ConfigKey<Duration> TOPIC_FRAME_RETENTION =
      key(
          "topics.frameRetention",
          ValueType.duration(),
          "1d",
          "How long a created frames topic keeps its pictures.");
  static final ConfigKey<Duration> TOPIC_RECORD_RETENTION =
      key(
          "topics.recordRetention",
          ValueType.duration(),
          "7d",
          "How long the other created topics keep their records.");

  /** Whose serde each kind of topic has, if it has a schema. */
  static final Map<TopicKind<?>, ConfigKey<String>> SERDES =
      each(
          TopicKind.all().stream().filter(TopicKind::hasSchema).toList(),
          kind ->
              key(
                  "serdes." + kind.id(),
                  ValueType.text(),
                  null,
                  "Serde class of the values of topics." + kind.id() + "."));

  static final ConfigKey<Path> MODEL_PATH =
      key("model.path", ValueType.path(), null, "Model folder or .pth checkpoint.");
  static final ConfigKey<TorchSource> MODEL_TORCH =
      key(
          "model.torch",
          new ValueType<>(TorchSource.ALLOWED, TorchSource::parse),
          "auto",
          "PyTorch to run on; the shipped one knows no GPU. auto is that of an activated Python"
              + " environment if it fits, else the shipped one.");
  static final ConfigKey<String> MODEL_DEVICE =
      key(
          "model.device",
          ValueType.form(TorchDevice.ALLOWED, TorchDevice.NAMES.pattern()),
          "auto",
          "Where the model runs; auto is the first GPU if there is one. Batches go to whichever of"
              + " several is free.");
  static final ConfigKey<Precision> MODEL_PRECISION =
      key(
          "model.precision",
          ValueType.constant(Precision.class),
          "float32",
          "Numbers of the forward pass: int8 needs a CPU and a model with ranges (see quantize); auto"
              + " takes the fastest that finds as much as float32, measured at the start.");
  static final ConfigKey<Integer> MODEL_THREADS =
      key(
          "model.threads",
          ValueType.integer(0, 1024),
          "0",
          "CPU threads of one forward pass, shared by its pictures; 0 for one a core.");
  static final ConfigKey<Integer> MODEL_PARALLEL_BATCHES =
      key(
          "model.parallelBatches",
          ValueType.integer(0, 64),
          "0",
          "Batches that a device computes at a time, on a CPU with a share of the cores each; 0 for"
              + " two.");
  static final ConfigKey<Long> MODEL_MAX_NATIVE_MEMORY =
      key(
          "model.maxNativeMemory",
          ValueType.bytes(),
          null,
          "What the process may hold beside its Java heap (not on a GPU): batches are made smaller"
              + " until they fit; no limit if not set.");
  static final ConfigKey<Boolean> MODEL_SCORE_VOTING =
      key("model.scoreVoting", ValueType.flag(), null, "Score voting; the model's own if not set.");
  static final ConfigKey<Float> MODEL_SCORE_THRESHOLD =
      key(
          "model.scoreThreshold",
          ValueType.fraction(),
          null,
          "Detections score above it; the profile's own if not set.");
  static final ConfigKey<Profile> MODEL_PROFILE =
      key(
          "model.profile",
          ValueType.constant(Profile.class),
          "serving",
          "serving: one box an object, as the recipe's part serving says; reference: all boxes that"
              + " the reference gives, for average precision.");
  static final ConfigKey<Boolean> MODEL_FAINT_DETECTIONS =
      key(
          "model.faintDetections",
          ValueType.flag(),
          "true",
          "Whether records also hold the boxes below the score threshold, apart from the others.");
  static final ConfigKey<Float> MODEL_FAINT_THRESHOLD =
      key(
          "model.faintThreshold",
          ValueType.fraction(),
          null,
          "Those score above it; the model's own if not set.");

  static final ConfigKey<JpegDecode> IMAGE_JPEG_DECODE =
      key(
          "image.jpegDecode",
          ValueType.constant(JpegDecode.class),
          "full",
          "scaled decodes a JPEG at 1/2, 1/4 or 1/8 of its size where the network's picture is no"
              + " larger: cheaper, not bit for bit the same.");

  static final ConfigKey<Integer> BATCH_MAX_SIZE =
      key("batch.maxSize", ValueType.integer(1, 1024), "8", "Frames a batch at most.");
  static final ConfigKey<Duration> BATCH_MAX_DELAY =
      key(
          "batch.maxDelay",
          ValueType.duration(),
          "20ms",
          "How long the oldest frame of a batch waits at most for those that are being decoded;"
              + " when none is, nobody waits.");
  static final ConfigKey<Duration> BATCH_LATENCY_TARGET =
      key(
          "batch.latencyTarget",
          ValueType.duration(),
          "0s",
          "From a frame's decoding to its detections: batches are as large as keeps it, and nobody"
              + " waits for companions; 0s leaves both to maxSize and maxDelay.");

  static final ConfigKey<String> APPLICATION_ID =
      key(
          "pipeline.applicationId",
          ValueType.text(),
          "paa-streams",
          "Consumer group; instances of one id share the cameras.");
  static final ConfigKey<Guarantee> GUARANTEE =
      key(
          "pipeline.guarantee",
          ValueType.constant(Guarantee.class),
          "at-least-once",
          "What readers see after a failure.");
  static final ConfigKey<Integer> STREAM_THREADS =
      key("pipeline.streamThreads", ValueType.integer(1, 256), "2", "Threads of Kafka Streams.");
  static final ConfigKey<Integer> DECODE_THREADS =
      key(
          "pipeline.decodeThreads",
          ValueType.integer(1, 256),
          null,
          "Threads that decode and resize; half of the cores if not set.");
  static final ConfigKey<Integer> MAX_IN_FLIGHT =
      key(
          "pipeline.maxInFlightPerTask",
          ValueType.integer(1, 10_000),
          "64",
          "Frames of one partition between arrival and result.");
  static final ConfigKey<Long> MAX_IN_FLIGHT_BYTES =
      key(
          "pipeline.maxInFlightBytes",
          ValueType.bytes(),
          "256MiB",
          "Memory for frames between arrival and result.");
  static final ConfigKey<Integer> MAX_FRAME_BYTES =
      key(
          "pipeline.maxFrameBytes",
          ValueType.recordBytes(),
          "8MiB",
          "Largest frame event; larger ones become dead letters.");
  static final ConfigKey<Duration> DRAIN_TARGET =
      key(
          "pipeline.drainTarget",
          ValueType.duration(),
          "1s",
          "How much work of the device may be in flight.");
  static final ConfigKey<Duration> DRAIN_TIMEOUT =
      key(
          "pipeline.drainTimeout",
          ValueType.duration(),
          "30s",
          "Without all results after it, a commit is given up and the frames are read again.");
  static final ConfigKey<Duration> COMMIT_INTERVAL =
      key(
          "pipeline.commitInterval",
          ValueType.duration(),
          null,
          "How often offsets are committed, and records shown under exactly-once; if not set, 500ms"
              + " under exactly-once and 10s under at-least-once.");
  static final ConfigKey<Duration> FORWARD_INTERVAL =
      key(
          "pipeline.forwardInterval",
          ValueType.duration(),
          "5ms",
          "How often results are looked for while no frames arrive.");
  static final ConfigKey<Duration> START_TIMEOUT =
      key(
          "pipeline.startTimeout",
          ValueType.duration(),
          "60s",
          "For reaching the cluster and joining the group.");
  static final ConfigKey<Duration> CLOSE_TIMEOUT =
      key(
          "pipeline.closeTimeout",
          ValueType.duration(),
          "8s",
          "For closing: two thirds for finishing what is in flight, then it is given up,"
              + " uncommitted.");
  static final ConfigKey<OnFailure> ON_FAILURE =
      key(
          "pipeline.onFailure",
          ValueType.constant(OnFailure.class),
          "replace-thread",
          "When a stream thread dies of something that may pass: replace it, or stop.");
  static final ConfigKey<Integer> MAX_REPLACEMENTS =
      key(
          "pipeline.maxReplacements",
          ValueType.integer(0, 1_000_000),
          "10",
          "Replaced threads within 5 minutes; one more stops the pipeline.");
  static final ConfigKey<Duration> DEVICE_STUCK_AFTER =
      key(
          "pipeline.deviceStuckAfter",
          ValueType.duration(),
          "30s",
          "A batch that takes the device longer is logged with its stack, and unhealthy.");
  static final ConfigKey<Duration> DEVICE_STOP_AFTER =
      key(
          "pipeline.deviceStopAfter",
          ValueType.duration(),
          "5m",
          "A batch that takes the device longer ends the process; 0s waits for ever.");

  static final ConfigKey<Freshness> ADMISSION_POLICY =
      key(
          "admission.policy",
          ValueType.constant(Freshness.class),
          "all",
          "latest skips frames that wait when a newer one of their camera comes.");
  static final ConfigKey<Duration> MAX_AGE =
      key(
          "admission.maxAge",
          ValueType.duration(),
          "0s",
          "Older frames are skipped when their turn comes; 0s detects all.");
  static final ConfigKey<Double> MAX_FPS =
      key(
          "admission.maxFps",
          ValueType.number(0, 1000),
          "0",
          "Frames a second of a camera; those beyond are skipped; 0 detects all.");
  static final ConfigKey<Integer> PRIORITY =
      key(
          "admission.priority",
          ValueType.integer(-100, 100),
          "0",
          "Cameras of a higher one come first when the device is short.");

  static final ConfigKey<List<Path>> CLAIM_CHECK_ROOTS =
      key(
          "claimChecks.fileRoots",
          ValueType.paths(),
          "",
          "Folders from which file: pictures may be read.");
  static final ConfigKey<List<URI>> CLAIM_CHECK_ORIGINS =
      key(
          "claimChecks.origins",
          ValueType.uris(),
          "",
          "http(s)://HOST[:PORT] from which pictures may be fetched; a name must lead to public"
              + " addresses.");
  static final ConfigKey<List<URI>> CLAIM_CHECK_PRIVATE_ORIGINS =
      key(
          "claimChecks.privateOrigins",
          ValueType.uris(),
          "",
          "The same for names that lead into a private network.");
  static final ConfigKey<Integer> CLAIM_CHECK_MAX_BYTES =
      key("claimChecks.maxBytes", ValueType.recordBytes(), "16MiB", "Largest such picture.");
  static final ConfigKey<Duration> CLAIM_CHECK_TIMEOUT =
      key("claimChecks.timeout", ValueType.duration(), "10s", "For fetching one picture.");

  static final ConfigKey<List<String>> CLAIM_CHECK_S3_BUCKETS =
      key(
          "claimChecks.s3Buckets",
          ValueType.texts(),
          "",
          "Buckets from which s3://BUCKET/KEY images may be read.");
  static final ConfigKey<StoreLocation> CLAIM_CHECK_STORE =
      key(
          "claimChecks.store",
          ValueType.storeLocation(),
          null,
          "Where ingest writes images that are above ingest.claimCheckAbove.");
  static final ConfigKey<URI> CLAIM_CHECK_S3_ENDPOINT =
      key(
          "claimChecks.s3.endpoint",
          ValueType.uri(),
          null,
          "http(s)://HOST[:PORT] of an S3-compatible store; AWS if not set.");
  static final ConfigKey<String> CLAIM_CHECK_S3_REGION =
      key(
          "claimChecks.s3.region",
          ValueType.form("a region such as eu-west-1", "[A-Za-z0-9-]{1,64}"),
          null,
          "If not set, us-east-1 with an endpoint, and what AWS's tools would take without one.");
  static final ConfigKey<Boolean> CLAIM_CHECK_S3_PATH_STYLE =
      key(
          "claimChecks.s3.pathStyle",
          ValueType.flag(),
          "false",
          "The bucket is a part of the path and not of the host's name, as MinIO and Ceph have"
              + " it by default.");
  static final ConfigKey<String> CLAIM_CHECK_S3_ACCESS_KEY =
      key(
          "claimChecks.s3.accessKey",
          ValueType.text(),
          null,
          "If not set, credentials are found as AWS's tools find them: environment, ~/.aws, role.");
  static final ConfigKey<String> CLAIM_CHECK_S3_SECRET_KEY =
      key(
          "claimChecks.s3.secretKey",
          ValueType.text(),
          null,
          "Belongs to the access key; best as ${env:NAME} or ${file:PATH}.");

  static final ConfigKey<String> METRICS_HOST =
      key(
          "metrics.host",
          ValueType.text(),
          "127.0.0.1",
          "Where /metrics and /health listen; 0.0.0.0 for all addresses.");
  static final ConfigKey<Integer> METRICS_PORT =
      key(
          "metrics.port",
          ValueType.integer(0, 65_535),
          null,
          "Port of /metrics and /health; not served if not set.");

  static final ConfigKey<String> LIVE_HOST =
      key(
          "live.host",
          ValueType.text(),
          "127.0.0.1",
          "Where the live page listens; any other address needs live.token or live.operatorToken, and"
              + " live.keystore.");
  static final ConfigKey<Integer> LIVE_PORT =
      key("live.port", ValueType.integer(0, 65_535), "8088", "Its port; 0 for a free one.");
  static final ConfigKey<String> LIVE_TOKEN =
      key(
          "live.token",
          ValueType.text(),
          null,
          "Whoever has it may look; at least 16 characters. Without tokens everybody on this machine"
              + " may do everything.");
  static final ConfigKey<String> LIVE_OPERATOR_TOKEN =
      key(
          "live.operatorToken",
          ValueType.text(),
          null,
          "Whoever has it may also replay dead letters and change rules.");
  static final ConfigKey<Path> LIVE_KEYSTORE =
      key(
          "live.keystore",
          ValueType.path(),
          null,
          "PKCS12 or JKS file with the certificate for HTTPS; HTTP if not set.");
  static final ConfigKey<String> LIVE_KEYSTORE_PASSWORD =
      key("live.keystorePassword", ValueType.text(), null, "Its password.");
  static final ConfigKey<Boolean> LIVE_FRAMES =
      key(
          "live.frames",
          ValueType.flag(),
          "true",
          "Whether images leave the server; if not, boxes are drawn on grey.");
  static final ConfigKey<List<URI>> LIVE_METRICS =
      key(
          "live.metrics",
          ValueType.uris(),
          "",
          "Addresses of the instances' /metrics, for batches and devices in the machine room.");

  static final ConfigKey<Double> INGEST_FPS =
      key(
          "ingest.fps",
          ValueType.number(0, 1000),
          "0",
          "Keep at most so many frames a second of a camera; 0 keeps all.");
  static final ConfigKey<Boolean> INGEST_REALTIME =
      key(
          "ingest.realtime",
          ValueType.flag(),
          "false",
          "Play recordings at their own rate, not as fast as possible.");
  static final ConfigKey<Boolean> INGEST_LOOP =
      key("ingest.loop", ValueType.flag(), "false", "Start recordings again at their end.");
  static final ConfigKey<Payload> INGEST_PAYLOAD =
      key(
          "ingest.payload",
          ValueType.constant(Payload.class),
          "pass-through",
          "JPEG and PNG as they come and the rest as JPEG, all as JPEG, or pixels.");
  static final ConfigKey<Integer> INGEST_JPEG_QUALITY =
      key("ingest.jpegQuality", ValueType.integer(1, 100), "90", "Where JPEG is encoded.");
  static final ConfigKey<RtspTransport> INGEST_RTSP_TRANSPORT =
      key(
          "ingest.rtspTransport",
          ValueType.constant(RtspTransport.class),
          "auto",
          "How RTSP cameras send their media.");
  static final ConfigKey<Duration> INGEST_PATIENCE =
      key(
          "ingest.patience",
          ValueType.duration(),
          "10s",
          "How long a stream may be silent before it counts as broken.");
  static final ConfigKey<Duration> INGEST_LONGEST_WAIT =
      key(
          "ingest.longestWait",
          ValueType.duration(),
          "30s",
          "A broken camera is opened again after 1s, 2s, 4s and so on, at most after this.");
  static final ConfigKey<Integer> INGEST_CLAIM_CHECK_ABOVE =
      key(
          "ingest.claimCheckAbove",
          ValueType.recordBytes(),
          null,
          "Larger images are written to claimChecks.store, and the event only points to them; none"
              + " if not set.");
  static final ConfigKey<Integer> INGEST_METRICS_PORT =
      key(
          "ingest.metricsPort",
          ValueType.integer(0, 65_535),
          null,
          "Port of ingest's own /metrics and /health on metrics.host; not served if not set.");

  /** All keys in the order of the reference. */
  static final Schema SCHEMA =
      new Schema(
          ALL,
          List.of(
              new PassedOn(KAFKA, "Kafka Streams and its clients"),
              new PassedOn(REGISTRY_CLIENT, "Confluent's registry client"),
              new PassedOn(SERDE_PROPERTIES, "the named Serde classes"),
              new PassedOn(CAMERAS, "single cameras: PATTERN.policy, .maxAge, .maxFps, .priority"),
              new PassedOn(
                  INGESTED_CAMERAS,
                  "the cameras of ingest: ID.source, and ID.fps, .realtime, .loop, .payload,"
                      + " .jpegQuality, .rtspTransport, .patience, .longestWait where they differ"
                      + " from ingest.*")));

  private PaaStreamsKeys() {}

  private static Map<TopicKind<?>, ConfigKey<String>> each(
      List<TopicKind<?>> kinds, Function<TopicKind<?>, ConfigKey<String>> key) {
    Map<TopicKind<?>, ConfigKey<String>> keys = new LinkedHashMap<>();
    kinds.forEach(kind -> keys.put(kind, key.apply(kind)));
    return keys;
  }

  private static <T> ConfigKey<T> key(
      String name, ValueType<T> type, @Nullable String fallback, String meaning) {
    ConfigKey<T> key = new ConfigKey<>(name, type, fallback, meaning);
    ALL.add(key);
    return key;
  }
}
