package io.paastreams.streams;

import io.paastreams.event.SourceOffset;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorContextImpl;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Tells a processor that its task is about to commit, while it may still forward records into that
 * commit. This is the only class that touches internals of Kafka Streams; its contract with them is
 * tested against a real broker, for every way in which a task can end.
 *
 * <p>Kafka Streams has no public hook of this kind. {@code StreamTask.prepareCommit} (read in
 * 4.4.0) does three things in this order:
 *
 * <ol>
 *   <li>{@code stateMgr.flushCache()}: calls {@link #flushCache()} of every store that is a {@link
 *       CachedStateStore}, because flushing a cache emits records;
 *   <li>{@code recordCollector.flush()}: waits until all records sent so far are acknowledged;
 *   <li>computes the offsets to commit.
 * </ol>
 *
 * <p>So a store that holds no data but claims to have a cache is called at the right moment: on the
 * stream thread, in the periodic commit, in a requested one, at revocation, at close and at a dirty
 * close. The obvious public methods are all called too late: {@code StateStore.flush} and {@code
 * commit} run in {@code postCommit} and {@code Processor.close} in {@code suspend}, after the
 * offsets are committed, and a record forwarded there is neither in that transaction nor
 * acknowledged.
 *
 * <p>Caches are flushed in the order in which the stores were registered, which cannot be chosen.
 * What the hook writes to a store with a cache, itself or in a processor behind it, would miss the
 * commit if that store comes before the hook, and would be lost if the process then dies: the
 * offsets would be committed, but the changelog would lack the write. So all caches are flushed
 * once more after the hook has run; most are empty by then.
 *
 * <p>At that moment no node is current, and {@code forward()} needs one. Like Kafka's own flush
 * listeners, the hook sets the node and the context of the record that is forwarded and then
 * restores the previous ones.
 */
public final class CommitHook implements StateStore, CachedStateStore<Object, Object> {

  private final String name;
  private boolean open;
  private @Nullable InternalProcessorContext<?, ?> context;
  private @Nullable ProcessorNode<?, ?, ?, ?> node;
  private @Nullable Runnable beforeCommit;
  private boolean isRunning;

  private CommitHook(String name) {
    this.name = name;
  }

  /** Builds one hook per task; attach it in the processor's {@code init}. */
  public static StoreBuilder<CommitHook> builder(String name) {
    return new Builder(name);
  }

  /**
   * Attaches the hook with this name.
   *
   * @param context the context of the processor whose {@code init} is running
   * @param beforeCommit called before every commit; if it throws, nothing is committed
   */
  public static CommitHook attach(
      ProcessorContext<?, ?> context, String name, Runnable beforeCommit) {
    CommitHook hook = context.getStateStore(name);
    InternalProcessorContext<?, ?> internal = (InternalProcessorContext<?, ?>) context;
    hook.context = internal;
    hook.node = internal.currentNode();
    hook.beforeCommit = beforeCommit;
    return hook;
  }

  /**
   * Runs {@code forward} as if the processor were processing the given record: what it forwards has
   * that record's lineage, whatever record is current.
   */
  public void forwardAs(SourceOffset source, long timestamp, Headers headers, Runnable forward) {
    InternalProcessorContext<?, ?> attached = context;
    if (attached == null) {
      throw new IllegalStateException("the commit hook is not attached to a processor");
    }
    ProcessorNode<?, ?, ?, ?> previousNode = attached.currentNode();
    ProcessorRecordContext previousRecord = attached.recordContext();
    attached.setCurrentNode(node);
    attached.setRecordContext(
        new ProcessorRecordContext(
            timestamp, source.offset(), source.partition(), source.topic(), headers));
    try {
      forward.run();
    } finally {
      attached.setCurrentNode(previousNode);
      attached.setRecordContext(previousRecord);
    }
  }

  /** Called by {@code StreamTask.prepareCommit}. */
  @Override
  public void flushCache() {
    if (beforeCommit == null || isRunning) {
      return;
    }
    isRunning = true;
    try {
      beforeCommit.run();
      flushStores();
    } finally {
      isRunning = false;
    }
  }

  /**
   * Flushes all caches again, because those before the hook were flushed without what it has just
   * written.
   */
  private void flushStores() {
    if (context instanceof ProcessorContextImpl task) {
      task.stateManager().flushCache();
    }
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public void clearCache() {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext storeContext, StateStore root) {
    storeContext.register(
        root,
        (key, value) -> {
          throw new IllegalStateException("the commit hook has no changelog to be restored from");
        });
    open = true;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /**
   * Builds the hook without a changelog and without a cache of Kafka's own; neither can be switched
   * on.
   */
  private record Builder(String name) implements StoreBuilder<CommitHook> {

    @Override
    public CommitHook build() {
      return new CommitHook(name);
    }

    @Override
    public StoreBuilder<CommitHook> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<CommitHook> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
      throw new UnsupportedOperationException("the commit hook holds no data to log");
    }

    @Override
    public StoreBuilder<CommitHook> withLoggingDisabled() {
      return this;
    }

    @Override
    public Map<String, String> logConfig() {
      return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
      return false;
    }
  }
}
