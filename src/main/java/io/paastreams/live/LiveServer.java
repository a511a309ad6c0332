package io.paastreams.live;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadGatewayResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.InternalServerErrorResponse;
import io.javalin.json.JavalinJackson;
import io.paastreams.event.RegistryUnavailableException;
import io.paastreams.setting.InvalidSettingsException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the live page until it is closed.
 *
 * <p>Threading: safe.
 */
public final class LiveServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveServer.class);
  private static final int MOST_THREADS = 96;
  private static final long MOST_REQUEST_BYTES = 1 << 20;
  private static final long MOST_MESSAGE_BYTES = 64 << 10;

  private final LiveConfig config;
  private final LiveState state;
  private final Javalin javalin;

  private LiveServer(LiveConfig config, LiveCluster cluster, @Nullable SSLContext instances) {
    this.config = config;
    this.state = new LiveState(config, cluster, instances, InstantSource.system());
    this.javalin = Javalin.create(this::configure);
  }

  /**
   * Starts the server, even if the cluster does not answer; the page then says so.
   *
   * @throws IllegalArgumentException with every fault of the configuration
   * @throws IllegalStateException if it cannot listen
   */
  public static LiveServer start(LiveConfig config, LiveCluster cluster) {
    return start(config, cluster, null);
  }

  /**
   * The same, where the metrics of instances are served over HTTPS.
   *
   * @param instances knows their certificates; null for those that every Java program trusts
   */
  public static LiveServer start(
      LiveConfig config, LiveCluster cluster, @Nullable SSLContext instances) {
    InvalidSettingsException.demandNone(config.faults());
    LiveServer server = new LiveServer(config, cluster, instances);
    try {
      server.javalin.start(config.host(), config.port());
    } catch (RuntimeException e) {
      server.state.close();
      throw new IllegalStateException(
          "the live page cannot listen on %s:%d: %s; choose another live.port"
              .formatted(config.host(), config.port(), reason(e)),
          e);
    }
    return server;
  }

  private static String reason(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return "the address is in use or does not belong to this machine";
      }
    }
    return String.valueOf(e.getMessage());
  }

  /** The URL of the page. */
  public String address() {
    String host =
        switch (config.host()) {
          case "0.0.0.0", "::", "127.0.0.1" -> "localhost";
          default -> config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        };
    return "%s://%s:%d/".formatted(config.scheme(), host, javalin.port());
  }

  /** The current figures of the page. */
  public LiveFigures figures() {
    return state.reports.figures();
  }

  /** The number of connected browsers. */
  int viewers() {
    return state.viewers.count();
  }

  /** The partitions of the frames topic that are read now. */
  Set<Integer> partitionsRead() {
    return state.partitionsRead();
  }

  /** The routes, such as {@code GET /api/cameras}. */
  List<String> apiRoutes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(handler -> handler.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod() && endpoint.path.startsWith("/api/"))
        .map(endpoint -> endpoint.method + " " + endpoint.path)
        .toList();
  }

  private void configure(JavalinConfig javalinConfig) {
    javalinConfig.startup.showJavalinBanner = false;
    javalinConfig.startup.showOldJavalinVersionWarning = false;
    javalinConfig.jsonMapper(new JavalinJackson(Json.MAPPER, false));
    javalinConfig.http.maxRequestSize = MOST_REQUEST_BYTES;
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 8);
    threads.setName("live-http");
    threads.setDaemon(true);
    javalinConfig.jetty.threadPool = threads;
    javalinConfig.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    javalinConfig.jetty.modifyServer(server -> server.setStopTimeout(0));
    javalinConfig.jetty.modifyWebSocketServletFactory(
        factory -> factory.setMaxTextMessageSize(MOST_MESSAGE_BYTES));
    // Images are compressed already: doing it again costs CPU time and saves nothing.
    javalinConfig.jetty.modifyServletContextHandler(
        handler ->
            handler.addEventListener(
                new LifeCycle.Listener() {
                  @Override
                  public void lifeCycleStarting(LifeCycle event) {
                    WebSocketServerComponents.ensureWebSocketComponents(
                            handler.getServer(), handler)
                        .getExtensionRegistry()
                        .unregister("permessage-deflate");
                  }
                }));
    Path keystore = config.keystore();
    if (keystore != null) {
      javalinConfig.jetty.addConnector(
          (server, http) -> {
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStorePath(keystore.toString());
            tls.setKeyStorePassword(config.keystorePassword());
            ServerConnector connector = new ServerConnector(server, tls);
            connector.setHost(config.host());
            connector.setPort(config.port());
            return connector;
          });
    }
    new Routes(config, state).add(javalinConfig.routes);
    answerFailures(javalinConfig.routes);
  }

  private static void answerFailures(RoutesConfig routes) {
    routes.exception(HttpResponseException.class, (e, ctx) -> Problem.answer(ctx, e));
    routes.exception(
        RegistryUnavailableException.class,
        (e, ctx) ->
            Problem.answer(
                ctx,
                DependencyHealth.unavailable(
                    String.valueOf(e.getMessage()),
                    "this page notices by itself when it is back, then try again")));
    routes.exception(
        KafkaException.class,
        (e, ctx) -> {
          LOG.warn("{} {} failed", ctx.method(), ctx.path(), e);
          Problem.answer(ctx, new BadGatewayResponse(String.valueOf(e.getMessage())));
        });
    routes.exception(
        IllegalStateException.class,
        (e, ctx) -> Problem.answer(ctx, new BadGatewayResponse(String.valueOf(e.getMessage()))));
    routes.exception(
        Exception.class,
        (e, ctx) -> {
          LOG.warn("{} {} failed", ctx.method(), ctx.path(), e);
          Problem.answer(
              ctx,
              new InternalServerErrorResponse("the request failed; the server's log says why"));
        });
  }

  @Override
  public void close() {
    state.viewers.closeAll();
    state.stream.close();
    javalin.stop();
    state.close();
  }
}
