package io.paastreams.pipeline.admission;

/**
 * The path of one camera's frames from their arrival to the device, which decides whether a newer
 * frame replaces a waiting one.
 *
 * <p>Threading: safe.
 */
public interface CameraLane {

  /** A frame in the lane. */
  interface Job {

    /** Its position in the camera's order; larger is newer. */
    long order();

    /** Skips it; called while it waits for a decode thread, or when it is withdrawn. */
    void supersede();

    /**
     * Takes it out of the device's queue; returns false if the device has taken it or it is done.
     */
    boolean withdraw();

    /** Puts it in the device's queue. */
    void submit(long waitedNanos) throws InterruptedException;
  }

  /** What a frame means for a window whose device is busy. */
  enum Work {
    /** One more frame for the device. */
    MORE,
    /** A newer frame that replaces a waiting one. */
    NEWER,
    /** No work for the device. */
    NONE
  }

  /** What another frame means for a window whose device is busy. */
  Work work();

  /** A newer frame has been read; it may still be refused for lack of room. */
  void supersedeArrived();

  /** A frame begins to wait for a decode thread. */
  void arrive(Job job);

  /** A decode thread has taken the frame. */
  void begin(Job job);

  /** The frame is prepared: lets it wait for the device. */
  void ready(Job job) throws InterruptedException;
}
