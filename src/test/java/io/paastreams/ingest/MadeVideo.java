package io.paastreams.ingest;

import io.paastreams.geometry.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;

/** Motion-JPEG files of the kinds that cameras and phones write, ten frames per second. */
final class MadeVideo {

  private static final int TICKS_PER_FRAME = 100;
  private static final int ONE = 1 << 16;

  private final List<Stream> streams = new ArrayList<>();

  private record Stream(
      Size size,
      List<byte[]> packets,
      List<Long> stamps,
      int disposition,
      int[] matrix,
      int pixelWidth) {}

  /** A stream of JPEG files. */
  MadeVideo stream(Size size, List<byte[]> packets) {
    return add(size, packets, 0, new int[0], 1);
  }

  /** A stream with the elements a, b, c, d of a display matrix. */
  MadeVideo turned(Size size, List<byte[]> packets, int a, int b, int c, int d) {
    int[] matrix = {a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, 1 << 30};
    return add(size, packets, 0, matrix, 1);
  }

  MadeVideo widePixels(Size size, List<byte[]> packets, int pixelWidth) {
    return add(size, packets, 0, new int[0], pixelWidth);
  }

  /** Cover art. */
  MadeVideo attached(Size size, byte[] image) {
    return add(size, List.of(image), avformat.AV_DISPOSITION_ATTACHED_PIC, new int[0], 1);
  }

  /** The last stream's timestamps in milliseconds. */
  MadeVideo stamps(List<Long> stamps) {
    Stream last = streams.remove(streams.size() - 1);
    streams.add(
        new Stream(
            last.size, last.packets, stamps, last.disposition, last.matrix, last.pixelWidth));
    return this;
  }

  private MadeVideo add(
      Size size, List<byte[]> packets, int disposition, int[] matrix, int pixelWidth) {
    List<Long> stamps = new ArrayList<>();
    for (int i = 0; i < packets.size(); i++) {
      stamps.add((long) i * TICKS_PER_FRAME);
    }
    streams.add(new Stream(size, packets, stamps, disposition, matrix, pixelWidth));
    return this;
  }

  /** Writes a file whose extension determines the container. */
  Path write(Path file) {
    Ffmpeg.load();
    AVFormatContext context = new AVFormatContext(null);
    check(avformat.avformat_alloc_output_context2(context, null, (String) null, file.toString()));
    for (Stream stream : streams) {
      declare(context, stream);
    }
    AVIOContext io = new AVIOContext(null);
    check(avformat.avio_open(io, file.toString(), avformat.AVIO_FLAG_WRITE));
    context.pb(io);
    check(avformat.avformat_write_header(context, (AVDictionary) null));
    for (int i = 0; i < streams.size(); i++) {
      writePackets(context, i, streams.get(i));
    }
    check(avformat.av_write_trailer(context));
    avformat.avio_closep(io);
    avformat.avformat_free_context(context);
    return file;
  }

  private static void declare(AVFormatContext context, Stream stream) {
    AVStream made = avformat.avformat_new_stream(context, (AVCodec) null);
    made.time_base(avutil.av_make_q(1, 1000));
    made.avg_frame_rate(avutil.av_make_q(10, 1));
    made.disposition(stream.disposition);
    made.sample_aspect_ratio(avutil.av_make_q(stream.pixelWidth, 1));
    made.codecpar()
        .codec_type(avutil.AVMEDIA_TYPE_VIDEO)
        .codec_id(avcodec.AV_CODEC_ID_MJPEG)
        .width(stream.size.width())
        .height(stream.size.height())
        .format(avutil.AV_PIX_FMT_YUVJ420P)
        .sample_aspect_ratio(avutil.av_make_q(stream.pixelWidth, 1));
    if (stream.matrix.length > 0) {
      IntPointer count = new IntPointer(1).put(made.codecpar().nb_coded_side_data());
      AVPacketSideData data = made.codecpar().coded_side_data();
      AVPacketSideData fresh =
          avcodec.av_packet_side_data_new(
              data == null ? new AVPacketSideData(null) : data,
              count,
              avcodec.AV_PKT_DATA_DISPLAYMATRIX,
              4L * stream.matrix.length,
              0);
      new IntPointer(fresh.data()).put(stream.matrix, 0, stream.matrix.length);
      made.codecpar().coded_side_data(data == null ? fresh : data);
      made.codecpar().nb_coded_side_data(count.get());
    }
  }

  private static void writePackets(AVFormatContext context, int index, Stream stream) {
    for (int k = 0; k < stream.packets.size(); k++) {
      byte[] bytes = stream.packets.get(k);
      AVPacket packet = avcodec.av_packet_alloc();
      check(avcodec.av_new_packet(packet, bytes.length));
      packet.data().put(bytes);
      packet.stream_index(index);
      packet.flags(avcodec.AV_PKT_FLAG_KEY);
      packet.pts(stream.stamps.get(k)).dts(stream.stamps.get(k)).duration(TICKS_PER_FRAME);
      avcodec.av_packet_rescale_ts(
          packet, avutil.av_make_q(1, 1000), context.streams(index).time_base());
      check(avformat.av_write_frame(context, packet));
      avcodec.av_packet_free(packet);
    }
  }

  private static void check(int result) {
    if (result < 0) {
      throw new IllegalStateException(Ffmpeg.message(result));
    }
  }
}
