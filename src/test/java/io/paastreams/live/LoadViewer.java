package io.paastreams.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A browser without a screen: reports each frame as drawn as soon as it has arrived. */
final class LoadViewer implements WebSocket.Listener {

  final AtomicLong frames = new AtomicLong();
  final AtomicLong bytes = new AtomicLong();

  /** Of the frames, milliseconds from capture to arrival. */
  final AtomicLong oldest = new AtomicLong();

  /** Milliseconds from capture to arrival of the first frame since it was set to -1. */
  final AtomicLong firstAge = new AtomicLong(-1);

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final WebSocket socket;

  /**
   * Watches cameras from now on.
   *
   * @param address of the page
   */
  LoadViewer(HttpClient client, String address, List<String> cameras) {
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(address.replaceFirst("^http", "ws") + "socket"), this)
            .join();
    tell("{\"type\":\"watch\",\"cameras\":%s,\"focus\":null}".formatted(Json.text(cameras)));
  }

  void tell(String text) {
    socket.sendText(text, true).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    bytes.addAndGet(text.length());
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    bytes.addAndGet(part.remaining());
    byte[] copy = new byte[part.remaining()];
    part.get(copy);
    message.writeBytes(copy);
    if (last) {
      ByteBuffer frame = ByteBuffer.wrap(message.toByteArray());
      message.reset();
      byte[] header = new byte[frame.getInt()];
      frame.get(header);
      JsonNode json = Json.parse(new String(header, StandardCharsets.UTF_8));
      long age = System.currentTimeMillis() - json.path("capture").asLong();
      frames.incrementAndGet();
      oldest.accumulateAndGet(age, Math::max);
      firstAge.compareAndSet(-1, age);
      from.sendText(
          "{\"type\":\"drawn\",\"camera\":%s}".formatted(json.path("camera").toString()), true);
    }
    from.request(1);
    return null;
  }

  void reset() {
    frames.set(0);
    bytes.set(0);
    oldest.set(0);
  }

  void leave() {
    socket.abort();
  }
}
