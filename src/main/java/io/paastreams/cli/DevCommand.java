package io.paastreams.cli;

import io.paastreams.cluster.TopicAdmin;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.EmbeddedBrokerConfig;
import io.paastreams.devkit.RegistryServer;
import io.paastreams.devkit.RegistryServerConfig;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dev}: runs a broker and a registry in the foreground. */
@Command(
    name = "dev",
    description =
        "Run a Kafka broker and a schema registry in the foreground, for development: any"
            + " Kafka client can connect. Ctrl-C ends both.")
final class DevCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port of the broker, 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Port of the registry, 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int registryPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep topics and schemas here. Default: they are deleted when the command ends.")
  private @Nullable Path data;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of the pipeline's topics. Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Override
  public Integer call() throws InterruptedException {
    requireDistinctPorts();
    CompletableFuture<RegistryServer> registry =
        CompletableFuture.supplyAsync(() -> RegistryServer.start(registryConfig()));
    try (Interruption interruption = Interruption.handle();
        EmbeddedBroker broker = EmbeddedBroker.start(brokerConfig());
        RegistryServer server = registry.join()) {
      createTopics(broker.bootstrapServers());
      PrintWriter out = spec.commandLine().getOut();
      out.printf("Kafka broker     %s%n", broker.bootstrapServers());
      out.printf("Schema registry  %s%n", server.url());
      out.println("Ready. Ctrl-C ends both.");
      out.flush();
      interruption.requested().await();
    } catch (CompletionException e) {
      throw new CommandFailedException(Failures.causeMessage(e), e);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
    return CommandLine.ExitCode.OK;
  }

  private void requireDistinctPorts() {
    if (port == registryPort && port != 0) {
      throw new CommandFailedException(
          "--port and --registry-port are both %d: choose another for one of them".formatted(port));
    }
  }

  private void createTopics(String bootstrapServers) {
    try (TopicAdmin topics = TopicAdmin.connect(Map.of("bootstrap.servers", bootstrapServers))) {
      topics.createMissing(
          TopicLayout.standard().withPartitions(partitions).topics(TopicNames.standard()));
    }
  }

  private EmbeddedBrokerConfig brokerConfig() {
    EmbeddedBrokerConfig config = EmbeddedBrokerConfig.onPort(port);
    return data == null ? config : config.keepingDataIn(data.resolve("kafka"));
  }

  private RegistryServerConfig registryConfig() {
    RegistryServerConfig config = RegistryServerConfig.onPort(registryPort);
    return data == null ? config : config.keepingDataIn(data.resolve("registry"));
  }
}
