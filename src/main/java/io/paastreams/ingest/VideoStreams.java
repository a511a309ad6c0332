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

/** Finds which of a container's streams is its video, and reports anything unexpected about it. */
final class VideoStreams {

  /** Cover art and thumbnails, which containers store as video streams. */
  private static final int ATTACHED =
      avformat.AV_DISPOSITION_ATTACHED_PIC | avformat.AV_DISPOSITION_TIMED_THUMBNAILS;

  private VideoStreams() {}

  /**
   * Chooses the stream to read: the one that FFmpeg rates best, which OpenCV also chooses.
   *
   * @param name the input's name in messages
   * @return the index of the stream
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
          name + " contains no video" + (attached ? ", only an attached image (cover art)" : ""));
    }
    int best =
        avformat.av_find_best_stream(context, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    int chosen = videos.contains(best) ? best : videos.get(0);
    if (videos.size() > 1) {
      notices.accept(
          "%s contains %d video streams; stream %d is read, %s, which FFmpeg rates best"
              .formatted(name, videos.size(), chosen, description(context.streams(chosen))));
    }
    noticePixelShape(name, context, context.streams(chosen), notices);
    return chosen;
  }

  /** HEIC and AVIF images from phones are grids of small images, each a stream of its own. */
  private static void refuseTiles(String name, AVFormatContext context) throws SourceException {
    for (int i = 0; i < context.nb_stream_groups(); i++) {
      AVStreamGroup group = context.stream_groups(i);
      if (group.type() == avformat.AV_STREAM_GROUP_PARAMS_TILE_GRID) {
        throw new SourceException(
            Reason.UNSUPPORTED,
            "%s is an image of %d tiles, which are not assembled: convert it to JPEG or PNG"
                .formatted(name, group.nb_streams()));
      }
    }
  }

  private static void noticePixelShape(
      String name, AVFormatContext context, AVStream stream, Consumer<String> notices) {
    AVRational shape = avformat.av_guess_sample_aspect_ratio(context, stream, null);
    if (shape.num() > 0 && shape.den() > 0 && shape.num() != shape.den()) {
      notices.accept(
          "%s has pixels of %d:%d, which are not square; frames keep the stored size, as with FFmpeg and OpenCV, so boxes fit the stored pixels"
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
