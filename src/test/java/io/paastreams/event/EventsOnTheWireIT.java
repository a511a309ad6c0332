package io.paastreams.event;

import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.RegistryServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With the embedded broker and the registry process. */
class EventsOnTheWireIT extends EventsOnTheWire {

  private static EmbeddedBroker broker;
  private static RegistryServer registry;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
    registry = RegistryServer.start();
  }

  @AfterAll
  static void stop() {
    registry.close();
    broker.close();
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
