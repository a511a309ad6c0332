package io.paastreams.live;

import io.paastreams.text.MaskedUrl;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code /metrics} of the instances for figures that the topics do not contain: how large
 * batches are, why they close, and for what share of the time a device is busy.
 *
 * <p>Threading: a thread of its own from {@link #start} to {@link #close}; {@link #latest} by any.
 */
final class MetricsScrape implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsScrape.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 8 << 20;
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");
  private static final Pattern REASON = Pattern.compile("reason=\"([^\"]*)\"");

  private final List<URI> addresses;
  private final InstantSource clock;
  private final Map<URI, Long> silent = new HashMap<>();
  private final HttpClient client;
  private final Thread thread = new Thread(this::run, "live-metrics");
  private volatile Report latest = Report.NOTHING;
  private final Stop stop = new Stop();

  /**
   * The figures of all instances, added up.
   *
   * @param asked how many addresses there are
   * @param instances how many of them answered
   * @param batchSize mean frames per batch since the last scrape; 0 without batches
   * @param batchesByReason why batches closed, since the instances started
   * @param busyShare of the time that a device computes, the mean of the instances
   * @param endpoints each of the addresses
   */
  record Report(
      int asked,
      int instances,
      double batchSize,
      Map<String, Double> batchesByReason,
      double busyShare,
      List<Endpoint> endpoints) {

    static final Report NOTHING = new Report(0, 0, 0, Map.of(), 0, List.of());
  }

  /**
   * An address that is asked.
   *
   * @param silent since when it does not answer, in milliseconds of the epoch; 0 while it does
   */
  record Endpoint(String address, long silent) {}

  private record Totals(
      int instances, double batches, double frames, double busy, Map<String, Double> byReason) {}

  private MetricsScrape(List<URI> addresses, @Nullable SSLContext tls, InstantSource clock) {
    this.addresses = addresses;
    this.clock = clock;
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1));
    this.client = (tls == null ? client : client.sslContext(tls)).build();
    thread.setDaemon(true);
  }

  static MetricsScrape start(List<URI> addresses, @Nullable SSLContext tls, InstantSource clock) {
    MetricsScrape scrape = new MetricsScrape(addresses, tls, clock);
    if (!addresses.isEmpty()) {
      scrape.thread.start();
    }
    return scrape;
  }

  Report latest() {
    return latest;
  }

  private void run() {
    Totals before = new Totals(0, 0, 0, 0, Map.of());
    long time = System.nanoTime();
    while (!stop.isSet()) {
      Totals now = totals();
      long then = System.nanoTime();
      latest = report(before, now, (then - time) / 1e9);
      before = now;
      time = then;
      stop.sleep(INTERVAL.toMillis());
    }
  }

  private Report report(Totals before, Totals now, double seconds) {
    double batches = now.batches() - before.batches();
    double frames = now.frames() - before.frames();
    // An instance was added, removed or restarted, so the totals say nothing about these seconds.
    boolean comparable = now.instances() == before.instances() && batches >= 0 && frames >= 0;
    return new Report(
        addresses.size(),
        now.instances(),
        comparable && batches > 0 ? frames / batches : 0,
        now.byReason(),
        comparable && now.instances() > 0
            ? Math.max(0, now.busy() - before.busy()) / seconds / now.instances()
            : 0,
        addresses.stream()
            .map(each -> new Endpoint(MaskedUrl.of("" + each), silent.getOrDefault(each, 0L)))
            .toList());
  }

  private Totals totals() {
    int instances = 0;
    double batches = 0;
    double frames = 0;
    double busy = 0;
    Map<String, Double> byReason = new TreeMap<>();
    for (String text : answers()) {
      instances += text.isEmpty() ? 0 : 1;
      for (String line : text.lines().toList()) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
          continue;
        }
        double value = number(sample.group(3));
        switch (sample.group(1)) {
          case "paa_batch_size_count", "paa_batch_size_frames_count" -> batches += value;
          case "paa_batch_size_sum", "paa_batch_size_frames_sum" -> frames += value;
          case "paa_device_busy_seconds_total" -> busy += value;
          case "paa_batches_total" -> {
            Matcher reason = REASON.matcher("" + sample.group(2));
            byReason.merge(reason.find() ? reason.group(1) : "other", value, Double::sum);
          }
          default -> {}
        }
      }
    }
    return new Totals(instances, batches, frames, busy, byReason);
  }

  private static double number(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? value : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Asks all at the same time, so that one that is silent does not delay the others. */
  private List<String> answers() {
    List<CompletableFuture<String>> asked = addresses.stream().map(this::get).toList();
    List<String> answers = asked.stream().map(CompletableFuture::join).toList();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).isEmpty()) {
        silent.putIfAbsent(addresses.get(i), clock.millis());
      } else {
        silent.remove(addresses.get(i));
      }
    }
    return answers;
  }

  private CompletableFuture<String> get(URI address) {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(
            response ->
                response.statusCode() == 200 && response.body().length() < MOST_BYTES
                    ? response.body()
                    : "")
        .exceptionally(
            failure -> {
              LOG.debug("{} does not answer", address, failure);
              return "";
            });
  }

  @Override
  public void close() {
    stop.set();
    thread.interrupt();
  }
}
