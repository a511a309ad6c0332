package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paastreams.ingest.SourceException.Reason;
import io.paastreams.ingest.SourceLocation.DatasetImage;
import io.paastreams.ingest.SourceLocation.Folder;
import io.paastreams.ingest.SourceLocation.NetworkStream;
import io.paastreams.ingest.SourceLocation.VideoFile;
import io.paastreams.ingest.SourceLocation.Webcam;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SourceLocationTest {

  private static final OpenOptions OPTIONS = OpenOptions.standard();

  @TempDir Path folder;

  @Test
  void aPath_isRecognisedByWhatIsThere() throws Exception {
    Path image = Files.write(folder.resolve("a.bin"), Clips.jpeg(100));

    assertThat(SourceLocation.parse(Clips.drone().toString()))
        .isEqualTo(new VideoFile(Clips.drone()));
    assertThat(SourceLocation.parse(Clips.drone().toUri().toString()))
        .isInstanceOf(VideoFile.class);
    assertThat(SourceLocation.parse(folder.toString())).isEqualTo(new Folder(folder));
    assertThat(SourceLocation.parse(image.toString())).isEqualTo(new DatasetImage(image));
  }

  @Test
  void streamsAndDevices_areRecognisedByTheirForm() throws Exception {
    assertThat(SourceLocation.parse("rtsp://camera/1")).isInstanceOf(NetworkStream.class);
    assertThat(SourceLocation.parse("HTTP://camera/1")).isInstanceOf(NetworkStream.class);
    assertThat(SourceLocation.parse("/dev/video2")).isEqualTo(new Webcam(Path.of("/dev/video2")));
    assertThat(SourceLocation.parse("webcam:3")).isEqualTo(new Webcam(Path.of("/dev/video3")));
    assertThat(SourceLocation.parse("webcam")).isEqualTo(new Webcam(Path.of("/dev/video0")));
  }

  @Test
  void passwords_areNotShown() throws Exception {
    assertThat(SourceLocation.parse("rtsp://admin:p@ss@10.0.0.1/live"))
        .hasToString("rtsp://***@10.0.0.1/live");
    assertThat(SourceLocation.parse("http://10.0.0.1/v.cgi?user=admin&pwd=pass&channel=2"))
        .hasToString("http://10.0.0.1/v.cgi?user=***&pwd=***&channel=2");
    for (String text :
        List.of(
            "rtsp://admin:secret/word@127.0.0.1:1/live",
            "rtsp://admin:secret#word@127.0.0.1:1/live",
            "rtsp://admin:secret?word@127.0.0.1:1/live",
            "rtsp://admin:7/word@127.0.0.1:1/live",
            "rtsp://admin:secret%40127.0.0.1/live",
            "http://127.0.0.1:1/v.cgi?password=secret@word",
            "rtsp://127.0.0.1:1/user=admin_password=secret_channel=1.sdp",
            "file://admin:secret@host/x",
            "admin:secret@127.0.0.1/live",
            "rtsp:/admin:secret@127.0.0.1/live")) {
      SourceException e = refused(() -> SourceLocation.parse(text).open(OPTIONS));
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).as(text).doesNotContain("secret", "word@", "7/word");
    }
  }

  @Test
  void aPasswordThatHidesTheHost_isRefusedWithHowToWriteIt() {
    assertThat(refused(() -> SourceLocation.parse("rtsp://admin:pa/ss@10.0.0.1/live")))
        .hasMessageContaining("rtsp://***@10.0.0.1/live")
        .hasMessageContaining("write / in these as %2F");
  }

  @Test
  void aMissingFile_isNamed() {
    SourceException e = refused(() -> SourceLocation.parse("no/such/clip.mp4"));

    assertThat(e.reason()).isEqualTo(Reason.MISSING);
    assertThat(e).hasMessageContaining("no/such/clip.mp4");
  }

  @Test
  void anUnknownScheme_isRefusedWithThoseThatAreKnown() {
    SourceException e = refused(() -> SourceLocation.parse("gopher://old/clip"));

    assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(e).hasMessageContaining("gopher").hasMessageContaining("rtsp://");
  }

  @Test
  void aMissingDevice_isNamed() {
    SourceException e = refused(() -> SourceLocation.parse("webcam:99").open(OPTIONS));

    assertThat(e.reason()).isEqualTo(Reason.MISSING);
    assertThat(e).hasMessageContaining("/dev/video99");
  }

  @Test
  void aDeviceThatIsNotACamera_isRefused() {
    SourceException e = refused(() -> new Webcam(Path.of("/dev/null")).open(OPTIONS));

    // If the system's capture libraries are missing, that is reported first.
    assertThat(e.reason()).isIn(Reason.UNREADABLE, Reason.UNSUPPORTED);
    assertThat(e).hasMessageFindingMatch("/dev/null|apt install");
  }

  @Test
  void filesThatAreNotVideos_areRefused() throws Exception {
    byte[] noise = new byte[30_000];
    new Random(1).nextBytes(noise);
    byte[] clip = Files.readAllBytes(Clips.drone());

    for (byte[] content :
        new byte[][] {
          {},
          noise,
          "A letter.\n".repeat(500).getBytes(StandardCharsets.UTF_8),
          // The index of this file lies at its end.
          Arrays.copyOf(clip, clip.length / 2)
        }) {
      Path file = Files.write(folder.resolve("clip.mp4"), content);
      SourceException e = refused(() -> SourceLocation.parse(file.toString()).open(OPTIONS));
      assertThat(e.reason()).isEqualTo(Reason.UNREADABLE);
      assertThat(e).hasMessageContaining(file.toString());
    }
  }

  @Test
  void aTextFile_isNotShownAsATerminal() throws Exception {
    Path file =
        Files.writeString(folder.resolve("notes.nfo"), "\u001b[31mred\u001b[0m\n".repeat(99));

    assertThat(refused(() -> SourceLocation.parse(file.toString()).open(OPTIONS)).reason())
        .isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void soundWithoutVideo_isRefused() throws Exception {
    Path file = folder.resolve("sound.wav");
    try (RandomAccessFile wav = new RandomAccessFile(file.toFile(), "rw")) {
      wav.writeBytes("RIFF");
      wav.writeInt(Integer.reverseBytes(36 + 16_000));
      wav.writeBytes("WAVEfmt ");
      wav.writeInt(Integer.reverseBytes(16));
      wav.writeInt(Integer.reverseBytes(0x0001_0001));
      wav.writeInt(Integer.reverseBytes(8000));
      wav.writeInt(Integer.reverseBytes(16_000));
      wav.writeInt(Integer.reverseBytes(0x0010_0002));
      wav.writeBytes("data");
      wav.writeInt(Integer.reverseBytes(16_000));
      wav.write(new byte[16_000]);
    }

    assertThat(refused(() -> SourceLocation.parse(file.toString()).open(OPTIONS)))
        .hasMessageContaining("contains no video");
  }

  @Test
  void aPlaylist_cannotLeadToTheNetwork() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(300);
      Path file =
          Files.writeString(
              folder.resolve("list.m3u8"),
              "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:%d/a.ts\n#EXT-X-ENDLIST\n"
                  .formatted(server.getLocalPort()));

      refused(() -> SourceLocation.parse(file.toString()).open(OPTIONS));

      assertThat(catchThrowableOfType(SocketTimeoutException.class, server::accept))
          .as("nobody connected")
          .isNotNull();
    }
  }

  @Test
  void aFolderWithoutImages_isRefused() {
    assertThat(refused(() -> SourceLocation.parse(folder.toString()).open(OPTIONS)))
        .hasMessageContaining("contains no .jpg");
  }

  @Test
  void aClosedPort_isReported() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }

    SourceException e =
        refused(() -> SourceLocation.parse("rtsp://127.0.0.1:" + port + "/live").open(OPTIONS));

    assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(e).hasMessageContaining("Connection refused");
  }

  @Test
  @Timeout(20)
  void aServerThatNeverAnswers_isGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      OpenOptions impatient = OPTIONS.withPatience(Duration.ofMillis(300), () -> false);

      SourceException e =
          refused(
              () ->
                  SourceLocation.parse("rtsp://127.0.0.1:%d/x".formatted(silent.getLocalPort()))
                      .open(impatient));

      assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(e).hasMessageContaining("does not answer");
    }
  }

  @Test
  @Timeout(20)
  void opening_canBeCancelled() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      AtomicBoolean asked = new AtomicBoolean();
      // Cancelled at the second poll, because the first is answered before anything is waited for.
      OpenOptions options =
          OPTIONS.withPatience(Duration.ofMinutes(5), () -> asked.getAndSet(true));

      refused(
          () ->
              SourceLocation.parse("rtsp://127.0.0.1:%d/x".formatted(silent.getLocalPort()))
                  .open(options));

      assertThat(asked).isTrue();
    }
  }

  private interface Action {
    Object run() throws SourceException, IOException;
  }

  private static SourceException refused(Action action) {
    return catchThrowableOfType(SourceException.class, action::run);
  }
}
