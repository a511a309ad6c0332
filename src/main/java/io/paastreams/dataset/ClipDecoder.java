package io.paastreams.dataset;

import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.nio.file.Path;

/** Decodes video clips; supplied from outside so that this package needs no video library. */
public interface ClipDecoder {

  /**
   * Decodes a clip from its first frame.
   *
   * @param sink receives the frames in order
   * @throws IOException if the clip cannot be read or the sink throws it
   */
  void decode(Path clip, FrameSink sink) throws IOException;

  /** Receives frames as they are decoded. */
  interface FrameSink {

    /**
     * Receives one frame.
     *
     * @param index counted from 0
     * @param frame may be overwritten after the call
     * @return whether more frames are wanted
     */
    boolean accept(int index, RgbImage frame) throws IOException;
  }
}
