package io.paastreams.checkpoint;

/** Told how a download goes, some times a second, by the thread that waits for it. */
@FunctionalInterface
public interface DownloadListener {

  /**
   * @param start bytes that an earlier try had left
   * @param bytes so far, those included
   * @param total of the file, or -1 if the server does not say
   */
  void progress(long start, long bytes, long total);
}
