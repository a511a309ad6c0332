package io.paastreams.claimcheck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.paastreams.claimcheck.ClaimCheckException.Reason;
import io.paastreams.event.FramePayload.ClaimCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Tag("process")
final class ClaimCheckReaderTest {

  private static final byte[] PICTURE = "not really an image".getBytes(UTF_8);

  @TempDir private Path dir;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private String origin;
  private Path root;

  @BeforeEach
  void startServer() throws IOException {
    root = Files.createDirectory(dir.resolve("allowed"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/image", exchange -> answer(exchange, 200, PICTURE));
    server.createContext("/missing", exchange -> answer(exchange, 404, PICTURE));
    server.createContext(
        "/flaky", exchange -> answer(exchange, requests.get() < 2 ? 503 : 200, PICTURE));
    server.createContext("/down", exchange -> answer(exchange, 503, PICTURE));
    server.createContext(
        "/elsewhere",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/image");
          answer(exchange, 302, new byte[0]);
        });
    server.createContext("/endless", this::dribble);
    server.start();
    origin = "http://localhost:" + server.getAddress().getPort();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    requests.incrementAndGet();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** One byte at a time, like a server that wants to block a thread. */
  private void dribble(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try {
      while (true) {
        exchange.getResponseBody().write('x');
        exchange.getResponseBody().flush();
        Thread.sleep(20);
      }
    } catch (IOException | InterruptedException e) {
      exchange.close();
    }
  }

  @Test
  void imagesFromAllowedPlaces_areRead() throws Exception {
    Path file = Files.write(root.resolve("an image.jpg"), PICTURE);

    assertThat(read(claim(file.toUri().toString()))).isEqualTo(PICTURE);
    assertThat(read(claim(origin + "/image"))).isEqualTo(PICTURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/x",
        "https://localhost/x",
        "http://localhost.evil.example/x",
        "http://user@localhost/x",
        "ftp://localhost/x",
        "jar:file:///x.jar!/y",
        "localhost/x",
        "not a uri",
        "http://2130706433/x",
        "http://0x7f.1/x",
        "http://127.1/x",
        "http://localhost./x",
        "file://host/etc/passwd",
        "file:relative"
      })
  void placesThatAreNotListed_areRefusedWithoutARequest(String uri) {
    assertThat(refusal(claim(uri)).reason()).isEqualTo(Reason.NOT_ALLOWED);
    assertThat(requests).hasValue(0);
  }

  @Test
  void allowedHost_isAllowedOnItsPortOnly() {
    String other = origin.replaceAll("\\d+$", "1");

    assertThat(refusal(claim(other + "/image")).reason()).isEqualTo(Reason.NOT_ALLOWED);
  }

  @Test
  void byDefault_nothingIsAllowed() {
    ClaimCheckReader reader = new ClaimCheckReader(ClaimCheckPolicy.refuseAll());

    for (String uri : List.of(origin + "/image", dir.resolve("x").toUri().toString())) {
      assertThat(
              catchThrowableOfType(ClaimCheckException.class, () -> reader.check(claim(uri)))
                  .reason())
          .isEqualTo(Reason.NOT_ALLOWED);
    }
  }

  @Test
  void pathsAndLinksOutOfTheFolder_areRefused() throws Exception {
    Path secret = Files.write(dir.resolve("secret"), PICTURE);
    Path link = Files.createSymbolicLink(root.resolve("link"), secret);
    Path sibling = Files.createDirectory(dir.resolve("allowed-not"));
    Path file = Files.write(sibling.resolve("x"), PICTURE);

    for (String uri :
        List.of(
            "file://" + root + "/../secret", link.toUri().toString(), file.toUri().toString())) {
      assertThat(refusal(claim(uri)).reason()).as(uri).isEqualTo(Reason.NOT_ALLOWED);
    }
  }

  /**
   * Whoever may write frame events can read the dead letters, so these must not reveal which files
   * exist.
   */
  @Test
  void aPlaceOutsideTheFolders_getsOneAnswerWhateverIsThere() throws Exception {
    Path there = Files.write(dir.resolve("secret-1"), PICTURE);
    Path folder = Files.createDirectory(dir.resolve("secret-2"));
    Path locked = Files.createDirectory(dir.resolve("secret-3"));
    Files.write(locked.resolve("x"), PICTURE);
    Files.setPosixFilePermissions(locked, Set.of());
    Files.createSymbolicLink(root.resolve("out"), dir);
    Files.createSymbolicLink(root.resolve("out-1"), there);
    Files.createSymbolicLink(root.resolve("out-2"), dir.resolve("nothing"));
    Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
    Files.createSymbolicLink(dir.resolve("alias"), root);
    Files.write(root.resolve("x"), PICTURE);

    Map<String, List<String>> places =
        Map.of(
            "by their names",
            List.of(
                there.toUri().toString(),
                folder.toUri().toString(),
                locked.toUri() + "x",
                dir.resolve("nothing").toUri().toString(),
                "file://" + root + "/../secret-1",
                "file://" + root + "/../nothing",
                dir.resolve("alias").toUri() + "/x",
                "file:///" + "x".repeat(300)),
            "by links",
            List.of(
                "file://" + root + "/out",
                "file://" + root + "/out/secret-1",
                "file://" + root + "/out/secret-1/x",
                "file://" + root + "/out/secret-2",
                "file://" + root + "/out/secret-3/x",
                "file://" + root + "/out/nothing",
                "file://" + root + "/out/nothing/x",
                "file://" + root + "/out-1",
                "file://" + root + "/out-1/x",
                "file://" + root + "/out-2",
                "file://" + root + "/out-2/x",
                "file://" + root + "/loop"));
    places.forEach(
        (kind, uris) -> {
          Set<String> answers = new HashSet<>();
          for (String uri : uris) {
            ClaimCheckException refusal = refusal(claim(uri));
            answers.add(
                refusal.reason()
                    + String.valueOf(refusal.getMessage())
                        .replace(uri, "URI")
                        .replaceAll("^file\\S*", "URI")
                    + refusal.getCause()
                    + refusal.getStackTrace()[1]
                    + refusal.getStackTrace()[2]);
          }
          assertThat(answers).as(kind).hasSize(1);
          assertThat(answers.iterator().next()).startsWith("NOT_ALLOWED").contains("fileRoots");
        });
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void linksThatStayInTheFolders_areFollowed_andWhatIsMissingThereIsSaid() throws Exception {
    Path file = Files.write(root.resolve("x"), PICTURE);
    Path link = Files.createSymbolicLink(root.resolve("link"), file);
    Path folder = Files.createSymbolicLink(root.resolve("same"), root);

    assertThat(read(claim(link.toUri().toString()))).isEqualTo(PICTURE);
    assertThat(read(claim(folder.toUri() + "/x"))).isEqualTo(PICTURE);
    for (String uri : List.of(root.toUri() + "nothing", root.toUri() + "no/thing")) {
      assertThat(refusal(claim(uri)).reason()).as(uri).isEqualTo(Reason.NOT_FOUND);
    }
  }

  @Test
  void wrongSizes_areRefused() throws Exception {
    Path file = Files.write(root.resolve("x"), PICTURE);
    for (String uri : List.of(file.toUri().toString(), origin + "/image")) {
      assertThat(refusal(claim(uri, PICTURE.length - 1, hash(PICTURE))).reason())
          .isEqualTo(Reason.WRONG_SIZE);
      assertThat(refusal(claim(uri, PICTURE.length + 1, hash(PICTURE))).reason())
          .isEqualTo(Reason.WRONG_SIZE);
      assertThat(refusal(claim(uri, 1_001, hash(PICTURE))))
          .hasMessage("the claim check declares 1001 bytes, but 1 to 1000 are allowed");
    }
  }

  @Test
  void wrongHash_isRefused() throws Exception {
    Path file = Files.write(root.resolve("x"), PICTURE);
    for (String uri : List.of(file.toUri().toString(), origin + "/image")) {
      assertThat(refusal(claim(uri, PICTURE.length, "00".repeat(32))).reason())
          .isEqualTo(Reason.WRONG_HASH);
    }
  }

  @Test
  void foldersMissingFilesMissingPagesAndRedirects_areNotFound() {
    for (String uri :
        List.of(
            root.toUri().toString(),
            root.resolve("nothing").toUri().toString(),
            origin + "/missing",
            origin + "/elsewhere")) {
      assertThat(refusal(claim(uri)).reason()).as(uri).isEqualTo(Reason.NOT_FOUND);
    }
  }

  @Test
  void serverThatRecovers_isAskedAgain() throws Exception {
    assertThat(read(claim(origin + "/flaky"))).isEqualTo(PICTURE);
    assertThat(requests).hasValueGreaterThan(1);
  }

  @Test
  void serverThatIsDownOrGone_isUnavailable() {
    assertThat(refusal(claim(origin + "/down")).reason()).isEqualTo(Reason.UNAVAILABLE);
    server.stop(0);
    assertThat(refusal(claim(origin + "/image")).reason()).isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void serverThatDribbles_isCutOffInTime() {
    assertThat(refusal(claim(origin + "/endless", 900, hash(PICTURE))).reason())
        .isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void serverThatNeverStops_isCutOffBySize() {
    assertThat(refusal(claim(origin + "/endless", 3, hash(PICTURE))).reason())
        .isEqualTo(Reason.WRONG_SIZE);
  }

  private byte[] read(ClaimCheck claim) throws Exception {
    ClaimCheckReader reader =
        new ClaimCheckReader(
            new ClaimCheckPolicy(
                List.of(root),
                List.of(),
                List.of(URI.create(origin)),
                List.of(),
                S3Settings.ofEnvironment(),
                1_000,
                Duration.ofSeconds(3)));
    reader.check(claim);
    return reader.read(claim);
  }

  private ClaimCheckException refusal(ClaimCheck claim) {
    return catchThrowableOfType(ClaimCheckException.class, () -> read(claim));
  }

  private static ClaimCheck claim(String uri) {
    return claim(uri, PICTURE.length, hash(PICTURE));
  }

  private static ClaimCheck claim(String uri, long size, String sha256) {
    return new ClaimCheck(uri, size, sha256, "image/jpeg");
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
