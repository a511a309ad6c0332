package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.devkit.SharedBroker;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.CommitHook;
import io.paastreams.streams.Guarantee;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@link CommitHook} relies on in Kafka Streams, with one test for each way to commit. The
 * processor here keeps every record until the hook is called, so whatever is committed without the
 * hook is missing from the output.
 */
@Timeout(120)
final class CommitHookContractIT {

  private static final String HOOK = "hook";
  private static final int RECORDS = 40;

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void periodicCommit_callsTheHook(Guarantee guarantee) {
    Hoarder hoarder = new Hoarder("periodic", guarantee, Duration.ofMillis(100));
    hoarder.produce();
    try (KafkaStreams streams = hoarder.start()) {
      await().atMost(30, TimeUnit.SECONDS).until(() -> hoarder.committed() == RECORDS);
      assertThat(hoarder.output()).containsExactlyElementsOf(hoarder.input());
      hoarder.assertCalledByPrepareCommit();
      assertThat(streams.state()).isEqualTo(KafkaStreams.State.RUNNING);
    }
  }

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void requestedCommit_callsTheHook(Guarantee guarantee) {
    Hoarder hoarder = new Hoarder("requested", guarantee, Duration.ofSeconds(100));
    hoarder.commitAfter = RECORDS;
    hoarder.produce();
    try (KafkaStreams streams = hoarder.start()) {
      await().atMost(30, TimeUnit.SECONDS).until(() -> hoarder.committed() == RECORDS);
      assertThat(hoarder.output()).containsExactlyElementsOf(hoarder.input());
      hoarder.assertCalledByPrepareCommit();
      assertThat(streams.state()).isEqualTo(KafkaStreams.State.RUNNING);
    }
  }

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void cleanClose_callsTheHook(Guarantee guarantee) {
    Hoarder hoarder = new Hoarder("close", guarantee, Duration.ofSeconds(100));
    hoarder.produce();
    try (KafkaStreams streams = hoarder.start()) {
      hoarder.awaitHoarded(RECORDS);
      assertThat(hoarder.committed()).isZero();
      Hoarder.leave(streams);
    }
    assertThat(hoarder.committed()).isEqualTo(RECORDS);
    assertThat(hoarder.output()).containsExactlyElementsOf(hoarder.input());
    hoarder.assertCalledByPrepareCommit();
  }

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void revocation_callsTheHook(Guarantee guarantee) {
    Hoarder hoarder = new Hoarder("revocation", guarantee, Duration.ofSeconds(100));
    hoarder.produce();
    try (KafkaStreams first = hoarder.start()) {
      hoarder.awaitHoarded(RECORDS);
      int before = hoarder.callers.size();
      try (KafkaStreams second = hoarder.start()) {
        // Both partitions had uncommitted records; the one that moves must have been committed.
        await().atMost(30, TimeUnit.SECONDS).until(() -> hoarder.committed() > 0);
        assertThat(hoarder.output()).hasSize((int) hoarder.committed());
        assertThat(hoarder.callers).hasSizeGreaterThan(before);
        Hoarder.leave(second);
      }
      Hoarder.leave(first);
    }
    assertThat(hoarder.committed()).isEqualTo(RECORDS);
    assertThat(hoarder.output()).containsExactlyInAnyOrderElementsOf(hoarder.input());
    hoarder.assertCalledByPrepareCommit();
  }

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void dirtyClose_callsTheHookButCommitsNothing(Guarantee guarantee) {
    Hoarder hoarder = new Hoarder("dirty", guarantee, Duration.ofSeconds(100));
    hoarder.failAfter = RECORDS / 2;
    hoarder.produce();
    try (KafkaStreams streams = hoarder.start()) {
      await().atMost(30, TimeUnit.SECONDS).until(() -> !hoarder.callers.isEmpty());
      assertThat(hoarder.committed()).isZero();
      hoarder.assertCalledByPrepareCommit();
      // The replaced thread reads everything again.
      hoarder.awaitHoarded(RECORDS + RECORDS / 2);
      Hoarder.leave(streams);
    }
    assertThat(hoarder.committed()).isEqualTo(RECORDS);
    hoarder.assertOutputAfterADirtyClose();
  }

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void hookThatThrows_keepsEverythingUncommitted(Guarantee guarantee) {
    Hoarder hoarder = new Hoarder("throws", guarantee, Duration.ofMillis(100));
    hoarder.refusals.set(2);
    hoarder.produce();
    try (KafkaStreams streams = hoarder.start()) {
      await().atMost(60, TimeUnit.SECONDS).until(() -> hoarder.committed() == RECORDS);
      assertThat(hoarder.refusals).hasNonPositiveValue();
      hoarder.assertOutputAfterADirtyClose();
      assertThat(streams.state().isRunningOrRebalancing()).isTrue();
    }
  }

