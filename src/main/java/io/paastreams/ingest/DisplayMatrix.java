package io.paastreams.ingest;

import io.paastreams.image.Orientation;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Reads how a container says that its frames have to be rotated: phones store video in the
 * orientation of their sensor.
 *
 * <p>Frames are rotated and mirrored as the {@code ffmpeg} command does by default; OpenCV's {@code
 * VideoCapture} rotates in the same way but does not mirror. An angle between quarter turns counts
 * as the nearest one.
 */
final class DisplayMatrix {

  private static final int ELEMENTS = 9;

  private DisplayMatrix() {}

  /** The orientation of a whole stream. */
  static Orientation of(AVCodecParameters parameters) {
    AVPacketSideData matrix =
        avcodec.av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    return matrix == null || matrix.isNull()
        ? Orientation.UPRIGHT
        : orientation(matrix.data(), matrix.size());
  }

  /** The orientation of one frame: its own if it has one, otherwise that of its stream. */
  static Orientation of(AVFrame frame, Orientation ofStream) {
    AVFrameSideData matrix =
        avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
    return matrix == null || matrix.isNull() ? ofStream : orientation(matrix.data(), matrix.size());
  }

  private static Orientation orientation(BytePointer data, long size) {
    if (size < Integer.BYTES * ELEMENTS) {
      return Orientation.UPRIGHT;
    }
    int[] matrix = new int[ELEMENTS];
    new BytePointer(data)
        .capacity(size)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asIntBuffer()
        .get(matrix);
    return orientation(matrix[0], matrix[1], matrix[3], matrix[4]);
  }

  /** A stored pixel (p, q) is shown at x = a p + c q, y = b p + d q, with y downwards. */
  static Orientation orientation(long a, long b, long c, long d) {
    if (Math.abs(a) + Math.abs(d) >= Math.abs(b) + Math.abs(c)) {
      if (a >= 0) {
        return d >= 0 ? Orientation.UPRIGHT : Orientation.FLIPPED;
      }
      return d >= 0 ? Orientation.MIRRORED : Orientation.ROTATED_180;
    }
    if (b >= 0) {
      return c >= 0 ? Orientation.TRANSPOSED : Orientation.ROTATED_90;
    }
    return c >= 0 ? Orientation.ROTATED_270 : Orientation.TRANSVERSED;
  }
}
