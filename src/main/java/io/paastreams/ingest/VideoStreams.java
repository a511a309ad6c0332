package io.paastreams.ingest;

import io.paastreams.ingest.SourceException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.AVStreamGroup;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Which of a container's streams is its video, and what a user may not expect of it. */
final class VideoStreams {

  /** Cover art and thumbnails, which containers keep as streams of video. */
  private static final int ATTACHED =
      avformat.AV_DISPOSITION_ATTACHED_PIC | avformat.AV_DISPOSITION_TIMED_THUMBNAILS;

  private VideoStreams() {}

  /**
   * The stream to read: the one that FFmpeg holds to be the best, which is OpenCV's choice, too.
   *
   * @param name for messages
   * @return its index
   * @throws SourceException if there is no video
   */
  static int choose(String name, AVFormatContext context, Consumer<String> notices)
      throws SourceException {
    refuseTiles(name, context);
    List<Integer> videos = new ArrayList<>();
    boolean attached = false;
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      if (stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO) {
        if ((stream.disposition() & ATTACHED) == 0) {
          videos.add(i);
        } else {
          attached = true;
        }
      }
    }
    if (videos.isEmpty()) {
      throw new SourceException(
          Reason.UNREADABLE,
          name + " holds no video" + (attached ? ", only an attached picture (cover art)" : ""));
    }
    int best =
        avformat.av_find_best_stream(context, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    int chosen = videos.contains(best) ? best : videos.get(0);
    if (videos.size() > 1) {
      notices.accept(
          "%s holds %d video streams; stream %d is read, %s, which FFmpeg rates best"
              .formatted(name, videos.size(), chosen, description(context.streams(chosen))));
    }
    noticePixelShape(name, context, context.streams(chosen), notices);
    return chosen;
  }

  /** HEIC and AVIF images of phones are grids of small pictures, each a stream. */
  private static void refuseTiles(String name, AVFormatContext context) throws SourceException {
    for (int i = 0; i < context.nb_stream_groups(); i++) {
      AVStreamGroup group = context.stream_groups(i);
      if (group.type() == avformat.AV_STREAM_GROUP_PARAMS_TILE_GRID) {
        throw new SourceException(
            Reason.UNSUPPORTED,
            "%s is an image of %d tiles, which are not put together: convert it to JPEG or PNG"
                .formatted(name, group.nb_streams()));
      }
    }
  }

  private static void noticePixelShape(
      String name, AVFormatContext context, AVStream stream, Consumer<String> notices) {
    AVRational shape = avformat.av_guess_sample_aspect_ratio(context, stream, null);
    if (shape.num() > 0 && shape.den() > 0 && shape.num() != shape.den()) {
      notices.accept(
          "%s has pixels of %d:%d, not square ones; frames keep the stored size, as with FFmpeg and OpenCV, so boxes fit the stored pixels"
              .formatted(name, shape.num(), shape.den()));
    }
  }

  private static String description(AVStream stream) {
    return "%dx%d %s"
        .formatted(
            stream.codecpar().width(),
            stream.codecpar().height(),
            avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString());
  }
}
