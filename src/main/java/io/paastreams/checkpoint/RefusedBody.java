package io.paastreams.checkpoint;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Reads nothing of an HTTP body, however long it is, and closes the connection. */
final class RefusedBody implements BodySubscriber<Long> {

  private final CompletableFuture<Long> body = new CompletableFuture<>();
  private final @Nullable Throwable reason;

  /**
   * @param reason the exception that fails the exchange; if null, the response's headers are still
   *     delivered
   */
  RefusedBody(@Nullable Throwable reason) {
    this.reason = reason;
  }

  @Override
  public CompletionStage<Long> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.cancel();
    if (reason == null) {
      body.complete(0L);
    } else {
      body.completeExceptionally(reason);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    // Nothing was requested.
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(0L);
  }
}
