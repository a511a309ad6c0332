package io.paastreams.ingest;

import io.paastreams.ingest.SourceException.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * An open container or stream that delivers the packets of its video stream.
 *
 * <p>Owns native memory until closed; a failed attempt to open frees what it allocated.
 */
final class VideoInput implements AutoCloseable {

  private static final Duration USUAL_INTERVAL = Duration.ofNanos(Math.round(1e9 / 25));

  /**
   * How long to wait before a device is polled again; a device without a new frame returns at once.
   */
  private static final long RETRY_NANOS = 1_000_000;

  /** AVERROR(EPROTONOSUPPORT) of Linux: FFmpeg's answer to a server's 461. */
  private static final int PROTOCOL_NOT_SUPPORTED = -93;

  /** The demuxer that shows text files as scrolling terminals. */
  private static final String TEXT_AS_VIDEO = "tty";

  private final String name;
  private final ReadTimeout watch;
  private final AVFormatContext context;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final int streamIndex;
  private final AVStream stream;
  private final boolean live;
  private final Consumer<String> notices;

  private VideoInput(
      String name,
      ReadTimeout watch,
      AVFormatContext context,
      int streamIndex,
      boolean live,
      Consumer<String> notices) {
    this.name = name;
    this.watch = watch;
    this.context = context;
    this.streamIndex = streamIndex;
    this.stream = context.streams(streamIndex);
    this.live = live;
    this.notices = notices;
  }

  /**
   * Opens and probes an input.
   *
   * @param name the input's name in messages, without passwords
   * @param url the URL that FFmpeg opens
   * @param format a demuxer to force; null lets FFmpeg detect it from the content
   * @param settings FFmpeg options of the protocol and the demuxer
   * @param endless whether an input that does not know its length is live
   */
  static VideoInput open(
      String name,
      String url,
      @Nullable AVInputFormat format,
      Map<String, String> settings,
      boolean endless,
      OpenOptions options)
      throws SourceException {
    loadLibraries(name);
    ReadTimeout watch = new ReadTimeout(options.cancelled(), options.patience());
    AVFormatContext context = avformat.avformat_alloc_context();
    try {
      watch.attach(context);
      AVDictionary dictionary = new AVDictionary(null);
      settings.forEach((key, value) -> avutil.av_dict_set(dictionary, key, value, 0));
      int result = avformat.avformat_open_input(context, url, format, dictionary);
      avutil.av_dict_free(dictionary);
      requireOpened(name, url, watch, result);
      if (context.iformat().name().getString().equals(TEXT_AS_VIDEO)) {
        throw new SourceException(Reason.UNREADABLE, name + " is a text file, not a video");
      }
      requireOpened(
          name, url, watch, avformat.avformat_find_stream_info(context, (PointerPointer<?>) null));
      int streamIndex = VideoStreams.choose(name, context, options.notices());
      boolean live = endless && context.duration() <= 0;
      return new VideoInput(name, watch, context, streamIndex, live, options.notices());
    } catch (SourceException | RuntimeException e) {
      avformat.avformat_close_input(context);
      watch.close();
      throw e;
    }
  }

  private static void loadLibraries(String name) throws SourceException {
    try {
      Ffmpeg.load();
    } catch (LinkageError e) {
      throw new SourceException(
          Reason.UNSUPPORTED,
          "cannot read %s: this installation has no FFmpeg libraries for %s %s"
              .formatted(name, System.getProperty("os.name"), System.getProperty("os.arch")),
          e);
    }
  }

  private static void requireOpened(String name, String url, ReadTimeout watch, int result)
      throws SourceException {
    if (result >= 0) {
      return;
    }
    if (watch.cancelled()) {
      throw new SourceException(Reason.BROKEN, "opening " + name + " was cancelled");
    }
    if (result == avutil.AVERROR_EXIT || watch.expired()) {
      throw new SourceException(Reason.UNREACHABLE, name + " does not answer");
    }
    if (refusesTransport(url, result)) {
      throw new SourceException(
          Reason.TRANSPORT_REFUSED,
          "%s refuses the RTSP transport (%s): choose another with --rtsp-transport"
              .formatted(name, Ffmpeg.message(result)));
    }
    if (result == avutil.AVERROR_INVALIDDATA) {
      throw new SourceException(Reason.UNREADABLE, name + " is not a video that can be read");
    }
    throw new SourceException(
        url.contains("://") ? Reason.UNREACHABLE : Reason.UNREADABLE,
        "cannot open %s: %s".formatted(name, Ffmpeg.message(result)));
  }

  /**
   * Whether the server refused with 461, or with one of the general refusals that some servers give
   * instead.
   */
  private static boolean refusesTransport(String url, int result) {
    return url.regionMatches(true, 0, "rtsp", 0, 4)
        && (result == PROTOCOL_NOT_SUPPORTED
            || result == avutil.AVERROR_HTTP_BAD_REQUEST
            || result == avutil.AVERROR_HTTP_OTHER_4XX
            || result == avutil.AVERROR_HTTP_SERVER_ERROR);
  }

  String name() {
    return name;
  }

  AVStream stream() {
    return stream;
  }

  /** Whether the input continues until it is stopped. */
  boolean live() {
    return live;
  }

  Duration interval() {
    AVRational rate = avformat.av_guess_frame_rate(context, stream, null);
    return rate.num() > 0 && rate.den() > 0
        ? Duration.ofNanos(1_000_000_000L * rate.den() / rate.num())
        : USUAL_INTERVAL;
  }

  /**
   * The times of the frames. A live stream's timestamps set no pace, so their jumps are not
   * reported.
   */
  FrameTimes times() {
    return new FrameTimes(
        stream.time_base(),
        interval(),
        live ? notice -> {} : notice -> notices.accept(name + ": " + notice));
  }

  /** Tells the user something about this source. */
  void notice(String sentence) {
    notices.accept(name + " " + sentence);
  }

  /** FFmpeg's short name of the format, such as {@code mov,mp4} or {@code jpeg_pipe}. */
  String format() {
    return context.iformat().name().getString();
  }

  /**
   * The next packet of the video stream, valid until the next call; null at the end or when
   * cancelled.
   */
  @Nullable AVPacket read() throws SourceException {
    while (true) {
      avcodec.av_packet_unref(packet);
      watch.restart();
      int result = avformat.av_read_frame(context, packet);
      if (watch.cancelled() || result == avutil.AVERROR_EOF) {
        return null;
      }
      if (result == avutil.AVERROR_EXIT) {
        throw new SourceException(Reason.BROKEN, name + " has gone silent");
      }
      if (result == avutil.AVERROR_EAGAIN()) {
        LockSupport.parkNanos(RETRY_NANOS);
        continue;
      }
      if (result < 0) {
        throw new SourceException(
            Reason.BROKEN, "%s broke off: %s".formatted(name, Ffmpeg.message(result)));
      }
      if (packet.stream_index() == streamIndex) {
        return packet;
      }
    }
  }

  @Override
  public void close() {
    // Closing a stream tells its server that the session ends.
    watch.restart();
    avcodec.av_packet_free(packet);
    avformat.avformat_close_input(context);
    watch.close();
  }
}
