package io.paastreams.setting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A file with the certificate of a server.
 *
 * @param file PKCS12 or JKS
 * @param password null if it has none
 */
public record Keystore(Path file, @Nullable String password) {

  /** Declares the setting with the file. */
  public static Setting<Path> fileSetting(SettingSection section) {
    return section.optional(
        "keystore",
        SettingType.path(),
        "PKCS12 or JKS file with the certificate for HTTPS; HTTP if not set.");
  }

  /** Declares the setting with the password. */
  public static Setting<String> passwordSetting(SettingSection section) {
    return section.optional("keystorePassword", SettingType.text(), "Password of the keystore.");
  }

  /** The one that a user chose; null if none. */
  public static @Nullable Keystore of(@Nullable Path file, @Nullable String password) {
    return file == null ? null : new Keystore(file, password);
  }

  /**
   * What is wrong with it and what to do; empty if a server can use it.
   *
   * @param passwordKey the key of the setting with the password
   */
  public Optional<String> fault(String passwordKey) {
    if (!Files.isReadable(file)) {
      return Optional.of("is not a file that can be read; make one with keytool -genkeypair");
    }
    try {
      KeyStore store = load();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          store.getKey(alias, secret());
          return Optional.empty();
        }
      }
      return Optional.of(
          "holds no private key; make one with keytool -genkeypair, or import key and certificate"
              + " with openssl pkcs12 -export");
    } catch (IOException e) {
      return Optional.of("does not open with " + passwordKey);
    } catch (GeneralSecurityException e) {
      return Optional.of("is not a PKCS12 or JKS keystore");
    }
  }

  /**
   * For a server that shows the certificate.
   *
   * @throws IOException if the file cannot be used
   */
  public SSLContext forServer() throws IOException {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load(), secret());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("%s cannot be used: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * For a client of such servers, which knows them by the certificate itself, under whatever name
   * it reaches them. Other servers are judged as in every Java program.
   *
   * @throws IOException if the file cannot be used
   */
  public SSLContext forClient() throws IOException {
    try {
      KeyStore store = load();
      List<Certificate> known = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          known.add(store.getCertificate(alias));
        }
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {KnownServers.or(known)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("%s cannot be used: %s".formatted(file, e.getMessage()), e);
    }
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(file.toFile(), secret());
  }

  private char[] secret() {
    return password == null ? new char[0] : password.toCharArray();
  }

  /** The password is a secret. */
  @Override
  public String toString() {
    return "Keystore[%s]".formatted(file);
  }
}
