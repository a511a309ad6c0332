package io.paastreams.checkpoint;

import io.paastreams.text.MaskedUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Downloads one file over HTTP into a partial file, and resumes where an earlier attempt stopped. A
 * {@link DownloadPolicy} limits what the server may do: it cannot redirect elsewhere, fill the disk
 * or block the caller. The content is not trusted; {@link PublishedCheckpoint#verify} checks it
 * afterwards.
 *
 * <p>Threading: confined to one thread.
 */
public final class CheckpointDownload {

  private static final int MOST_REDIRECTS = 5;
  private static final Duration TICK = Duration.ofMillis(250);

  private final DownloadPolicy policy;
  private final DownloadListener listener;
  private final HttpClient client;
  private final long deadline;

  /** Creates a download; the policy's time starts now. */
  public CheckpointDownload(DownloadPolicy policy, DownloadListener listener) {
    this.policy = policy;
    this.listener = listener;
    this.deadline = System.nanoTime() + policy.timeout().toNanos();
    this.client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .proxy(ProxySelector.getDefault())
            .connectTimeout(policy.stallTimeout())
            .build();
  }

  /**
   * Downloads into a file that the same call completes after a failure.
   *
   * @param partial the file, whose folder must exist; it is left behind only if it contains a
   *     beginning that the next attempt can use
   * @throws IOException if the whole file did not arrive; the message names the address, what
   *     happened and the remedy
   */
  public void fetch(URI address, Path partial) throws IOException, InterruptedException {
    DownloadPolicy.demandHttp(address);
    boolean keep = false;
    try (FileChannel file =
            FileChannel.open(
                partial,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        FileLock lock = lock(file)) {
      if (lock == null) {
        keep = true;
        throw new IOException(partial + " is being written: another fetch of this file is running");
      }
      try {
        follow(address, file);
        keep = true;
      } catch (InterruptedDownloadException e) {
        keep = file.size() > 0;
        throw keep
            ? new IOException(
                e.getMessage()
                    + "; the same command continues after the "
                    + file.size()
                    + " bytes received so far",
                e)
            : e;
      }
    } finally {
      if (!keep) {
        Files.deleteIfExists(partial);
      }
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void follow(URI first, FileChannel file) throws IOException, InterruptedException {
    URI at = first;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      Answer answer = exchange(at, file);
      int status = answer.response().statusCode();
      if (status == 200 || status == 206) {
        demandWhole(at, answer);
        return;
      }
      if (status == 416 && file.size() > 0) {
        // The partial file is longer than the whole file, so it is the beginning of a different
        // one.
        file.truncate(0);
      } else if (status == 301
          || status == 302
          || status == 303
          || status == 307
          || status == 308) {
        URI to = target(at, answer.response());
        policy.demandSameHost(at, to);
        at = to;
      } else if (status >= 500 || status == 408 || status == 429) {
        throw new InterruptedDownloadException(
            at + " answered HTTP " + status + ": try again later, or use another --base-url");
      } else {
        throw new CheckpointException(
            at
                + " answered HTTP "
                + status
                + ": the file does not exist there; use another --base-url");
      }
    }
    throw new CheckpointException(first + " redirects more than " + MOST_REDIRECTS + " times");
  }

  private static URI target(URI at, HttpResponse<?> response) throws CheckpointException {
    String location = response.headers().firstValue("Location").orElse("");
    try {
      return at.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(at + " redirects to '" + Names.printable(location) + "'");
    }
  }

  /** The response, and how long the file should now be; -1 if the server did not say. */
  private record Answer(HttpResponse<Long> response, long total) {}

  private Answer exchange(URI at, FileChannel file) throws IOException, InterruptedException {
    long start = file.size();
    HttpRequest.Builder request = HttpRequest.newBuilder(at).GET();
    if (start > 0) {
      request.header("Range", "bytes=" + start + "-");
    }
    Opening opening = new Opening(file, start);
    CompletableFuture<HttpResponse<Long>> exchange =
        client.sendAsync(request.build(), opening::open);
    try {
      HttpResponse<Long> response = await(at, exchange, opening);
      return new Answer(response, opening.total);
    } finally {
      exchange.cancel(true);
    }
  }

  /** Decides what to do with the body once the response's headers have arrived. */
  private final class Opening {
    private final FileChannel file;
    private final long there;
    private volatile @Nullable DownloadBody body;
    private volatile long start;
    private volatile long total = -1;

    Opening(FileChannel file, long there) {
      this.file = file;
      this.there = there;
    }

    BodySubscriber<Long> open(HttpResponse.ResponseInfo head) {
      int status = head.statusCode();
      boolean goesOn =
          status == 206
              && head.headers()
                  .firstValue("Content-Range")
                  .orElse("")
                  .startsWith("bytes " + there + "-");
      if (status != 200 && !goesOn) {
        // A part that was not requested is of no use either.
        return new RefusedBody(
            status == 206 ? new CheckpointException("it answered with a different part") : null);
      }
      long declared = head.headers().firstValueAsLong("Content-Length").orElse(-1);
      start = goesOn ? there : 0;
      total = declared < 0 ? -1 : start + declared;
      try {
        if (total > policy.maxBytes()) {
          throw tooLarge("has " + total, policy.maxBytes());
        }
        if (!goesOn) {
          file.truncate(0);
        }
      } catch (IOException e) {
        return new RefusedBody(e);
      }
      DownloadBody opened = new DownloadBody(file, start, policy.maxBytes());
      body = opened;
      return opened;
    }

    long bytes() {
      DownloadBody opened = body;
      return opened == null ? start : opened.bytes();
    }
  }

  private HttpResponse<Long> await(
      URI at, CompletableFuture<HttpResponse<Long>> exchange, Opening opening)
      throws IOException, InterruptedException {
    long seen = -1;
    long seenAt = System.nanoTime();
    while (true) {
      try {
        HttpResponse<Long> response = exchange.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
        if (opening.body != null) {
          listener.progress(opening.start, opening.bytes(), opening.total);
        }
        return response;
      } catch (TimeoutException e) {
        long now = System.nanoTime();
        if (opening.bytes() != seen) {
          seen = opening.bytes();
          seenAt = now;
        }
        if (opening.body != null) {
          listener.progress(opening.start, seen, opening.total);
        }
        if (now - seenAt > policy.stallTimeout().toNanos()) {
          throw new InterruptedDownloadException(
              at + " sent nothing for " + policy.stallTimeout().toMillis() + " ms");
        }
        if (now > deadline) {
          throw new InterruptedDownloadException(
              at + " took longer than " + policy.timeout().toSeconds() + " s (--timeout)");
        }
      } catch (ExecutionException e) {
        throw failure(at, e.getCause());
      }
    }
  }

  private static IOException failure(URI at, @Nullable Throwable cause) {
    if (cause instanceof CheckpointException) {
      return new CheckpointException(at + " was refused: " + cause.getMessage());
    }
    if (cause instanceof ConnectException) {
      return new InterruptedDownloadException(
          at
              + " cannot be reached: check the network (a proxy is given by -Dhttp.proxyHost"
              + " and -Dhttps.proxyHost), or download the file elsewhere and pass it with"
              + " --from");
    }
    return new InterruptedDownloadException(at + " did not send the whole file: " + cause);
  }

  private static void demandWhole(URI at, Answer answer) throws IOException {
    long bytes = answer.response().body();
    if (answer.total() >= 0 && bytes != answer.total()) {
      throw new InterruptedDownloadException(
          at + " sent " + bytes + " of " + answer.total() + " bytes");
    }
  }

  static CheckpointException tooLarge(String finding, long most) {
    return new CheckpointException(
        "it "
            + finding
            + " bytes, but only "
            + most
            + " are allowed; if the size is right, raise --max-size");
  }

  /** The download was interrupted and may succeed if it is retried. */
  private static final class InterruptedDownloadException extends IOException {
    private static final long serialVersionUID = 1L;

    InterruptedDownloadException(String message) {
      super(MaskedUrl.in(message));
    }
  }
}
