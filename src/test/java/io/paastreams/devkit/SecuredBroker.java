package io.paastreams.devkit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** An embedded broker with authentication that only admits those on its access list. */
public final class SecuredBroker implements AutoCloseable {

  /** The password of the user {@code pipeline}. */
  public static final String PASSWORD = "Planted-Secret-Login-0815";

  private static final String ADMIN_PASSWORD = "admin-of-the-test";

  private final EmbeddedBroker broker;
  private final Map<String, String> adminSettings;

  private SecuredBroker(EmbeddedBroker broker, Map<String, String> adminSettings) {
    this.broker = broker;
    this.adminSettings = adminSettings;
  }

  /** SASL with PLAIN and SCRAM-SHA-512, without TLS. */
  public static SecuredBroker sasl() {
    return sasl("SASL_PLAINTEXT", Map.of(), Map.of());
  }

  /** The same, with clients that must log in again on each connection after this time (KIP-368). */
  public static SecuredBroker saslWithSessionsOf(Duration session) {
    return sasl(
        "SASL_PLAINTEXT",
        Map.of("connections.max.reauth.ms", Long.toString(session.toMillis())),
        Map.of());
  }

  /** The same within TLS. */
  public static SecuredBroker saslWithinTls(TestCertificates certificates) {
    Map<String, String> server = new HashMap<>(TestCertificates.keySettings(certificates.server()));
    server.putAll(certificates.trustSettings());
    return sasl("SASL_SSL", server, certificates.trustSettings());
  }

  private static SecuredBroker sasl(
      String protocol, Map<String, String> server, Map<String, String> client) {
    String listener = "listener.name.plaintext.";
    EmbeddedBrokerConfig config =
        secured(protocol, server, "User:admin")
            .with("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512")
            .with("sasl.mechanism.inter.broker.protocol", "PLAIN")
            .with(
                listener + "plain.sasl.jaas.config",
                plainLogin("admin", ADMIN_PASSWORD)
                        .replaceFirst(
                            ";",
                            " user_admin=\"" + ADMIN_PASSWORD + "\" user_pipeline=\"" + PASSWORD)
                    + "\";")
            .with(
                listener + "scram-sha-512.sasl.jaas.config",
                scramLogin("nobody", "unused-by-a-server"));
    Map<String, String> admin = new HashMap<>(client);
    admin.putAll(
        Map.of(
            "security.protocol",
            protocol,
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            plainLogin("admin", ADMIN_PASSWORD)));
    SecuredBroker broker = new SecuredBroker(EmbeddedBroker.start(config), admin);
    broker.acceptScramLogin();
    return broker;
  }

  /** TLS that requires a client certificate. */
  public static SecuredBroker mutualTls(TestCertificates certificates) {
    Map<String, String> server = new HashMap<>(TestCertificates.keySettings(certificates.server()));
    server.putAll(certificates.trustSettings());
    server.put("ssl.client.auth", "required");
    Map<String, String> admin = new HashMap<>(TestCertificates.keySettings(certificates.server()));
    admin.putAll(certificates.trustSettings());
    admin.put("security.protocol", "SSL");
    return new SecuredBroker(EmbeddedBroker.start(secured("SSL", server, "User:CN=broker")), admin);
  }

  /** The listener keeps its name, PLAINTEXT, but uses another protocol. */
  private static EmbeddedBrokerConfig secured(
      String protocol, Map<String, String> server, String superUser) {
    EmbeddedBrokerConfig config =
        EmbeddedBrokerConfig.throwaway()
            .with(
                "listener.security.protocol.map", "PLAINTEXT:" + protocol + ",CONTROLLER:PLAINTEXT")
            .with("inter.broker.listener.name", "PLAINTEXT")
            .with(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            // The anonymous user on the controller's listener is the broker itself.
            .with("super.users", superUser + ";User:ANONYMOUS");
    for (Map.Entry<String, String> setting : server.entrySet()) {
      config = config.with(setting.getKey(), setting.getValue());
    }
    return config;
  }

  /** {@code sasl.jaas.config} for PLAIN. */
  public static String plainLogin(String user, String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }

  /** {@code sasl.jaas.config} for SCRAM. */
  public static String scramLogin(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Settings of a client that may do everything. */
  public Map<String, Object> superUser() {
    Map<String, Object> settings = new HashMap<>(adminSettings);
    settings.put("bootstrap.servers", bootstrapServers());
    return settings;
  }

  public void createTopics(int partitions, String... names) {
    await(
        admin ->
            admin
                .createTopics(
                    Stream.of(names)
                        .map(name -> new NewTopic(name, partitions, (short) 1))
                        .toList())
                .all());
  }

  /** An entry of the access list. */
  public record Permission(
      ResourceType type, String name, PatternType pattern, AclOperation operation) {

    public static Permission topic(String name, AclOperation operation) {
      return new Permission(ResourceType.TOPIC, name, PatternType.LITERAL, operation);
    }

    AclBinding binding(String principal) {
      return new AclBinding(
          new ResourcePattern(type, name, pattern),
          new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
    }
  }

  /** Accepts the SCRAM password of the user {@code pipeline}, as from the start. */
  public void acceptScramLogin() {
    await(
        admin ->
            admin
                .alterUserScramCredentials(
                    List.of(
                        new UserScramCredentialUpsertion(
                            "pipeline",
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                            PASSWORD)))
                .all());
  }

  /** Forgets the SCRAM password of the user {@code pipeline}. */
  public void revokeScramLogin() {
    await(
        admin ->
            admin
                .alterUserScramCredentials(
                    List.of(
                        new UserScramCredentialDeletion("pipeline", ScramMechanism.SCRAM_SHA_512)))
                .all());
  }

  /** Lets a principal do everything with topics, groups and transactional ids. */
  public void allowAll(String principal) {
    allow(
        principal,
        Stream.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)
            .map(type -> new Permission(type, "*", PatternType.LITERAL, AclOperation.ALL))
            .toList());
  }

  /** Adds entries. */
  public void allow(String principal, List<Permission> permissions) {
    await(
        admin ->
            admin.createAcls(permissions.stream().map(p -> p.binding(principal)).toList()).all());
  }

  /** Removes one. */
  public void forbid(String principal, Permission permission) {
    await(admin -> admin.deleteAcls(Set.of(permission.binding(principal).toFilter())).all());
  }

  private interface Request {
    KafkaFuture<?> of(Admin admin);
  }

  private void await(Request request) {
    try (Admin admin = Admin.create(superUser())) {
      request.of(admin).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
