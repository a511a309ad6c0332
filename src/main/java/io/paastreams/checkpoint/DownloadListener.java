package io.paastreams.checkpoint;

/** Is told about a download's progress several times per second by the thread that waits for it. */
@FunctionalInterface
public interface DownloadListener {

  /**
   * @param start the number of bytes left by an earlier attempt
   * @param bytes the number of bytes so far, including those
   * @param total the size of the file, or -1 if the server does not say
   */
  void progress(long start, long bytes, long total);
}
