package io.paastreams.claimcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paastreams.claimcheck.ClaimCheckException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names resolve as the test says. */
final class AddressGuardTest {

  private static final URI PUBLIC = URI.create("https://store.example");
  private static final URI PRIVATE = URI.create("http://minio.internal:9000");

  @ParameterizedTest
  @ValueSource(strings = {"93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"})
  void publicAddresses_areGoodForBoth(String address) {
    assertThatCode(() -> guard(address).check(uri(PUBLIC))).doesNotThrowAnyException();
    assertThatCode(() -> guard(address).check(uri(PRIVATE))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "10.0.0.7",
        "172.16.3.4",
        "192.168.1.1",
        "100.64.0.1",
        "198.18.0.1",
        "::1",
        "fd00::1",
        "64:ff9b::a00:1",
        "2002:a00:1::"
      })
  void privateAddresses_areForPrivateOriginsOnly(String address) throws Exception {
    ClaimCheckException refusal =
        catchThrowableOfType(
            ClaimCheckException.class, () -> guard("93.184.215.14", address).check(uri(PUBLIC)));
    assertThat(refusal.reason()).isEqualTo(Reason.NOT_ALLOWED);
    assertThat(refusal)
        .hasMessageContaining("store.example resolves to")
        .hasMessageContaining("claimChecks.privateOrigins");
    assertThatCode(() -> guard(address).check(uri(PRIVATE))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "255.255.255.255",
        "fe80::1",
        "ff02::1",
        "::"
      })
  void addressesThatNoNameShouldHave_areForNobody(String address) {
    for (URI origin : List.of(PUBLIC, PRIVATE)) {
      assertThat(
              catchThrowableOfType(
                      ClaimCheckException.class, () -> guard(address).check(uri(origin)))
                  .reason())
          .isEqualTo(Reason.NOT_ALLOWED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8080", "http://[::1]", "http://169.254.169.254"})
  void originsListedAsAddresses_leadWhereTheySay(String origin) {
    assertThatCode(() -> guard("10.0.0.1").check(URI.create(origin + "/image")))
        .doesNotThrowAnyException();
  }

  /** A URI's host is an address or a name; names that only look odd are looked up. */
  @ParameterizedTest
  @ValueSource(strings = {"http://2130706433.example", "http://localhost"})
  void oddSpellings_areLookedUp(String origin) {
    ClaimCheckException refusal =
        catchThrowableOfType(
            ClaimCheckException.class,
            () -> guard("127.0.0.1").check(URI.create(origin + "/image")));
    assertThat(refusal.reason()).isEqualTo(Reason.NOT_ALLOWED);
  }

  @Test
  void aNameThatLeadsElsewhereLater_isLookedUpEachTime() throws Exception {
    String[] answers = {"93.184.215.14", "127.0.0.1"};
    int[] asked = {0};
    AddressGuard guard =
        new AddressGuard(
            policy(), host -> new InetAddress[] {InetAddress.getByName(answers[asked[0]++])});
    guard.check(uri(PUBLIC));
    assertThat(catchThrowableOfType(ClaimCheckException.class, () -> guard.check(uri(PUBLIC))))
        .isNotNull();
  }

  private static URI uri(URI origin) {
    return origin.resolve("/image.jpg");
  }

  private static AddressGuard guard(String... addresses) {
    return new AddressGuard(
        policy(),
        host ->
            Arrays.stream(addresses).map(AddressGuardTest::address).toArray(InetAddress[]::new));
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static ClaimCheckPolicy policy() {
    return new ClaimCheckPolicy(
        List.of(),
        List.of(PUBLIC),
        List.of(PRIVATE),
        List.of(),
        S3Settings.ofEnvironment(),
        1_000,
        Duration.ofSeconds(1));
  }
}
