package io.paastreams.claimcheck;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps objects by path for clients that sign as {@link #KEY_ID}. */
final class S3Server implements AutoCloseable {

  static final String KEY_ID = "camera-writer";

  final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  final Map<String, String> contentTypes = new ConcurrentHashMap<>();
  final AtomicInteger requests = new AtomicInteger();

  /** How many of the next requests are answered with 503. */
  final AtomicInteger busy = new AtomicInteger();

  volatile boolean dribbles;

  private final HttpServer server;

  S3Server() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::answer);
    server.start();
  }

  S3Settings settings() {
    return settings(KEY_ID);
  }

  S3Settings settings(String keyId) {
    return new S3Settings(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        null,
        true,
        keyId,
        "secret-of-the-store");
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    byte[] sent = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    String signature = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] object = objects.get(path);
    try (exchange) {
      if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        refuse(exchange, 503, "SlowDown");
      } else if (signature == null
          || !signature.startsWith("AWS4-HMAC-SHA256 Credential=" + KEY_ID + "/")
          || !signature.contains("/us-east-1/s3/aws4_request")) {
        refuse(exchange, 403, "AccessDenied");
      } else if (exchange.getRequestMethod().equals("PUT")) {
        objects.put(path, sent);
        contentTypes.put(path, exchange.getRequestHeaders().getFirst("Content-Type"));
        exchange.sendResponseHeaders(200, -1);
      } else if (object != null) {
        send(exchange, object);
      } else {
        refuse(exchange, 404, "NoSuchKey");
      }
    }
  }

  private void send(HttpExchange exchange, byte[] object) throws IOException {
    exchange.sendResponseHeaders(200, object.length);
    for (int i = 0; dribbles && i < object.length - 1; i++) {
      exchange.getResponseBody().write(object, i, 1);
      exchange.getResponseBody().flush();
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        return;
      }
    }
    exchange.getResponseBody().write(object);
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    byte[] answer = ("<Error><Code>" + code + "</Code></Error>").getBytes(UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
