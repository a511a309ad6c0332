package io.paastreams.setting;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the servers whose certificates are known, and others as the JVM does. A known certificate
 * need not name the address at which it is met: nobody else has its key.
 *
 * <p>Threading: safe.
 */
final class KnownServers extends X509ExtendedTrustManager {

  private final List<Certificate> known;
  private final X509ExtendedTrustManager others;

  private KnownServers(List<Certificate> known, X509ExtendedTrustManager others) {
    this.known = List.copyOf(known);
    this.others = others;
  }

  static KnownServers or(List<Certificate> known) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((@Nullable KeyStore) null);
    return new KnownServers(
        known,
        Stream.of(factory.getTrustManagers())
            .filter(X509ExtendedTrustManager.class::isInstance)
            .map(X509ExtendedTrustManager.class::cast)
            .findFirst()
            .orElseThrow());
  }

  private boolean knows(X509Certificate[] chain) {
    return chain.length > 0 && known.contains(chain[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String method, SSLEngine engine)
      throws CertificateException {
    if (!knows(chain)) {
      others.checkServerTrusted(chain, method, engine);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String method, Socket socket)
      throws CertificateException {
    if (!knows(chain)) {
      others.checkServerTrusted(chain, method, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String method)
      throws CertificateException {
    if (!knows(chain)) {
      others.checkServerTrusted(chain, method);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String method, SSLEngine engine)
      throws CertificateException {
    others.checkClientTrusted(chain, method, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String method, Socket socket)
      throws CertificateException {
    others.checkClientTrusted(chain, method, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String method)
      throws CertificateException {
    others.checkClientTrusted(chain, method);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return others.getAcceptedIssuers();
  }
}
