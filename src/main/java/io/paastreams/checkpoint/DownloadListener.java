package io.paastreams.checkpoint;

/**
 * Receives the progress of a download several times per second, on the thread that waits for it.
 */
@FunctionalInterface
public interface DownloadListener {

  /**
   * @param start the number of bytes left by an earlier attempt
   * @param bytes the number of bytes so far, including those
   * @param total the size of the file, or -1 if the server does not say
   */
  void progress(long start, long bytes, long total);
}
