package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.devkit.TestCertificates;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.metrics.MetricsServer;
import io.paastreams.pipeline.ModelSlot;
import io.paastreams.setting.Keystore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against the endpoint of an instance with stub models. */
@Tag("process") // keytool
final class ModelSwitchTest {

  private static final String TOKEN = "--set=metrics.adminToken=let-me-exchange-it";

  private final Preprocessor preprocessor = new Preprocessor(64, 64, 32);
  private volatile String configured = "first";
  private final NamedDetector first = new NamedDetector("first");
  private final List<NamedDetector> loaded = new ArrayList<>();
  private final List<Boolean> told = new ArrayList<>();
  private final CountDownLatch slow = new CountDownLatch(1);
  private final ModelSwitch models =
      new ModelSwitch(
          new ModelSlot(first, preprocessor), first, this::load, () -> configured, told::add);
  private MetricsServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        MetricsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> true);
    server.control(models, "let-me-exchange-it");
  }

  @AfterEach
  void stop() {
    slow.countDown();
    models.close();
    server.close();
  }

  private ModelSwitch.Loaded load(String path) {
    if (path.equals("bad")) {
      throw new CommandFailedException("there is no model at bad");
    }
    if (path.equals("slow")) {
      try {
        slow.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    NamedDetector detector = new NamedDetector(path);
    loaded.add(detector);
    return new ModelSwitch.Loaded(detector, preprocessor);
  }

  @Test
  void anotherModelTakesOver_andTheOldOneIsClosed() {
    CommandRun run = command("--model=second", TOKEN);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("now runs second (second00)");
    assertThat(first.closed).isTrue();
    assertThat(loaded.get(0).closed).isFalse();
    assertThat(told).containsExactly(true);
    assertThat(command("--status").out()).contains("SERVING", "second (second00) since 20");
    assertThat(command("--model=second", TOKEN).status()).as("the same once more").isZero();
    assertThat(models.status()).containsEntry("exchanges", "1");
  }

  @Test
  void anExchangeThatARestartWouldUndo_isTold_untilTheConfigurationNamesTheModel() {
    assertThat(models.isConfigured()).isTrue();
    String remedy = "model.path is still first: set model.path: second before the next restart";

    assertThat(command("--model=second", TOKEN).out()).contains(remedy);
    assertThat(command("--status").out()).contains(remedy);
    assertThat(models.isConfigured()).isFalse();

    configured = "elsewhere/../second/";
    assertThat(command("--status").out()).doesNotContain("model.path");
    assertThat(models.isConfigured()).isTrue();
  }

  @Test
  void aModelThatCannotBeLoaded_leavesTheOldOne() {
    CommandRun run = command("--model=bad", TOKEN);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("keeps first: there is no model at bad");
    assertThat(first.closed).isFalse();
    assertThat(told).containsExactly(false);
    assertThat(command("--status").out())
        .contains("FAILED", "first", "the last exchange failed: there is no model at bad");
    assertThat(command("--model=second", TOKEN).status()).as("a better one").isZero();
  }

  @Test
  void onlyTheTokenOpens_andOnlyOneExchangeIsUnderWay() {
    assertThat(command("--model=second").err()).contains("metrics.adminToken is not set");
    assertThat(command("--model=second", "--set=metrics.adminToken=wrong-exchange-token").err())
        .contains("answered 401");
    assertThat(models.begin("slow")).isEmpty();
    assertThat(command("--model=second", TOKEN).err())
        .contains("answered 409: another exchange is in progress: LOADING");
    assertThat(command("--model=slow", "--timeout=1s", "--status").status()).isEqualTo(2);
    slow.countDown();
    await().until(() -> "SERVING".equals(models.status().get("state")));
    assertThat(models.status()).containsEntry("model", "slow");
  }

  @Test
  void oneInstanceThatDoesNotAnswer_isNamed() {
    CommandRun run =
        CommandRun.of(
            "models", "switch", "--status", "--instances=127.0.0.1:1,127.0.0.1:" + server.port());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("127.0.0.1:1 does not answer", "SERVING");
    assertThat(CommandRun.of("models", "switch", "--status", "--instances=nonsense").err())
        .contains("nonsense is not an instance: write host:port");
  }

  @Test
  void withoutAToken_nobodyMaySwitch() throws Exception {
    try (MetricsServer open =
        MetricsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> true)) {
      open.control(models, null);
      CommandRun run =
          CommandRun.of(
              "models", "switch", "--model=second", TOKEN, "--instances=127.0.0.1:" + open.port());
      assertThat(run.err()).contains("answered 403: metrics.adminToken is not set");
    }
  }

  @Test
  void behindTls_instancesAreKnownByTheCertificateOfTheConfiguration(@TempDir Path folder)
      throws Exception {
    TestCertificates certificates = TestCertificates.in(folder);
    Keystore keystore = new Keystore(certificates.server(), TestCertificates.PASSWORD);
    try (MetricsServer secured =
        MetricsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            keystore.forServer(),
            new IngestHealth())) {
      secured.control(models, "let-me-exchange-it");
      String instance = "--instances=localhost:" + secured.port();
      String password = "--set=metrics.keystorePassword=" + TestCertificates.PASSWORD;
      String store = "--set=metrics.keystore=";

      CommandRun run =
          CommandRun.of(
              "models",
              "switch",
              "--model=second",
              TOKEN,
              instance,
              store + certificates.server(),
              password);
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).contains("now runs second");
      assertThat(
              CommandRun.of(
                      "models",
                      "switch",
                      "--status",
                      instance,
                      store + certificates.client(),
                      password)
                  .out())
          .as("another certificate")
          .contains("does not answer", "PKIX");
      assertThat(CommandRun.of("models", "switch", "--status", instance).status())
          .as("without TLS")
          .isEqualTo(1);
    }
  }

  private CommandRun command(String... options) {
    List<String> words = new ArrayList<>(List.of("models", "switch"));
    words.addAll(List.of(options));
    words.add("--instances=127.0.0.1:" + server.port());
    return CommandRun.of(words.toArray(String[]::new));
  }

  private static final class NamedDetector implements Detector {
    private final String name;
    private volatile boolean closed;

    private NamedDetector(String name) {
      this.name = name;
    }

    @Override
    public List<List<Detection>> detect(List<PreparedImage> batch) {
      return batch.stream().map(image -> List.<Detection>of()).toList();
    }

    @Override
    public LabelMap labels() {
      return new LabelMap(List.of("thing"));
    }

    @Override
    public ModelIdentity model() {
      return new ModelIdentity(name, (name + "0".repeat(64)).substring(0, 64));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
