package io.paastreams.claimcheck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paastreams.claimcheck.ClaimCheckException.Reason;
import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.text.MaskedUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Tag("process")
final class ClaimCheckStoreTest {

  private static final byte[] BYTES = "not really an image".getBytes(UTF_8);
  private static final Encoded IMAGE = new Encoded(Encoding.JPEG, BYTES);
  private static final Instant TIME = Instant.parse("2026-01-31T23:59:59Z");

  @TempDir private Path root;

  private S3Server server;

  @BeforeEach
  void startServer() throws IOException {
    server = new S3Server();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  static Stream<String> cameras() {
    return Stream.of(
        "gate-7",
        "hall.north",
        "..",
        ".hidden",
        "../../etc/passwd",
        "/abs",
        "a\\b",
        "rtsp://10.0.0.7/live?channel=2",
        "key=value:x",
        "name with spaces, Tür \u0000\n",
        "%2e%2e/x",
        "長い名前".repeat(60),
        "x".repeat(500));
  }

  @ParameterizedTest
  @MethodSource("cameras")
  void anyCamerasImages_areReadAsTheyWereWritten(String camera) throws Exception {
    for (String location : List.of(root.toUri().toString(), "s3://frames/site a/1")) {
      ClaimCheck claim;
      try (ClaimCheckStore store = open(location)) {
        claim = store.put(camera, TIME, IMAGE);
      }

      assertThat(read(claim)).isEqualTo(BYTES);
      assertThat(claim.sizeBytes()).isEqualTo(BYTES.length);
      assertThat(claim.contentType()).isEqualTo("image/jpeg");
      assertThat(claim.uri())
          .doesNotContain("=")
          .endsWith("/2026/01/31/" + claim.sha256() + ".jpg");
      assertThat(MaskedUrl.of(claim.uri())).isEqualTo(claim.uri());
    }
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile))
          .singleElement()
          .satisfies(file -> assertThat(root.relativize(file).getNameCount()).isEqualTo(5));
    }
    assertThat(server.objects.keySet())
        .singleElement()
        .satisfies(key -> assertThat(key).startsWith("/frames/site a/1/").doesNotContain("/../"));
    assertThat(server.contentTypes.values()).containsOnly("image/jpeg");
  }

  @Test
  void twoCamerasNeverShareAFolder_andOneImageIsKeptOnceADay() throws Exception {
    try (ClaimCheckStore store = open(root.toUri().toString())) {
      String one = store.put("a/b", TIME, IMAGE).uri();
      assertThat(store.put("a/b", TIME, IMAGE).uri()).isEqualTo(one);
      assertThat(store.put("a%2Fb", TIME, IMAGE).uri()).isNotEqualTo(one);
      assertThat(store.put("x".repeat(500), TIME, IMAGE).uri())
          .isNotEqualTo(store.put("x".repeat(501), TIME, IMAGE).uri());
      assertThat(store.put("a/b", TIME, new Encoded(Encoding.PNG, BYTES)))
          .satisfies(png -> assertThat(png.uri()).endsWith(".png"))
          .satisfies(png -> assertThat(png.contentType()).isEqualTo("image/png"));
    }
  }

  @Test
  void aFolderThatIsNotThere_isNotMade() {
    Path missing = root.resolve("not-mounted");

    assertThatIOException()
        .isThrownBy(() -> open(missing.toUri().toString()))
        .withMessage("claimChecks.store: " + missing + " is not a folder; create or mount it");
    assertThat(missing).doesNotExist();
  }

  @Test
  void aDiskThatTakesNothing_isNamed_andLeavesNoPart() throws Exception {
    try (ClaimCheckStore store = open(root.toUri().toString())) {
      Files.write(root.resolve("gate"), BYTES);

      assertThatIOException()
          .isThrownBy(() -> store.put("gate", TIME, IMAGE))
          .withMessageStartingWith("claimChecks.store: " + root + "/gate/2026/01/31/")
          .withMessageContaining("cannot be written");

      String blocked = store.put("hall", TIME, IMAGE).sha256() + ".jpg";
      Path file = root.resolve("hall/2026/01/31").resolve(blocked);
      Files.delete(file);
      Files.createDirectories(file.resolve("x"));
      assertThatIOException().isThrownBy(() -> store.put("hall", TIME, IMAGE));
      try (Stream<Path> left = Files.list(file.getParent())) {
        assertThat(left).containsExactly(file);
      }
    }
  }

  @Test
  void aStoreThatIsBusyForAMoment_isAskedAgain() throws Exception {
    server.busy.set(1);
    try (ClaimCheckStore store = open("s3://frames")) {
      ClaimCheck claim = store.put("gate", TIME, IMAGE);
      server.busy.set(2);

      assertThat(read(claim)).isEqualTo(BYTES);
      assertThat(claim.uri()).startsWith("s3://frames/gate/2026/01/31/");
    }
  }

  @Test
  void aStoreThatRefusesOrIsGone_isNamedWithTheReason() throws Exception {
    try (ClaimCheckStore stranger =
        ClaimCheckStore.open(
            StoreLocation.parse("s3://frames"), server.settings("nobody"), Duration.ofSeconds(2))) {
      assertThatIOException()
          .isThrownBy(() -> stranger.put("gate", TIME, IMAGE))
          .withMessage(
              "claimChecks.store: s3://frames did not accept the image: HTTP 403 AccessDenied")
          .satisfies(e -> assertThat(e.toString()).doesNotContain("secret-of-the-store"));
    }
    server.busy.set(1000);
    try (ClaimCheckStore store = open("s3://frames")) {
      assertThatIOException()
          .isThrownBy(() -> store.put("gate", TIME, IMAGE))
          .withMessageContaining("did not accept the image");
      server.close();
      assertThatIOException()
          .isThrownBy(() -> store.put("gate", TIME, IMAGE))
          .withMessageContaining("did not accept the image");
    }
    assertThat(server.objects).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://other/x.jpg",
        "s3://frames-not/x.jpg",
        "s3://FRAMES/x.jpg",
        "s3://user@frames/x.jpg",
        "s3://frames:80/x.jpg",
        "s3://frames/",
        "s3://frames",
        "s3:///x.jpg",
        "s3:frames/x.jpg",
        "s3://frames/../other/x.jpg",
        "s3://frames/%2E%2E/other/x.jpg",
        "s3://frames/..%2Fother/x.jpg",
        "s3://frames/x.jpg?versionId=1",
        "s3://frames/x.jpg#x"
      })
  void bucketsThatAreNotListed_areRefusedWithoutARequest(String uri) {
    assertThat(refusal(claim(uri, BYTES.length)).reason()).isEqualTo(Reason.NOT_ALLOWED);
    assertThat(server.requests).hasValue(0);
  }

  @Test
  void objectsOtherThanDeclared_areRefused() throws Exception {
    server.objects.put("/frames/x", BYTES);

    assertThat(refusal(claim("s3://frames/nothing", 5)).reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(refusal(claim("s3://frames/x", BYTES.length - 1)).reason())
        .isEqualTo(Reason.WRONG_SIZE);
    assertThat(refusal(claim("s3://frames/x", BYTES.length + 1)).reason())
        .isEqualTo(Reason.WRONG_SIZE);
    assertThat(refusal(claim("s3://frames/x", 2_000)).reason()).isEqualTo(Reason.WRONG_SIZE);
    assertThat(
            refusal(new ClaimCheck("s3://frames/x", BYTES.length, "00".repeat(32), "image/jpeg"))
                .reason())
        .isEqualTo(Reason.WRONG_HASH);
    assertThat(read(claim("s3://frames/x", BYTES.length))).isEqualTo(BYTES);
  }

  @Test
  void aStoreThatIsBusySlowOrGone_isUnavailable() {
    server.objects.put("/frames/x", new byte[900]);
    server.busy.set(1_000);
    assertThat(refusal(claim("s3://frames/x", 900)).reason()).isEqualTo(Reason.UNAVAILABLE);

    server.busy.set(0);
    server.dribbles = true;
    long start = System.nanoTime();
    assertThat(refusal(claim("s3://frames/x", 900)).reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));

    server.close();
    assertThat(refusal(claim("s3://frames/x", 900)).reason()).isEqualTo(Reason.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frames",
        "/var/frames",
        "file:relative",
        "file://host/frames",
        "http://store/frames",
        "s3://",
        "s3://a",
        "s3:///frames",
        "s3://user:secret@frames",
        "s3://frames/../x",
        "s3://frames?x=1",
        "s3://frames#x"
      })
  void otherLocations_areRefused(String text) {
    assertThat(
            catchThrowableOfType(IllegalArgumentException.class, () -> StoreLocation.parse(text)))
        .isNotNull();
  }

  private ClaimCheckStore open(String location) throws IOException {
    return ClaimCheckStore.open(
        StoreLocation.parse(location.replace(" ", "%20")),
        server.settings(),
        Duration.ofSeconds(3));
  }

  private byte[] read(ClaimCheck claim) throws Exception {
    ClaimCheckReader reader =
        new ClaimCheckReader(
            new ClaimCheckPolicy(
                List.of(root),
                List.of(),
                List.of(),
                List.of("frames"),
                server.settings(),
                1_000,
                Duration.ofSeconds(3)));
    reader.check(claim);
    return reader.read(claim);
  }

  private ClaimCheckException refusal(ClaimCheck claim) {
    return catchThrowableOfType(ClaimCheckException.class, () -> read(claim));
  }

  private static ClaimCheck claim(String uri, long size) {
    return new ClaimCheck(uri, size, ObjectKey.sha256(BYTES), "image/jpeg");
  }
}
