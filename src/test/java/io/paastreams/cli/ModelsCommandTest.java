package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.paastreams.model.FileHash;
import io.paastreams.model.ModelFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches a tiny checkpoint from a server in this JVM that behaves well, badly or maliciously. */
@Timeout(60)
@Tag("engine")
class ModelsCommandTest {

  private static final Path CHECKPOINT = Path.of("src/test/resources/golden/ckpt/tiny_zip.pth");

  @TempDir private Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private Path models;
  private byte[] content;
  private String file;

  @BeforeEach
  void oneRecipeAndAServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    content = Files.readAllBytes(CHECKPOINT);
    models = Files.createDirectory(folder.resolve("models"));
    file = "tiny_coco_20200821-" + FileHash.sha256(CHECKPOINT).substring(0, 8) + ".pth";
    recipe("tiny", Path.of("models/golden-tiny/recipe.yaml"), file);
  }

  private void recipe(String name, Path from, String checkpoint) throws IOException {
    Path recipe = Files.createDirectory(models.resolve(name));
    Files.writeString(
        recipe.resolve("recipe.yaml"),
        Files.readString(from).replaceFirst("name: \"[^\"]*\"", "name: \"" + name + "\""));
    Files.writeString(
        recipe.resolve("training.yaml"),
        Files.readString(Path.of("models/paa_r50_fpn_1x/training.yaml"))
            .replaceFirst("checkpoint: .*", "checkpoint: " + checkpoint));
    Files.writeString(recipe.resolve("README.md"), "The page of " + name);
  }

  @AfterEach
  void stop() {
    ended.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void list_showsEveryShippedModel() throws IOException {
    CommandRun table = CommandRun.of("models", "list");
    JsonNode json = new ObjectMapper().readTree(CommandRun.of("models", "list", "--json").out());

    assertThat(table.status()).isZero();
    assertThat(table.out().lines())
        .hasSize(1 + folders(Path.of("models")).size())
        .anyMatch(
            line -> line.matches("paa_r50_fpn_1x +ResNet-50 +12 epochs +40.4 +40.2 +3.7 GB.*"))
        .anyMatch(
            line -> line.matches("paa_r101_fpn_mstrain_3x .* 36 epochs, multi-scale +45.1 +- .*"))
        .anyMatch(line -> line.matches("thermal-sky .* [0-9a-f]{8} +airplane, bird, .*"));
    JsonNode tiny = json.get(0);
    assertThat(tiny.get("name").asText()).isEqualTo("golden-tiny");
    assertThat(tiny.get("weightsSha256").asText())
        .isEqualTo(FileHash.sha256(Path.of("models/golden-tiny/weights.safetensors")));
    assertThat(json.findValuesAsText("checkpoint"))
        .contains("paa_r50_fpn_mstrain_3x_coco_20210121_145722-06a6880b.pth");
  }

  @Test
  void list_keepsGoingOverABrokenFolder_andFailsAtTheEnd() throws IOException {
    Path broken = Files.createDirectory(models.resolve("broken"));
    Files.writeString(broken.resolve("recipe.yaml"), "name: x");

    CommandRun run = CommandRun.of("models", "list", "--models=" + models);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("tiny");
    assertThat(run.err()).contains("broken", "recipe.yaml");
  }

  @Test
  void everyPublishedRecipeHasAPage_withItsFigures() throws IOException {
    for (Path each : folders(Path.of("models"))) {
      ModelEntry entry = ModelEntry.read(each);
      if (entry.published() != null) {
        assertThat(each.resolve("README.md"))
            .content()
            .contains(
                entry.published().checkpoint(),
                String.valueOf(entry.published().boxApVoting()),
                "models fetch " + entry.name(),
                "train --recipe models/" + entry.name());
      }
    }
  }

  @Test
  void fetch_downloadsVerifiesAndImports() throws IOException {
    serve(this::whole);

    CommandRun run = fetch();

    assertThat(run.err()).contains("100 %", "MB/s", "/tiny_coco/" + file);
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("none left over", FileHash.sha256(CHECKPOINT));
    Path model = models.resolve("tiny");
    assertThat(ModelFolder.read(model).labels()).containsExactly("ring", "square", "star", "cross");
    assertThat(ModelFolder.read(model).recipe().name()).isEqualTo("tiny");
    assertThat(names(model))
        .containsExactly(
            "README.md",
            ImportCommand.REPORT,
            "labels.txt",
            "recipe.yaml",
            "training.yaml",
            "weights.safetensors");
    assertThat(names(models)).containsExactly("tiny");
    assertThat(fetch().err()).contains("already has weights", "--force");
  }

  @Test
  void fetch_fromAFile_needsNoNetwork_andTakesNoOtherFile() throws IOException {
    Path out = folder.resolve("elsewhere");

    CommandRun run = fetch("--from=" + CHECKPOINT, "--out=" + out, "--json=-");
    CommandRun other = fetch("--from=src/test/resources/golden/ckpt/tiny_legacy.pth");
    CommandRun pinned = fetch("--from=" + CHECKPOINT, "--sha256=" + "0".repeat(64));

    assertThat(run.status()).isZero();
    JsonNode told = new ObjectMapper().readTree(run.out());
    assertThat(told.get("model").asText()).isEqualTo(out.toString());
    assertThat(told.get("checkpointSha256").asText()).matches("[0-9a-f]{64}");
    assertThat(ModelFolder.read(out).labels()).hasSize(4);
    assertThat(other.err()).contains("tiny_legacy.pth is not " + file, "expected ");
    assertThat(pinned.err()).contains("expected " + "0".repeat(64));
    untouched(other);
    untouched(pinned);
    assertThat(CHECKPOINT).exists();
  }

  @Test
  void fetch_ofAnotherFile_isRefused_namingBothHashes() throws IOException {
    content[1000] ^= 1;
    serve(this::whole);

    CommandRun run = fetch();

    assertThat(run.err())
        .contains("is not " + file, "SHA-256 is ", "expected " + hashHead(), "another mirror");
    untouched(run);
    assertThat(names(models)).containsExactly("tiny");
  }

  @Test
  void fetch_ofAnotherNetwork_isRefused() throws IOException {
    recipe("large", Path.of("models/paa_r50_fpn_1x/recipe.yaml"), file);

    CommandRun run =
        CommandRun.of("models", "fetch", "large", "--models=" + models, "--from=" + CHECKPOINT);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("is a different network from", "backbone.conv1.weight");
    assertThat(models.resolve("large/weights.safetensors")).doesNotExist();
  }

  @Test
  void fetch_ofATruncatedBody_goesOnWhereItStopped() throws IOException {
    serve(exchange -> part(exchange, 100_000));
    CommandRun first = fetch();
    untouched(first);
    assertThat(first.err()).contains("continues after the ");
    Path partial = models.resolve("." + file + ".part");
    long kept = Files.size(partial);

    serve(this::rest);
    CommandRun second = fetch();

    assertThat(second.status()).isZero();
    assertThat(ranges).containsExactly("bytes=" + kept + "-");
    assertThat(names(models)).containsExactly("tiny");
  }

  @Test
  void fetch_overAServerWithoutRanges_startsAgain() throws IOException {
    Files.write(models.resolve("." + file + ".part"), new byte[5000]);
    serve(this::whole);

    assertThat(fetch().status()).isZero();
  }

  @Test
  void fetch_afterAnotherLongerFile_startsAgain() throws IOException {
    Files.write(models.resolve("." + file + ".part"), new byte[content.length + 1]);
    serve(
        exchange -> {
          if (exchange.getRequestHeaders().containsKey("Range")) {
            answer(exchange, 416, -1);
          } else {
            whole(exchange);
          }
        });

    assertThat(fetch().status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 403, 500, 503, 204})
  void fetch_ofAnErrorAnswer_namesIt(int status) throws IOException {
    serve(exchange -> answer(exchange, status, -1));

    CommandRun run = fetch();

    assertThat(run.err()).contains(file + " answered HTTP " + status, "--base-url");
    untouched(run);
    assertThat(names(models)).containsExactly("tiny");
  }

  @Test
  void fetch_followsRedirectsOfTheSameHostOnly() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext("/", this::whole);
    other.start();
    try {
      String elsewhere = "127.0.0.1:" + other.getAddress().getPort();
      serve(exchange -> redirect(exchange, "http://" + elsewhere + "/x"));
      CommandRun refused = fetch();
      CommandRun allowed = fetch("--allow-host=" + elsewhere);

      assertThat(refused.err()).contains("to another host", "--allow-host " + elsewhere);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(allowed.status()).isZero();
    } finally {
      other.stop(0);
    }
    serve(
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/there")) {
            whole(exchange);
          } else {
            redirect(exchange, "/there");
          }
        });
    assertThat(fetch("--force").status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "http://127.0.0.1:1/private",
        "https://localhost/",
        "ftp://127.0.0.1/x",
        "http://user:secret@127.0.0.1/",
        "::"
      })
  void fetch_ofARedirectToWhereItMustNotGo_isRefused(String target) throws IOException {
    serve(exchange -> redirect(exchange, target));

    CommandRun run = fetch();

    assertThat(run.err()).containsAnyOf("is not allowed", "another host", "redirects to '");
    assertThat(run.err()).doesNotContain("\tat ");
    untouched(run);
  }

  @Test
  void fetch_ofARedirectInACircle_ends() throws IOException {
    serve(exchange -> redirect(exchange, exchange.getRequestURI().getPath()));

    assertThat(fetch().err()).contains("redirects more than 5 times");
  }

  @Test
  void fetch_ofWhatIsNotHttp_isRefused() {
    for (String base : List.of("file:///etc", "ftp://127.0.0.1/x", "http://a:b@127.0.0.1/")) {
      CommandRun run =
          CommandRun.of("models", "fetch", "tiny", "--models=" + models, "--base-url=" + base);
      assertThat(run.err()).contains("is not allowed", "http://HOST/");
      assertThat(run.status()).isEqualTo(1);
    }
  }

  @Test
  void fetch_ofASlowServer_endsInTime() throws IOException {
    serve(exchange -> hang(exchange, 10));
    CommandRun silent = fetch("--stall-timeout=500ms");
    assertThat(silent.err()).contains("sent nothing for 500 ms");
    untouched(silent);

    serve(exchange -> dribble(exchange));
    CommandRun dribbled = fetch("--timeout=1s");
    assertThat(dribbled.err()).contains("took longer than 1 s");
    untouched(dribbled);
  }

  @Test
  void fetch_ofTooMuch_isRefused_whetherItIsDeclaredOrNot() throws IOException {
    serve(this::whole);
    CommandRun declared = fetch("--max-size=1");
    assertThat(declared.err()).contains("has " + content.length + " bytes", "--max-size");
    untouched(declared);

    serve(exchange -> endless(exchange));
    CommandRun endless = fetch("--max-size=1");
    assertThat(endless.err()).contains("has more bytes, but only 1048576 are allowed");
    untouched(endless);
    assertThat(names(models)).containsExactly("tiny");
  }

  @Test
  void fetch_ofWhatIsNoModel_saysWhichThereAre() throws IOException {
    assertThat(CommandRun.of("models", "fetch", "../tiny", "--models=" + models).err())
        .contains("there is no model '../tiny': there are tiny");
    assertThat(CommandRun.of("models", "fetch", "thermal-sky").err())
        .contains("has no published checkpoint");
    recipe("odd", Path.of("models/golden-tiny/recipe.yaml"), "../../x-00000000.pth");
    assertThat(CommandRun.of("models", "fetch", "odd", "--models=" + models).err())
        .contains("is not the name of a published checkpoint");
  }

  private CommandRun fetch(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "models",
                "fetch",
                "tiny",
                "--models=" + models,
                "--base-url=http://127.0.0.1:" + server.getAddress().getPort() + "/paa"));
    args.addAll(Arrays.asList(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private void untouched(CommandRun run) throws IOException {
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("error: ").doesNotContain("\tat ");
    assertThat(names(models.resolve("tiny")))
        .containsExactly("README.md", "recipe.yaml", "training.yaml");
  }

  private String hashHead() throws IOException {
    return FileHash.sha256(CHECKPOINT).substring(0, 8);
  }

  private void serve(HttpHandler handler) {
    try {
      server.removeContext("/");
    } catch (IllegalArgumentException e) {
      // A test's first handler replaces none.
    }
    server.createContext("/", handler);
  }

  private static void answer(HttpExchange exchange, int status, long length) throws IOException {
    exchange.sendResponseHeaders(status, length);
    exchange.close();
  }

  private static void redirect(HttpExchange exchange, String target) throws IOException {
    exchange.getResponseHeaders().set("Location", target);
    answer(exchange, 302, -1);
  }

  private void whole(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }

  private void part(HttpExchange exchange, int bytes) throws IOException {
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content, 0, bytes);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private void rest(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range);
    int from = Integer.parseInt(range.replaceAll("\\D", ""));
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    exchange.sendResponseHeaders(206, content.length - from);
    exchange.getResponseBody().write(content, from, content.length - from);
    exchange.close();
  }

  private void hang(HttpExchange exchange, int bytes) throws IOException {
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content, 0, bytes);
    exchange.getResponseBody().flush();
    pause(Long.MAX_VALUE);
  }

  private void dribble(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, content.length);
    for (int i = 0; i < content.length && ended.getCount() > 0; i++) {
      exchange.getResponseBody().write(content[i]);
      exchange.getResponseBody().flush();
      pause(20);
    }
  }

  private void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    while (ended.getCount() > 0) {
      exchange.getResponseBody().write(content);
    }
  }

  private void pause(long millis) throws IOException {
    try {
      ended.await(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException("the test ended", e);
    }
  }

  private static List<Path> folders(Path place) throws IOException {
    try (Stream<Path> all = Files.list(place)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> all = Files.list(place)) {
      return all.map(each -> String.valueOf(each.getFileName())).sorted().toList();
    }
  }
}
