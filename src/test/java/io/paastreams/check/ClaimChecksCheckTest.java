package io.paastreams.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.claimcheck.S3Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ClaimChecksCheckTest {

  @TempDir private Path folder;

  @Test
  void eachFolderAndBucket_isLookedFor() throws IOException {
    HttpServer store =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          exchange.sendResponseHeaders(
              path.equals("/frames") ? 200 : path.equals("/locked") ? 403 : 404, -1);
          exchange.close();
        });
    store.start();
    try {
      List<Finding> findings =
          findings(
              List.of(folder, folder.resolve("missing")),
              List.of("frames", "locked", "nothing"),
              store.getAddress().getPort());

      assertThat(findings)
          .extracting(Finding::severity)
          .containsExactly(
              FindingSeverity.OK,
              FindingSeverity.FAULT,
              FindingSeverity.OK,
              FindingSeverity.WARNING,
              FindingSeverity.FAULT);
      assertThat(findings.get(4))
          .hasToString(
              "claimChecks.s3Buckets: nothing cannot be checked: HTTP 404 NoSuchBucket:"
                  + " create the bucket, or correct claimChecks.s3Buckets and claimChecks.s3.*");
    } finally {
      store.stop(0);
    }
  }

  @Test
  void aStoreThatIsGone_isAFault_andNoneIsNothing() {
    assertThat(findings(List.of(), List.of("frames"), 1))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(FindingSeverity.FAULT));
    assertThat(findings(List.of(), List.of(), 1)).isEmpty();
  }

  private static List<Finding> findings(List<Path> roots, List<String> buckets, int port) {
    S3Settings s3 =
        new S3Settings(URI.create("http://127.0.0.1:" + port), null, true, "id", "secret");
    return new ClaimChecksCheck(
            new ClaimCheckPolicy(
                roots, List.of(), List.of(), buckets, s3, 1_000, Duration.ofSeconds(1)))
        .run();
  }
}
