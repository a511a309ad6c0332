package io.paastreams.devkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a Quarkus server's output to its end, so that the server never blocks on a full pipe; finds
 * the address on which it listens and keeps the last lines for an error message.
 *
 * <p>Threading: {@link #run} is called by one thread; the other methods may be called by any.
 */
final class ServerLog implements Runnable {

  private static final int LINES_KEPT = 30;
  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");

  private final InputStream output;
  private final CompletableFuture<String> address = new CompletableFuture<>();
  private final Deque<String> tail = new ArrayDeque<>();

  ServerLog(InputStream output) {
    this.output = output;
  }

  /** Completes with the server's base URL, or exceptionally if its output ends first. */
  CompletableFuture<String> address() {
    return address;
  }

  /** The last lines of the log. */
  String tail() {
    synchronized (tail) {
      return String.join(System.lineSeparator(), tail);
    }
  }

  @Override
  public void run() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line);
        Matcher matcher = LISTENING.matcher(line);
        if (matcher.find()) {
          address.complete(matcher.group(1));
        }
      }
      address.completeExceptionally(new IOException("its process ended"));
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
  }

  private void keep(String line) {
    synchronized (tail) {
      if (tail.size() == LINES_KEPT) {
        tail.removeFirst();
      }
      tail.addLast(line);
    }
  }
}
