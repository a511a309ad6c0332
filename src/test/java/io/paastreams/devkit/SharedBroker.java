package io.paastreams.devkit;

import io.paastreams.cluster.TopicAdmin;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One embedded broker for all test classes of a JVM that register this extension as a static field.
 * It is started for the first of them and closed after the last, so topics and groups need names
 * that no other class uses: see {@link #unique}.
 *
 * <p>Threading: as JUnit runs classes, one after the other.
 */
public final class SharedBroker implements BeforeAllCallback {

  private static final Namespace NAMESPACE = Namespace.create(SharedBroker.class);

  private String bootstrapServers = "";
  private String prefix = "";

  @Override
  public void beforeAll(ExtensionContext context) {
    bootstrapServers =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                EmbeddedBroker.class, type -> EmbeddedBroker.start(), EmbeddedBroker.class)
            .bootstrapServers();
    prefix = context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT) + "-";
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** A name that no other test class gives to its topics and groups. */
  public String unique(String name) {
    return prefix + name;
  }

  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** Creates topics with one replica, and returns when their partitions can be used. */
  public void createTopics(int partitions, Map<String, String> settings, String... names) {
    try (Admin admin = admin()) {
      admin
          .createTopics(
              Stream.of(names)
                  .map(name -> new NewTopic(name, partitions, (short) 1).configs(settings))
                  .toList())
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    try (TopicAdmin admin = TopicAdmin.connect(bootstrapServers, Map.of())) {
      admin.awaitLeaders(List.of(names));
    }
  }
}
