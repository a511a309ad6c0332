package io.paastreams.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GivenSettingsTest {

  private static final SettingSection BATCH = SettingSection.named("batch");
  private static final SettingSection KAFKA = SettingSection.named("kafka");
  private static final SettingSection OTHERS = SettingSection.named("app");

  static {
    BATCH.standard(
        "maxDelay",
        SettingType.duration(Duration.ZERO, Duration.ofSeconds(9)),
        Duration.ofMillis(20),
        "Waiting time.");
    OTHERS.standard("allowedHosts", SettingType.texts(), List.of(), "Hosts.");
    OTHERS.optional("name", SettingType.text(), "A name.");
    OTHERS.optional("metricsPort", SettingType.text(), "A port.");
    KAFKA.passedOn("", "Kafka");
  }

  private static final Schema SCHEMA = new Schema(List.of(BATCH, OTHERS, KAFKA));

  @TempDir private Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final GivenSettings settings = new GivenSettings(SCHEMA, environment);

  @Test
  void nestedAndDottedKeysAreTheSame_andKeepTheirLetters() throws IOException {
    read(
        """
        batch: {maxDelay: 7ms}
        kafka:
          ssl:
            enabled.protocols: [TLSv1.2, TLSv1.3]
          client.id: 1.10
          retries: 010
          linger.ms: 1_000
          flag: True
        """);
    assertThat(settings.faults()).isEmpty();
    assertThat(texts())
        .containsEntry("batch.maxDelay", "7ms")
        .containsEntry("kafka.ssl.enabled.protocols", "TLSv1.2,TLSv1.3")
        .containsEntry("kafka.client.id", "1.10")
        .containsEntry("kafka.retries", "010")
        .containsEntry("kafka.linger.ms", "1_000")
        .containsEntry("kafka.flag", "True");
  }

  @Test
  void everySetting_knowsItsLine() throws IOException {
    read("# a comment\napp.name: gate\n\nbatch:\n  maxDelay: 1s\n");
    assertThat(settings.byKey().values())
        .extracting(GivenSetting::toString)
        .containsExactly(
            "app.name = gate (file " + file() + " line 2)",
            "batch.maxDelay = 1s (file " + file() + " line 5)");
  }

  @Test
  void whatAFileSaysAmbiguouslyIsReported_allOfIt() throws IOException {
    read(
        """
        batch:
          maxDelay: 1s
        batch.maxDelay: 2s
        app.name:
        app:
          allowedHosts: [a, [b], "c,d"]
        kafka:
          one: &anchor x
          two: *anchor
        ---
        app.name: second
        """);
    assertThat(settings.faults())
        .hasSize(6)
        .anySatisfy(f -> assertThat(f).contains("batch.maxDelay: is given twice", "lines 2 and 3"))
        .anySatisfy(f -> assertThat(f).contains("app.name has no value"))
        .anySatisfy(f -> assertThat(f).contains("line 6: app.allowedHosts must be a list of plain"))
        .anySatisfy(f -> assertThat(f).contains("kafka.two refers to an anchor"))
        .anySatisfy(f -> assertThat(f).contains("a second document begins"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a]", "text", "- a", "a: [", "a: {", "\tb: c", "? [a]\n: b"})
  void whatIsNoMappingIsAFaultThatNamesTheFile(String text) throws IOException {
    read(text);
    assertThat(settings.faults()).isNotEmpty().allSatisfy(f -> assertThat(f).contains("c.yaml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "---\n", "{}"})
  void anEmptyFileSetsNothing(String text) throws IOException {
    read(text);
    assertThat(settings.faults()).isEmpty();
    assertThat(settings.byKey()).isEmpty();
  }

  @Test
  void filesThatCannotBeAConfiguration_areNotRead() throws IOException {
    Files.write(file(), new byte[(1 << 20) + 1]);
    settings.addFile(file());
    Files.write(file(), new byte[] {'a', ':', ' ', (byte) 0xff});
    settings.addFile(file());
    settings.addFile(folder);
    assertThat(settings.faults().get(0)).contains("larger than a configuration");
    assertThat(settings.faults().get(1)).contains("not UTF-8");
    assertThat(settings.faults().get(2)).contains("cannot be read");
  }

  @ParameterizedTest
  @CsvSource({
    "PAA_BATCH_MAX_DELAY, batch.maxDelay",
    "PAA_APP_ALLOWED_HOSTS, app.allowedHosts",
    "PAA_KAFKA_SASL_JAAS_CONFIG, kafka.sasl.jaas.config",
    "PAA_KAFKA_A__B___C_D, kafka.a-b_c.d",
  })
  void variablesStandForKeys(String variable, String key) {
    environment.put(variable, "x");
    settings.addEnvironment();
    assertThat(texts()).containsExactly(Map.entry(key, "x"));
    assertThat(settings.faults()).isEmpty();
  }

  @Test
  void variablesThatKubernetesSetsForAService_areNotKeys() {
    environment.put("PAA_SERVICE_HOST", "10.0.0.7");
    environment.put("PAA_STREAMS_SERVICE_PORT_HTTP", "8080");
    environment.put("PAA_PORT", "tcp://10.0.0.7:8080");
    environment.put("PAA_PORT_8080_TCP_ADDR", "10.0.0.7");
    environment.put("PAA_APP_METRICS_PORT", "9090");
    environment.put("PAA_APP_METRIC_PORT", "9090");
    settings.addEnvironment();
    assertThat(texts()).containsExactly(Map.entry("app.metricsPort", "9090"));
    assertThat(settings.faults())
        .singleElement()
        .asString()
        .contains("PAA_APP_METRIC_PORT", "did you mean PAA_APP_METRICS_PORT?");
  }

  @Test
  void referencesAreResolvedEverywhere_andShownAsWritten() throws IOException {
    environment.put("PAA_APP_NAME", "${env:WHO} and ${env:WHO}");
    environment.put("WHO", "$me\\");
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
    settings.addEnvironment();
    settings.addAssignment("kafka.a=${file:" + secret + "}!");
    settings.addAssignment("kafka.b=${vault:x} $${env:WHO} $ {");
    assertThat(settings.faults()).isEmpty();
    assertThat(texts())
        .containsEntry("app.name", "$me\\ and $me\\")
        .containsEntry("kafka.a", "s3cret!")
        .containsEntry("kafka.b", "${vault:x} ${env:WHO} $ {");
    assertThat(settings.byKey().get("app.name"))
        .hasToString("app.name = ${env:WHO} and ${env:WHO} (environment variable PAA_APP_NAME)");
  }

  @ParameterizedTest
  @CsvSource({
    "${env:ABSENT}, ABSENT is not set",
    "${file:/no/such}, /no/such cannot be read",
    "${ENV}, must be ${env:NAME}",
    "${env:OPEN, must be ${env:NAME}",
    "${vault:x}, must be ${env:NAME}",
  })
  void referencesThatLeadNowhereAreFaults(String text, String finding) {
    settings.addAssignment("app.name=" + text);
    assertThat(settings.faults()).singleElement().asString().contains("app.name (--set)", finding);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.ssl.key.password", "kafka.sasl.jaas.config", "registry.client.basic.auth.user.info",
        "registry.client.bearer.auth.token", "kafka.ssl.keystore.key", "x.clientSecret",
        "kafka.sasl.oauthbearer.client.credentials.client.secret", "my.passphrase"
      })
  void secretsAreMasked(String key) {
    assertThat(new GivenSetting(key, "hunter2", "hunter2", "--set").toString())
        .doesNotContain("hunter2");
  }

  @Test
  void passwordsInAddressesAreMasked_andOrdinaryValuesShown() {
    assertThat(new GivenSetting("registry.url", "", "http://me:pw@host:1/x", "f").shown())
        .isEqualTo("http://***@host:1/x");
    assertThat(new GivenSetting("kafka.key.serializer", "", "Some@Thing", "f").shown())
        .isEqualTo("Some@Thing");
    assertThat(
            new GivenSetting("registry.url", "", "http://a:1,http://me:p/w@b:1?t=x", "f").shown())
        .isEqualTo("http://a:1,http://***@b:1?t=***");
  }

  private void read(String text) throws IOException {
    Files.writeString(file(), text);
    settings.addFile(file());
  }

  private Path file() {
    return folder.resolve("c.yaml");
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    settings.byKey().forEach((key, setting) -> texts.put(key, setting.text()));
    return texts;
  }
}
