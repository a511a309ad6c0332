package io.paastreams.event;

import io.paastreams.devkit.RegistryServer;
import io.paastreams.devkit.SharedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With the embedded broker and the registry process. */
class EventsOnTheWireIT extends EventsOnTheWire {

  @RegisterExtension static final SharedBroker broker = new SharedBroker();
  private static RegistryServer registry;

  @BeforeAll
  static void start() {
    registry = RegistryServer.start();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Override
  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  String registryUrl() {
    return registry.url();
  }
}
