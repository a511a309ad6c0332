package io.paastreams.live;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The files of the page, which are in the jar. Only these are served, so no path can lead
 * elsewhere.
 *
 * <p>Threading: immutable.
 */
final class PageFiles {

  /** The files in the folder {@code page} beside this class. */
  static final List<String> NAMES =
      List.of(
          "index.html",
          "login.html",
          "login.js",
          "live.css",
          "main.js",
          "api.js",
          "connection.js",
          "dom.js",
          "format.js",
          "painter.js",
          "player.js",
          "refresh.js",
          "wall.js",
          "camera.js",
          "session.js",
          "alerts.js",
          "events.js",
          "filters.js",
          "thumbnail.js",
          "places.js",
          "zones.js",
          "letters.js",
          "machine.js",
          "icon.svg");

  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private final Map<String, PageFile> files = new HashMap<>();

  private record PageFile(byte[] bytes, String type, String tag) {}

  PageFiles() {
    NAMES.forEach(name -> add(name, "page/" + name));
    add("uplot.js", UPLOT + "uPlot.esm.js");
    add("uplot.css", UPLOT + "uPlot.min.css");
    add("openapi.json", "openapi.json");
  }

  private void add(String name, String resource) {
    try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks a file of the page: " + resource);
      }
      byte[] bytes = in.readAllBytes();
      files.put(name, new PageFile(bytes, type(name), '"' + hash(bytes) + '"'));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  /** Sends a file, or tells the browser that its copy is current. */
  void serve(Context ctx, String name) {
    PageFile file = files.get(name);
    if (file == null) {
      throw new NotFoundResponse("no such file");
    }
    ctx.header("Cache-Control", "no-cache").header("ETag", file.tag());
    if (file.tag().equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
    } else {
      ctx.contentType(file.type()).result(file.bytes());
    }
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "application/json";
    };
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
          .substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
