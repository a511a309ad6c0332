package io.paastreams.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files with the certificate for HTTPS. */
final class Keystores {

  private Keystores() {}

  /** What is wrong with a keystore and what to do; empty if a server can use it. */
  static Optional<String> fault(Path file, @Nullable String password) {
    if (!Files.isReadable(file)) {
      return Optional.of("is not a file that can be read; make one with keytool -genkeypair");
    }
    char[] secret = password == null ? new char[0] : password.toCharArray();
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), secret);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          store.getKey(alias, secret);
          return Optional.empty();
        }
      }
      return Optional.of(
          "holds no private key; make one with keytool -genkeypair, or import key and certificate"
              + " with openssl pkcs12 -export");
    } catch (IOException e) {
      return Optional.of("does not open with live.keystorePassword");
    } catch (GeneralSecurityException e) {
      return Optional.of("is not a PKCS12 or JKS keystore");
    }
  }
}
