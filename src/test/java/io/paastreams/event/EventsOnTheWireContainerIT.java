package io.paastreams.event;

import io.paastreams.devkit.ContainerImages;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** With the images that docker/compose.yaml names. */
@Testcontainers(disabledWithoutDocker = true)
class EventsOnTheWireContainerIT extends EventsOnTheWire {

  private static final int REGISTRY_PORT = 8080;

  @Container
  private static final KafkaContainer KAFKA =
      new KafkaContainer(ContainerImages.KAFKA)
          .withEnv("KAFKA_MESSAGE_MAX_BYTES", "33554432")
          .withEnv("KAFKA_REPLICA_FETCH_MAX_BYTES", "33554432");

  @Container
  private static final GenericContainer<?> REGISTRY =
      new GenericContainer<>(ContainerImages.REGISTRY)
          .withEnv("REGISTRY_RULES_GLOBAL_COMPATIBILITY", "BACKWARD_TRANSITIVE")
          .withExposedPorts(REGISTRY_PORT)
          .waitingFor(Wait.forHttp("/apis/ccompat/v7/subjects"));

  @Override
  String bootstrapServers() {
    return KAFKA.getBootstrapServers();
  }

  @Override
  String registryUrl() {
    return "http://%s:%d/apis/ccompat/v7"
        .formatted(REGISTRY.getHost(), REGISTRY.getMappedPort(REGISTRY_PORT));
  }
}
