package io.paastreams.checkpoint;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Writes an HTTP body to a file as it arrives, up to a limit. Completes with the resulting number
 * of bytes in the file.
 *
 * <p>Threading: called by the HTTP client, one signal at a time; {@link #bytes} may be called by
 * any thread.
 */
final class DownloadBody implements BodySubscriber<Long> {

  private final FileChannel file;
  private final long most;
  private final CompletableFuture<Long> body = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private volatile long bytes;

  /**
   * @param file the file, which is written from position {@code start} on
   * @param most the maximum size of the file in bytes
   */
  DownloadBody(FileChannel file, long start, long most) {
    this.file = file;
    this.bytes = start;
    this.most = most;
  }

  /** The number of bytes in the file so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public CompletionStage<Long> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    try {
      for (ByteBuffer buffer : buffers) {
        if (buffer.remaining() > most - bytes) {
          throw CheckpointDownload.tooLarge("has more", most);
        }
        while (buffer.hasRemaining()) {
          bytes += file.write(buffer, bytes);
        }
      }
    } catch (IOException e) {
      hangUp();
      body.completeExceptionally(e);
      return;
    }
    if (subscription != null) {
      subscription.request(1);
    }
  }

  private void hangUp() {
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(bytes);
  }
}
