package io.paastreams.pipeline.faults;

import io.paastreams.devkit.RegistryServer;
import io.paastreams.devkit.RegistryServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The schema registry: a process that comes back on its port with the schemas it had. */
final class RegistryPart extends Part {

  private static final int START_ATTEMPTS = 5;

  private final RegistryServerConfig config;
  private @Nullable RegistryServer server; // confined to the part's thread

  RegistryPart(Path folder) {
    super("registry");
    config = RegistryServerConfig.onPort(FreePorts.next()).keepingDataIn(folder);
  }

  RegistryPart start() {
    then(this::startServer);
    return this;
  }

  /** On a busy machine it may not be up in the time that a user would wait for it. */
  private void startServer() {
    for (int attempt = 1; server == null; attempt++) {
      try {
        server = RegistryServer.start(config);
      } catch (IllegalStateException e) {
        if (attempt == START_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  String url() {
    return "http://127.0.0.1:" + config.port() + "/apis/ccompat/v7";
  }

  void stop(Duration downTime) {
    then(
        () -> {
          end();
          sleep(downTime);
          startServer();
        });
  }

  @Override
  void end() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
