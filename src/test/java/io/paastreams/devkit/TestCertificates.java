package io.paastreams.devkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Key stores for TLS on the loopback interface, made by the running JDK's keytool.
 *
 * @param server the key store of a server named 127.0.0.1 and localhost
 * @param client the key store of CN=pipeline
 * @param trust a trust store with the certificates of both
 * @param stranger a trust store without either
 */
public record TestCertificates(Path server, Path client, Path trust, Path stranger) {

  /** The password of every store and key. */
  public static final String PASSWORD = "Planted-Secret-Store-4711";

  /** Makes them in a folder. */
  public static TestCertificates in(Path folder) throws Exception {
    Path server = folder.resolve("server.p12");
    Path client = folder.resolve("client.p12");
    Path stranger = folder.resolve("stranger.p12");
    generate(server, "CN=broker", "san=ip:127.0.0.1,dns:localhost");
    generate(client, "CN=pipeline", "san=dns:client");
    generate(stranger, "CN=stranger", "san=dns:stranger");
    Path trust = folder.resolve("trust.p12");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (Path store : List.of(server, client)) {
      trusted.setCertificateEntry(
          store.getFileName().toString(), load(store).getCertificate("key"));
    }
    try (OutputStream out = Files.newOutputStream(trust)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    return new TestCertificates(server, client, trust, stranger);
  }

  private static void generate(Path store, String name, String extension) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                name,
                "-ext",
                extension,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes());
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + output);
    }
  }

  private static KeyStore load(Path store) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  /** For a server that can be configured to ask clients for a certificate. */
  public SSLContext serverContext() throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(server), PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(load(trust));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  /** {@code ssl.*} settings of a client that trusts the server. */
  public Map<String, String> trustSettings() {
    return Map.of(
        "ssl.truststore.location",
        trust.toString(),
        "ssl.truststore.password",
        PASSWORD,
        "ssl.truststore.type",
        "PKCS12");
  }

  /** {@code ssl.*} settings of a client with a certificate. */
  public static Map<String, String> keySettings(Path store) {
    return Map.of(
        "ssl.keystore.location",
        store.toString(),
        "ssl.keystore.password",
        PASSWORD,
        "ssl.key.password",
        PASSWORD,
        "ssl.keystore.type",
        "PKCS12");
  }
}
