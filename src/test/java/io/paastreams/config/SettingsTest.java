package io.paastreams.config;

import static org.assertj.core.api.Assertions.assertThat;

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

class SettingsTest {

  private static final ConfigKey<Duration> DELAY =
      new ConfigKey<>("batch.maxDelay", ValueType.duration(), "20ms", "Waiting time.");
  private static final ConfigKey<List<String>> HOSTS =
      new ConfigKey<>("allowed.hosts", ValueType.texts(), "", "Hosts.");
  private static final ConfigKey<String> NAME =
      new ConfigKey<>("name", ValueType.text(), null, "A name.");
  private static final ConfigKey<String> PORT =
      new ConfigKey<>("metrics.port", ValueType.text(), null, "A port.");
  private static final Schema SCHEMA =
      new Schema(
          List.of(DELAY, HOSTS, NAME, PORT), List.of(new Schema.PassedOn("kafka.", "Kafka")));

  @TempDir private Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final Settings settings = new Settings(SCHEMA, environment);

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
  void everySettingKnowsItsLine() throws IOException {
    read("# a comment\nname: gate\n\nbatch:\n  maxDelay: 1s\n");
    assertThat(settings.byKey().values())
        .extracting(Setting::toString)
        .containsExactly(
            "name = gate (file " + file() + " line 2)",
            "batch.maxDelay = 1s (file " + file() + " line 5)");
  }

  @Test
  void whatAFileSaysAmbiguouslyIsReported_allOfIt() throws IOException {
    read(
        """
        batch:
          maxDelay: 1s
        batch.maxDelay: 2s
        name:
        allowed:
          hosts: [a, [b], "c,d"]
        kafka:
          one: &anchor x
          two: *anchor
        ---
        name: second
        """);
    assertThat(settings.faults())
        .hasSize(6)
        .anySatisfy(f -> assertThat(f).contains("batch.maxDelay: is given twice", "lines 2 and 3"))
        .anySatisfy(f -> assertThat(f).contains("name has no value"))
        .anySatisfy(f -> assertThat(f).contains("line 6: allowed.hosts must be a list of plain"))
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
  void filesThatCannotBeAConfigurationAreNotRead() throws IOException {
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
    "PAA_ALLOWED_HOSTS, allowed.hosts",
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
  void variablesThatKubernetesSetsForAServiceAreNoKeys() {
    environment.put("PAA_SERVICE_HOST", "10.0.0.7");
    environment.put("PAA_STREAMS_SERVICE_PORT_HTTP", "8080");
    environment.put("PAA_PORT", "tcp://10.0.0.7:8080");
    environment.put("PAA_PORT_8080_TCP_ADDR", "10.0.0.7");
    environment.put("PAA_METRICS_PORT", "9090");
    environment.put("PAA_METRIC_PORT", "9090");
    settings.addEnvironment();
    assertThat(texts()).containsExactly(Map.entry("metrics.port", "9090"));
    assertThat(settings.faults())
        .singleElement()
        .asString()
        .contains("PAA_METRIC_PORT", "did you mean PAA_METRICS_PORT?");
  }

  @Test
  void referencesAreResolvedEverywhere_andShownAsWritten() throws IOException {
    environment.put("PAA_NAME", "${env:WHO} and ${env:WHO}");
    environment.put("WHO", "$me\\");
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
    settings.addEnvironment();
    settings.addAssignment("kafka.a=${file:" + secret + "}!");
    settings.addAssignment("kafka.b=${vault:x} $${env:WHO} $ {");
    assertThat(settings.faults()).isEmpty();
    assertThat(texts())
        .containsEntry("name", "$me\\ and $me\\")
        .containsEntry("kafka.a", "s3cret!")
        .containsEntry("kafka.b", "${vault:x} ${env:WHO} $ {");
    assertThat(settings.byKey().get("name"))
        .hasToString("name = ${env:WHO} and ${env:WHO} (environment variable PAA_NAME)");
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
    settings.addAssignment("name=" + text);
    assertThat(settings.faults()).singleElement().asString().contains("name (--set)", finding);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.ssl.key.password", "kafka.sasl.jaas.config", "registry.client.basic.auth.user.info",
        "registry.client.bearer.auth.token", "kafka.ssl.keystore.key", "x.clientSecret",
        "kafka.sasl.oauthbearer.client.credentials.client.secret", "my.passphrase"
      })
  void secretsAreMasked(String key) {
    assertThat(new Setting(key, "hunter2", "hunter2", "--set").toString())
        .doesNotContain("hunter2");
  }

  @Test
  void passwordsInAddressesAreMasked_andOrdinaryValuesShown() {
    assertThat(new Setting("registry.url", "", "http://me:pw@host:1/x", "f").shown())
        .isEqualTo("http://***@host:1/x");
    assertThat(new Setting("kafka.key.serializer", "", "Some@Thing", "f").shown())
        .isEqualTo("Some@Thing");
    assertThat(new Setting("registry.url", "", "http://a:1,http://me:p/w@b:1?t=x", "f").shown())
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
