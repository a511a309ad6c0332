package io.paastreams.claimcheck;

import io.paastreams.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * The objects of an S3-compatible store. Checksums and chunked encoding that only AWS supports are
 * not used, because a claim check has a hash of its own.
 *
 * <p>Threading: safe; calls block at most for the timeout, including retries.
 */
final class S3Objects implements AutoCloseable {

  private static final String DEFAULT_REGION = "us-east-1";
  private static final int MOST_MESSAGE_CHARS = 300;
  private static final int CHUNK = 64 << 10;

  private final S3Settings settings;
  private final Duration timeout;
  private final int attempts;
  private @Nullable S3Client client;

  /**
   * Creates the access to one store.
   *
   * @param attempts the maximum number of attempts, with growing waits between them
   */
  S3Objects(S3Settings settings, Duration timeout, int attempts) {
    this.settings = settings;
    this.attempts = attempts;
    this.timeout = timeout;
  }

  /** A store's refusal, or its silence. */
  static final class S3Failure extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean mayPass;

    S3Failure(String message, boolean mayPass, Throwable cause) {
      super(message, cause);
      this.mayPass = mayPass;
    }

    /** Whether a retry may succeed: the store did not answer, or answered 5xx, 408 or 429. */
    boolean mayPass() {
      return mayPass;
    }
  }

  /** Creates the client, which finds the region and the credentials. */
  synchronized S3Client client() throws S3Failure {
    S3Client known = client;
    if (known == null) {
      try {
        known = connect();
      } catch (SdkException | IllegalArgumentException e) {
        throw new S3Failure(
            "no S3 client: "
                + line(e)
                + "; set claimChecks.s3.region, and claimChecks.s3.endpoint if it is not AWS",
            true,
            e);
      }
      client = known;
    }
    return known;
  }

  private S3Client connect() {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(timeout).socketTimeout(timeout))
            .forcePathStyle(settings.pathStyle())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .overrideConfiguration(
                options ->
                    options
                        .apiCallTimeout(timeout)
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(attempts)
                                .circuitBreakerEnabled(false)
                                .build()));
    String region = settings.region();
    URI endpoint = settings.endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
      region = region == null ? DEFAULT_REGION : region;
    }
    if (region != null) {
      builder.region(Region.of(region));
    }
    String accessKey = settings.accessKey();
    String secretKey = settings.secretKey();
    if (accessKey != null && secretKey != null) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)));
    }
    return builder.build();
  }

  /** The object, or its first {@code most} bytes if it has more. */
  byte[] get(String bucket, String key, int most) throws S3Failure {
    long deadline = System.nanoTime() + timeout.toNanos();
    S3Client s3 = client();
    return calling(
        () ->
            s3.getObject(
                request -> request.bucket(bucket).key(key),
                (response, body) -> {
                  byte[] bytes = read(body, most, deadline);
                  body.abort();
                  return bytes;
                }));
  }

  private static byte[] read(InputStream body, int most, long deadline) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] chunk = new byte[Math.min(CHUNK, most)];
    while (bytes.size() < most) {
      int count = body.read(chunk, 0, Math.min(chunk.length, most - bytes.size()));
      if (count < 0) {
        break;
      }
      bytes.write(chunk, 0, count);
      if (System.nanoTime() - deadline > 0) {
        throw new InterruptedIOException("the object did not arrive in time");
      }
    }
    return bytes.toByteArray();
  }

  void put(String bucket, String key, byte[] bytes, String contentType) throws S3Failure {
    S3Client s3 = client();
    calling(
        () ->
            s3.putObject(
                request -> request.bucket(bucket).key(key).contentType(contentType),
                RequestBody.fromBytes(bytes)));
  }

  /** Fails if the bucket does not exist, may not be seen, or the store does not answer. */
  void requireBucket(String bucket) throws S3Failure {
    S3Client s3 = client();
    calling(() -> s3.headBucket(request -> request.bucket(bucket)));
  }

  private interface Call<T> {
    T run();
  }

  private static <T> T calling(Call<T> call) throws S3Failure {
    try {
      return call.run();
    } catch (AwsServiceException e) {
      int status = e.statusCode();
      String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
      throw new S3Failure(
          "HTTP " + status + (code == null ? "" : " " + Printable.line(code, MOST_MESSAGE_CHARS)),
          status >= 500 || status == 408 || status == 429,
          e);
    } catch (RuntimeException e) { // the client passes on some exceptions of its transport
      if (e instanceof AbortedException) {
        Thread.currentThread().interrupt();
      }
      throw new S3Failure(line(e), true, e);
    }
  }

  private static String line(RuntimeException e) {
    return Printable.line(String.valueOf(e.getMessage()), MOST_MESSAGE_CHARS);
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
