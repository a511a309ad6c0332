package io.paastreams.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;

/** A collector of spans by OTLP over HTTP, which reads the protobuf of opentelemetry-proto 1. */
final class OtlpReceiver implements AutoCloseable {

  final ConcurrentLinkedQueue<Received> spans = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<String> authorizations = new ConcurrentLinkedQueue<>();

  private final HttpServer server;

  /** A span as it was sent; ids in hexadecimal, links as their span ids. */
  record Received(
      String traceId, String spanId, String parentId, String name, List<String> links) {}

  private record Field(int number, byte[] bytes) {
    String hex() {
      return HexFormat.of().formatHex(bytes);
    }
  }

  private OtlpReceiver(HttpServer server) {
    this.server = server;
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  static OtlpReceiver open() throws IOException {
    return new OtlpReceiver(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8));
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Received> named(String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      body = new GZIPInputStream(body);
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      authorizations.add(authorization);
    }
    for (Field resourceSpans : fields(body.readAllBytes(), 1)) {
      for (Field scopeSpans : fields(resourceSpans.bytes(), 2)) {
        fields(scopeSpans.bytes(), 2).forEach(span -> spans.add(span(span.bytes())));
      }
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static Received span(byte[] span) {
    List<Field> parent = fields(span, 4);
    return new Received(
        fields(span, 1).get(0).hex(),
        fields(span, 2).get(0).hex(),
        parent.isEmpty() ? "" : parent.get(0).hex(),
        new String(fields(span, 5).get(0).bytes(), StandardCharsets.UTF_8),
        fields(span, 13).stream().map(link -> fields(link.bytes(), 2).get(0).hex()).toList());
  }

  /** The fields of a message that have a length and this number. */
  private static List<Field> fields(byte[] message, int number) {
    ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (bytes.hasRemaining()) {
      long tag = varint(bytes);
      switch ((int) (tag & 7)) {
        case 0 -> varint(bytes);
        case 1 -> bytes.getLong();
        case 5 -> bytes.getInt();
        default -> {
          byte[] value = new byte[(int) varint(bytes)];
          bytes.get(value);
          if (tag >>> 3 == number) {
            fields.add(new Field(number, value));
          }
        }
      }
    }
    return fields;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
