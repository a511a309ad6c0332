package io.paastreams.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsMessageContext;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket of the page. Frames are sent through Jetty's own session, because Javalin's {@code
 * send} does not report when a message has left: a slow browser would fill the heap.
 *
 * <p>Browsers send JSON: {@code {"type": "watch", "cameras": [..], "focus": null}}, {@code {"type":
 * "drawn", "camera": ..}} after each frame, and {@code {"type": "visible", "value": false}}.
 *
 * <p>Threading: safe.
 */
final class ViewerSocket {

  private static final Logger LOG = LoggerFactory.getLogger(ViewerSocket.class);
  private static final int MOST_VIEWERS = 1_000;
  private static final int MOST_CAMERAS = 256;
  private static final long PING_SECONDS = 15;

  private final LiveState state;
  private final Map<String, Viewer> bySession = new ConcurrentHashMap<>();

  ViewerSocket(LiveState state) {
    this.state = state;
  }

  void configure(WsConfig socket) {
    socket.onConnect(this::connected);
    socket.onMessage(this::message);
    socket.onClose(ctx -> gone(ctx.sessionId()));
    socket.onError(ctx -> gone(ctx.sessionId()));
  }

  private void connected(WsConnectContext ctx) {
    if (bySession.size() >= MOST_VIEWERS) {
      ctx.closeSession(1013, "too many viewers");
      return;
    }
    ctx.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
    Viewer viewer = new Viewer(new SessionLine(ctx.session, state.viewers), System::nanoTime);
    bySession.put(ctx.sessionId(), viewer);
    state.viewers.add(viewer);
  }

  private void message(WsMessageContext ctx) {
    Viewer viewer = bySession.get(ctx.sessionId());
    if (viewer == null) {
      return;
    }
    try {
      JsonNode message = Json.parse(ctx.message());
      switch (message.path("type").asText()) {
        case "drawn" -> viewer.drawn(message.path("camera").asText());
        case "visible" -> {
          viewer.visible(message.path("value").asBoolean());
          state.welcome(viewer);
        }
        case "watch" -> watch(viewer, message);
        default -> ctx.closeSession(1008, "unknown type of message");
      }
    } catch (IllegalArgumentException e) {
      ctx.closeSession(1008, "not JSON");
    }
  }

  private void watch(Viewer viewer, JsonNode message) {
    Set<String> cameras = new HashSet<>();
    for (JsonNode camera : message.path("cameras")) {
      if (cameras.size() < MOST_CAMERAS) {
        cameras.add(camera.asText());
      }
    }
    viewer.watch(cameras, message.path("focus").asText(null));
    state.welcome(viewer);
  }

  private void gone(String session) {
    Viewer viewer = bySession.remove(session);
    if (viewer != null) {
      state.viewers.remove(viewer);
    }
  }

  private record SessionLine(Session session, Viewers viewers) implements Viewer.Line {

    @Override
    public void binary(ByteBuffer message, Runnable sent) {
      viewers.sent(message.remaining());
      session.sendBinary(message, callback(sent));
    }

    @Override
    public void text(String message, Runnable sent) {
      session.sendText(message, callback(sent));
    }

    @Override
    public void dropped() {
      viewers.dropped();
    }

    @Override
    public void close() {
      session.close(1001, "the server is shutting down", Callback.NOOP);
    }

    /** After a failure nothing more is sent, because the session ends. */
    private static Callback callback(Runnable sent) {
      return Callback.from(sent, failure -> LOG.debug("a viewer has disconnected", failure));
    }
  }
}
