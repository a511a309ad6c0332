package io.paastreams.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;

/** A browser that watches cameras and never reads what is sent to it. */
final class StalledViewer {

  private StalledViewer() {}

  /**
   * Connects one.
   *
   * @param address of the page
   */
  static WebSocket open(HttpClient client, String address, List<String> cameras) {
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(address.replaceFirst("^http", "ws") + "socket"),
                new WebSocket.Listener() {
                  @Override
                  public void onOpen(WebSocket opened) {} // it asks for no message at all
                })
            .join();
    socket
        .sendText(
            "{\"type\":\"watch\",\"cameras\":%s,\"focus\":null}".formatted(Json.text(cameras)),
            true)
        .join();
    return socket;
  }
}