  /** Of several names some are registered before the hook and some after it. */
  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void cachedStoresThatTheHookWrites_areInItsCommitWhateverTheirOrder(Guarantee guarantee) {
    Hoarder hoarder = new Hoarder("stores", guarantee, Duration.ofSeconds(100));
    hoarder.stores = List.of("a", "hoo", "hook2", "s", "z");
    hoarder.commitAfter = RECORDS;
    hoarder.produce();
    try (KafkaStreams streams = hoarder.start()) {
      await().atMost(30, TimeUnit.SECONDS).until(() -> hoarder.committed() == RECORDS);
      for (String store : hoarder.stores) {
        assertThat(hoarder.changelog(store))
            .as(store)
            .containsExactlyInAnyOrderElementsOf(hoarder.input());
      }
      assertThat(streams.state()).isEqualTo(KafkaStreams.State.RUNNING);
    }
  }

  /** A stream of records that all wait for the hook. */
  private static final class Hoarder {
    private final String id;
    private final Guarantee guarantee;
    private final Duration commitInterval;
    private final AtomicInteger hoarded = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<List<String>> callers = new CopyOnWriteArrayList<>();
    private List<String> stores = List.of();
    private int commitAfter = Integer.MAX_VALUE;
    private volatile int failAfter = Integer.MAX_VALUE;

    Hoarder(String name, Guarantee guarantee, Duration commitInterval) {
      this.id = kafka.unique((name + "-" + guarantee).toLowerCase(Locale.ROOT));
      this.guarantee = guarantee;
      this.commitInterval = commitInterval;
      kafka.createTopics(2, Map.of(), in(), out());
    }

    private String in() {
      return id + ".in";
    }

    private String out() {
      return id + ".out";
    }

    List<String> input() {
      return IntStream.range(0, RECORDS).mapToObj(Integer::toString).toList();
    }

    /** Half into each partition: the first half of the numbers comes before the second. */
    void produce() {
      try (var producer =
          new KafkaProducer<>(
              Map.<String, Object>of(
                  "bootstrap.servers",
                  kafka.bootstrapServers(),
                  "max.in.flight.requests.per.connection",
                  1),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        for (String value : input()) {
          int partition = Integer.parseInt(value) * 2 / RECORDS;
          producer.send(
              new ProducerRecord<>(in(), partition, null, value.getBytes(StandardCharsets.UTF_8)));
        }
      }
    }

    KafkaStreams start() {
      Properties settings = new Properties();
      settings.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
      settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
      settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee.processingGuarantee());
      settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
      settings.put(StreamsConfig.POLL_MS_CONFIG, 10);
      settings.put("producer.transaction.timeout.ms", 110_000);
      settings.put("producer.linger.ms", 1);
      settings.put("consumer.auto.offset.reset", "earliest");
      settings.put("consumer.session.timeout.ms", 2_000);
      settings.put("consumer.heartbeat.interval.ms", 300);
      var in = new ByteArrayDeserializer();
      var out = new ByteArraySerializer();
      Topology topology =
          new Topology()
              .addSource("in", in, in, in())
              .addProcessor("hoard", new Supplier(this), "in")
              .addSink("out", out(), out, out, (topic, key, value, n) -> oneOf(value), "hoard");
      KafkaStreams streams = new KafkaStreams(topology, settings);
      streams.setUncaughtExceptionHandler(failure -> StreamThreadExceptionResponse.REPLACE_THREAD);
      streams.start();
      return streams;
    }

    private static java.util.Optional<Set<Integer>> oneOf(byte[] value) {
      int number = Integer.parseInt(new String(value, StandardCharsets.UTF_8));
      return java.util.Optional.of(Set.of(number * 2 / RECORDS));
    }

    static void leave(KafkaStreams streams) {
      assertThat(
              streams.close(
                  CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                      .withTimeout(Duration.ofSeconds(30))))
          .isTrue();
    }

    void awaitHoarded(int count) {
      await().atMost(30, TimeUnit.SECONDS).until(() -> hoarded.get() >= count);
    }

