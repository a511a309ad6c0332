package io.paastreams.ingest;

import io.paastreams.image.ImageFormat;
import io.paastreams.ingest.SourceException.Reason;
import io.paastreams.text.MaskedUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avcodec;

/** Where frames come from, as written by a user. Its text form shows no password. */
public sealed interface SourceLocation {

  /** A video file. */
  record VideoFile(Path file) implements SourceLocation {
    @Override
    public FrameSource open(OpenOptions options) throws SourceException {
      // Playlists must not lead to the network or to other machines' files.
      return SourceLocation.video(
          VideoInput.open(
              toString(),
              "file:" + file.toAbsolutePath(),
              null,
              Map.of("protocol_whitelist", "file,crypto,data"),
              false,
              options));
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** A network stream: RTSP, or video over HTTP. */
  record NetworkStream(String url) implements SourceLocation {

    @Override
    public FrameSource open(OpenOptions options) throws SourceException {
      VideoInput input = NetworkInput.open(toString(), url, options);
      return Snapshots.areIn(input)
          ? new Snapshots(input, () -> NetworkInput.open(toString(), url, options), options)
          : SourceLocation.video(input);
    }

    @Override
    public String toString() {
      return MaskedUrl.of(url);
    }
  }

  /** The JPEG and PNG files of a folder, in natural order of their names. */
  record Folder(Path folder) implements SourceLocation {
    @Override
    public FrameSource open(OpenOptions options) throws SourceException {
      return ImageFiles.folder(folder, options.fpsOr(ImageFiles.USUAL_FPS));
    }

    @Override
    public String toString() {
      return folder.toString();
    }
  }

  /** A single JPEG or PNG file. */
  record DatasetImage(Path file) implements SourceLocation {
    @Override
    public FrameSource open(OpenOptions options) {
      return ImageFiles.single(file, options.fpsOr(ImageFiles.USUAL_FPS));
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** A Video4Linux device. */
  record Webcam(Path device) implements SourceLocation {
    @Override
    public FrameSource open(OpenOptions options) throws SourceException {
      if (!Files.exists(device)) {
        throw new SourceException(Reason.MISSING, "there is no device " + device);
      }
      return SourceLocation.video(
          VideoInput.open(
              toString(),
              device.toString(),
              CaptureDevices.videoForLinux(),
              Map.of(),
              true,
              options));
    }

    @Override
    public String toString() {
      return device.toString();
    }
  }

  /**
   * Whether the source may disappear for a while and come back, as a stream or a device may and a
   * file may not.
   */
  default boolean isRemote() {
    return this instanceof NetworkStream || this instanceof Webcam;
  }

  /**
   * Opens the source from its beginning.
   *
   * @throws SourceException if it is missing, unreachable or not a video
   */
  FrameSource open(OpenOptions options) throws SourceException;

  /**
   * Parses what a user wrote: the path of a video, an image or a folder; {@code rtsp://}, {@code
   * rtsps://}, {@code http://} or {@code https://}; {@code file://}; {@code /dev/videoN} or {@code
   * webcam:N}.
   *
   * @throws SourceException if it names a file that does not exist, or no known kind of source
   */
  static SourceLocation parse(String text) throws SourceException {
    int colon = text.indexOf("://");
    if (colon > 0) {
      return parseUrl(text, text.substring(0, colon).toLowerCase(Locale.ROOT));
    }
    if (text.matches("webcam(:\\d+)?")) {
      return new Webcam(Path.of("/dev/video" + (text.length() > 7 ? text.substring(7) : "0")));
    }
    if (text.matches("/dev/video\\d+")) {
      return new Webcam(Path.of(text));
    }
    try {
      return ofPath(Path.of(text));
    } catch (InvalidPathException e) {
      throw new SourceException(
          Reason.MISSING, "\"%s\" is not a path".formatted(MaskedUrl.of(text)));
    }
  }

  private static SourceLocation parseUrl(String text, String scheme) throws SourceException {
    return switch (scheme) {
      case "rtsp", "rtsps", "http", "https" -> {
        requireEncodedLogin(text);
        yield new NetworkStream(text);
      }
      case "file" -> {
        try {
          yield ofPath(Path.of(URI.create(text)));
        } catch (IllegalArgumentException e) {
          throw new SourceException(
              Reason.MISSING, "\"%s\" is not a file URL".formatted(MaskedUrl.of(text)));
        }
      }
      default ->
          throw new SourceException(
              Reason.UNSUPPORTED,
              "\"%s://\" is not a known kind of source: use a path, rtsp://, rtsps://, http://, https://, file:// or /dev/videoN"
                  .formatted(scheme));
    };
  }

  /** Without this check FFmpeg would look for a host with the user's name. */
  private static void requireEncodedLogin(String url) throws SourceException {
    String authority = url.replaceFirst("^[^:]*://", "").replaceFirst("[/?#].*", "");
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    if (!hostAndPort.matches("(\\[[^\\]]*]|[^:]*)(:\\d*)?")) {
      throw new SourceException(
          Reason.UNSUPPORTED,
          MaskedUrl.of(url)
              + " has no valid host and port; if they are preceded by USER:PASSWORD@, write / in"
              + " these as %2F, ? as %3F, # as %23, @ as %40 and % as %25");
    }
  }

  private static SourceLocation ofPath(Path path) throws SourceException {
    if (Files.isDirectory(path)) {
      return new Folder(path);
    }
    if (!Files.exists(path)) {
      throw new SourceException(
          Reason.MISSING, "there is no file or folder " + MaskedUrl.of(path.toString()));
    }
    if (path.toString().toLowerCase(Locale.ROOT).matches(".*\\.mjpe?g")) {
      // Motion JPEG without a container starts like an image.
      return new VideoFile(path);
    }
    try (InputStream file = Files.newInputStream(path)) {
      return ImageFormat.sniff(file.readNBytes(16)).isPresent()
          ? new DatasetImage(path)
          : new VideoFile(path);
    } catch (IOException e) {
      throw new SourceException(Reason.UNREADABLE, "cannot read " + path, e);
    }
  }

  private static FrameSource video(VideoInput input) throws SourceException {
    return input.stream().codecpar().codec_id() == avcodec.AV_CODEC_ID_MJPEG
        ? new MotionJpegVideo(input)
        : DecodedVideo.of(input);
  }
}
