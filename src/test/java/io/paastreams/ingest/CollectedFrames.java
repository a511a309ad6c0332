package io.paastreams.ingest;

import io.paastreams.event.Frame;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is published; frames arrive immediately. */
final class CollectedFrames implements FramePublisher {

  private final List<Frame> frames = new ArrayList<>();

  @Override
  public void publish(Frame frame, Receipt receipt) {
    synchronized (frames) {
      frames.add(frame);
    }
    receipt.settled(null);
  }

  List<Frame> frames() {
    synchronized (frames) {
      return List.copyOf(frames);
    }
  }

  List<Frame> frames(String cameraId) {
    return frames().stream().filter(frame -> frame.cameraId().equals(cameraId)).toList();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