    /** Records below the committed offsets. */
    long committed() {
      try (Admin admin = kafka.admin()) {
        return admin
            .listConsumerGroupOffsets(id)
            .partitionsToOffsetAndMetadata()
            .get()
            .values()
            .stream()
            .mapToLong(offset -> offset == null ? 0 : offset.offset())
            .sum();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    /** What a reader of committed records sees: partition 0, then partition 1. */
    List<String> output() {
      return read(out());
    }

    /** What a store would be restored from. */
    List<String> changelog(String store) {
      return read(id + "-" + store + "-changelog");
    }

    private static List<String> read(String topic) {
      List<String> values = new ArrayList<>();
      try (var consumer =
          new KafkaConsumer<>(
              Map.<String, Object>of(
                  "bootstrap.servers",
                  kafka.bootstrapServers(),
                  "isolation.level",
                  "read_committed"),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer())) {
        for (int number = 0; number < 2; number++) {
          TopicPartition partition = new TopicPartition(topic, number);
          consumer.assign(List.of(partition));
          long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
          consumer.seekToBeginning(List.of(partition));
          while (consumer.position(partition) < end) {
            consumer
                .poll(Duration.ofMillis(100))
                .forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
          }
        }
      }
      return values;
    }

    /** A dirty close forwards what it then does not commit: at-least-once readers see it twice. */
    void assertOutputAfterADirtyClose() {
      if (guarantee == Guarantee.EXACTLY_ONCE) {
        assertThat(output()).containsExactlyInAnyOrderElementsOf(input());
      } else {
        assertThat(Set.copyOf(output())).containsExactlyInAnyOrderElementsOf(input());
      }
    }

    /** Always called from there, never from the places that are too late. */
    void assertCalledByPrepareCommit() {
      assertThat(callers)
          .isNotEmpty()
          .allSatisfy(
              stack ->
                  assertThat(stack)
                      .contains("StreamTask.prepareCommit", "ProcessorStateManager.flushCache")
                      .doesNotContain("StreamTask.postCommit", "StreamTask.suspend"));
    }
  }

  private record Supplier(Hoarder hoarder)
      implements ProcessorSupplier<byte @Nullable [], byte[], byte @Nullable [], byte[]> {

    @Override
    public Processor<byte @Nullable [], byte[], byte @Nullable [], byte[]> get() {
      return new HoardProcessor(hoarder);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Stream.concat(
              hoarder.stores.stream().map(Supplier::cached), Stream.of(CommitHook.builder(HOOK)))
          .collect(Collectors.toSet());
    }

    private static StoreBuilder<?> cached(String name) {
      return Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
          .withCachingEnabled();
    }
  }

  private static final class HoardProcessor
      implements Processor<byte @Nullable [], byte[], byte @Nullable [], byte[]> {
    private final Hoarder hoarder;
    private final Deque<Runnable> hoard = new ArrayDeque<>();
    private @Nullable ProcessorContext<byte @Nullable [], byte[]> context;
    private @Nullable CommitHook hook;

    HoardProcessor(Hoarder hoarder) {
      this.hoarder = hoarder;
    }

    @Override
    public void init(ProcessorContext<byte @Nullable [], byte[]> context) {
      this.context = context;
      hook = CommitHook.attach(context, HOOK, this::release);
    }

    @Override
    public void process(Record<byte @Nullable [], byte[]> record) {
      var attached = java.util.Objects.requireNonNull(context);
      var metadata = attached.recordMetadata().orElseThrow();
      SourceOffset source =
          new SourceOffset(metadata.topic(), metadata.partition(), metadata.offset());
      hoard.add(
          () -> {
            java.util.Objects.requireNonNull(hook)
                .forwardAs(
                    source,
                    record.timestamp(),
                    record.headers(),
                    () -> {
                      assertThat(attached.recordMetadata().orElseThrow().offset())
                          .isEqualTo(source.offset());
                      hoarder.stores.forEach(
                          store ->
                              attached
                                  .<KeyValueStore<byte[], byte[]>>getStateStore(store)
                                  .put(record.value(), record.value()));
                      attached.forward(record);
                    });
          });
      int count = hoarder.hoarded.incrementAndGet();
      if (count == hoarder.commitAfter) {
        attached.commit();
      }
      if (count >= hoarder.failAfter) {
        hoarder.failAfter = Integer.MAX_VALUE;
        throw new IllegalStateException("as the test wishes");
      }
    }

    private void release() {
      if (hoard.isEmpty()) {
        return;
      }
      hoarder.callers.add(
          StackWalker.getInstance()
              .walk(
                  frames ->
                      frames
                          .map(
                              frame ->
                                  frame.getClassName().replaceAll(".*\\.", "")
                                      + "."
                                      + frame.getMethodName())
                          .toList()));
      if (hoarder.refusals.getAndDecrement() > 0) {
        throw new IllegalStateException("the hook refuses, as the test wishes");
      }
      while (!hoard.isEmpty()) {
        hoard.remove().run();
      }
    }

    @Override
    public void close() {
      hoard.clear();
    }
  }
}
