package io.paastreams.claimcheck;

import io.paastreams.claimcheck.ClaimCheckException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches images over HTTP. Follows no redirects, because they could leave the allowed origins. A
 * server that is down or answers 5xx, 408 or 429 is retried until the timeout; this includes the
 * body, so a server that sends byte by byte cannot block a decode thread.
 *
 * <p>Threading: safe.
 */
final class HttpImages {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final Duration timeout;
  private final AddressGuard addresses;
  private final Executor threads;
  private final HttpClient client;

  HttpImages(Duration timeout, AddressGuard addresses) {
    this.timeout = timeout;
    this.addresses = addresses;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "claim-checks");
              thread.setDaemon(true);
              return thread;
            });
    this.client =
        HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(timeout)
            .executor(threads)
            .build();
  }

  /** The body, or its first {@code size + 1} bytes if it has more. */
  byte[] get(URI uri, int size) throws ClaimCheckException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      String failure;
      try {
        checkAddresses(uri, deadline);
        HttpResponse<byte[]> response = exchange(uri, size, deadline);
        int status = response.statusCode();
        if (status == 200) {
          return response.body();
        }
        failure = "HTTP " + status;
        if (status < 500 && status != 408 && status != 429) {
          throw new ClaimCheckException(Reason.NOT_FOUND, uri + " answered " + failure);
        }
      } catch (TimeoutException e) {
        throw new ClaimCheckException(
            Reason.UNAVAILABLE, uri + " did not answer within " + timeout.toMillis() + " ms", e);
      } catch (IOException e) {
        failure = e.toString();
      }
      if (deadline - System.nanoTime() < pause.toNanos()) {
        throw new ClaimCheckException(
            Reason.UNAVAILABLE,
            "%s was not fetched within %d ms: %s".formatted(uri, timeout.toMillis(), failure));
      }
      Thread.sleep(pause.toMillis());
      pause = pause.multipliedBy(2);
    }
  }

  /** Runs on another thread, because a lookup has no time limit. */
  private void checkAddresses(URI uri, long deadline)
      throws ClaimCheckException, IOException, InterruptedException, TimeoutException {
    FutureTask<Void> check =
        new FutureTask<>(
            () -> {
              addresses.check(uri);
              return null;
            });
    threads.execute(check);
    try {
      check.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClaimCheckException refusal) {
        throw refusal;
      }
      throw new IOException(e.getCause());
    }
  }

  private HttpResponse<byte[]> exchange(URI uri, int size, long deadline)
      throws IOException, InterruptedException, TimeoutException {
    HttpRequest request = HttpRequest.newBuilder(uri).GET().build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, info -> new BoundedBody(size + 1));
    try {
      return exchange.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      exchange.cancel(true);
    }
  }
}
