package io.paastreams.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Finds out whether a cluster can be reached and what it permits, without changing anything that
 * others can see. Threading: safe.
 */
public final class ClusterProbe implements AutoCloseable {

  private static final String NOBODY = "paa-streams-check";

  private final AdminConnection connection;

  private ClusterProbe(AdminConnection connection) {
    this.connection = connection;
  }

  /**
   * What a cluster says about itself.
   *
   * @param brokers the advertised {@code host:port} of the brokers
   */
  public record Cluster(String id, List<String> brokers) {}

  /**
   * Connects to a cluster.
   *
   * @param bootstrapServers all addresses, or a single one to ask only that
   * @param kafka settings meant for clients of any kind
   * @throws IllegalStateException if they are wrong, or nothing listens there
   */
  public static ClusterProbe connect(String bootstrapServers, Map<String, String> kafka) {
    BootstrapServers.requireListener(bootstrapServers);
    return new ClusterProbe(
        AdminConnection.open(AdminConnection.properties(bootstrapServers, kafka)));
  }

  /**
   * Makes sure that something listens at one of the addresses; whether it is a broker remains open.
   *
   * @throws NoAnswerException if nothing does within {@code patience}
   */
  public static void requireListener(String bootstrapServers, Duration patience) {
    BootstrapServers.requireListener(bootstrapServers, patience);
  }

  /**
   * Asks the cluster about itself.
   *
   * @throws IllegalStateException if it does not answer or refuses access
   */
  public Cluster cluster() {
    DescribeClusterResult cluster = connection.admin().describeCluster();
    Collection<Node> nodes = connection.await(cluster.nodes(), "describe itself");
    return new Cluster(
        connection.await(cluster.clusterId(), "tell its id"),
        nodes.stream().map(node -> node.host() + ":" + node.port()).sorted().toList());
  }

  /**
   * The settings of one broker; empty if this principal may not see them.
   *
   * @throws IllegalStateException if the cluster does not answer
   */
  public Map<String, String> brokerSettings() {
    Collection<Node> nodes =
        connection.await(connection.admin().describeCluster().nodes(), "describe itself");
    ConfigResource broker =
        new ConfigResource(ConfigResource.Type.BROKER, nodes.iterator().next().idString());
    String question = "read the broker's settings";
    Map<String, String> settings = new TreeMap<>();
    try {
      Config config = connection.admin().describeConfigs(Set.of(broker)).all().get().get(broker);
      if (config != null) {
        for (ConfigEntry entry : config.entries()) {
          if (entry.value() != null) {
            settings.put(entry.name(), entry.value());
          }
        }
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw connection.failure(question, e);
      }
    } catch (InterruptedException e) {
      throw AdminConnection.interrupted(question, e);
    }
    return settings;
  }

  /**
   * Whether this principal may join a consumer group. It asks to remove a member that does not
   * exist: this needs the same permission, READ, as joining, and is answered with "unknown member"
   * if that is granted.
   *
   * @throws IllegalStateException if the cluster does not answer
   */
  public boolean mayJoin(String group) {
    return isAllowed(
        connection
            .admin()
            .removeMembersFromConsumerGroup(
                group,
                new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(NOBODY))))
            .all(),
        "say who may join group " + group);
  }

  /**
   * Whether this principal may write transactions under ids that begin with {@code prefix}. There
   * is no request for that, so an otherwise unused id is fenced; the cluster forgets it after its
   * {@code transactional.id.expiration.ms}.
   *
   * @throws IllegalStateException if the cluster does not answer
   */
  public boolean mayWriteTransactions(String prefix) {
    return isAllowed(
        connection.admin().fenceProducers(List.of(prefix + "-" + NOBODY)).all(),
        "say who may use transactional ids " + prefix + "-*");
  }

  /**
   * Whether we may create a topic; it is not created.
   *
   * @throws IllegalStateException if the cluster does not answer
   */
  public boolean mayCreate(String topic) {
    return isAllowed(
        connection
            .admin()
            .createTopics(
                List.of(new NewTopic(topic, Optional.of(1), Optional.empty())),
                new CreateTopicsOptions().validateOnly(true))
            .all(),
        "tell who may create topic " + topic);
  }

  /**
   * The members of a group under any protocol; empty if there is no such group, or if this
   * principal may not see it.
   *
   * @throws IllegalStateException if the cluster does not answer
   */
  public List<GroupMember> members(String group) {
    List<GroupMember> members = new ArrayList<>();
    ask(
        Objects.requireNonNull(
            connection.admin().describeConsumerGroups(List.of(group)).describedGroups().get(group)),
        group,
        description ->
            description
                .members()
                .forEach(each -> members.add(new GroupMember(each.clientId(), each.host()))));
    if (members.isEmpty()) {
      ask(
          Objects.requireNonNull(
              connection
                  .admin()
                  .describeStreamsGroups(List.of(group))
                  .describedGroups()
                  .get(group)),
          group,
          description ->
              description
                  .members()
                  .forEach(
                      each -> members.add(new GroupMember(each.clientId(), each.clientHost()))));
    }
    return members;
  }

  private <T> void ask(KafkaFuture<T> answer, String group, Consumer<T> use) {
    String question = "describe group " + group;
    try {
      use.accept(answer.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException
          || e.getCause() instanceof AuthenticationException) {
        throw connection.failure(question, e);
      } // otherwise there is no such group, or it is hidden or uses the other protocol
    } catch (InterruptedException e) {
      throw AdminConnection.interrupted(question, e);
    }
  }

  private boolean isAllowed(KafkaFuture<?> answer, String question) {
    try {
      answer.get();
      return true;
    } catch (ExecutionException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof AuthorizationException) {
          return false;
        }
        if (cause instanceof TimeoutException || cause instanceof AuthenticationException) {
          throw connection.failure(question, e);
        }
      }
      if (root(e) instanceof ApiException) {
        return true; // the request was permitted; its answer does not matter
      }
      throw connection.failure(question, e);
    } catch (InterruptedException e) {
      throw AdminConnection.interrupted(question, e);
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return root;
  }

  @Override
  public void close() {
    connection.close();
  }
}
