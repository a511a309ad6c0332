package io.paastreams.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.paastreams.model.PaaNetwork;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.torch.TorchRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A network that divides batches among the cores of a CPU: each core computes a shard, which is
 * some of the images, from the first operation to the last. If all cores shared each operation
 * instead, they would wait for the slowest about sixty times per pass instead of once. Measured on
 * two cores, a batch of 8 320x256 images is 5 to 15 % faster and a batch of 2 is 22 to 27 % faster
 * (in bfloat16 10 to 30 % and 40 %); a batch of 3, which two cores cannot share evenly, is no
 * faster. A GPU gets the batch as it is.
 *
 * <p>A pass needs the memory of the whole batch, as it would without shards.
 *
 * <p>Threading: safe for threads whose gradient mode is off; passes may run concurrently.
 */
final class ShardedNetwork implements AutoCloseable {

  private final PaaNetwork network;
  private final int threads;
  private final boolean onCpu;
  private final IntraOpThreads intraOpThreads = new IntraOpThreads();

  /** Computes all shards except one, which the caller computes. */
  private final ExecutorService shardThreads;

  /**
   * Takes ownership of a network.
   *
   * @param threads the threads of a pass on the CPU; 0 for one per core
   */
  ShardedNetwork(PaaNetwork network, int threads) {
    this.network = network;
    this.threads = threads;
    onCpu = !network.manager().getDevice().isGpu();
    AtomicInteger number = new AtomicInteger();
    shardThreads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread =
                  new Thread(() -> withoutGradients(task), "forward-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Switches gradients off, because the setting is per thread and the caller has only set its own.
   */
  private static void withoutGradients(Runnable task) {
    JniUtils.setGradMode(false);
    task.run();
  }

  /** See {@link PaaNetwork#manager()}. */
  NDManager manager() {
    return network.manager();
  }

  /**
   * Runs the network.
   *
   * @param images as for {@link PaaNetwork#forward}
   * @param sharing how many passes run at the same time and share the cores of a CPU
   * @return as for {@link PaaNetwork#forward}
   */
  List<HeadOutput> forward(NDArray images, int sharing) {
    if (!onCpu) {
      return network.forward(images);
    }
    int callersThreads = JniUtils.getNumThreads();
    try {
      return forwardInShards(images, TorchRuntime.threads(threads, sharing));
    } finally {
      TorchRuntime.useThreads(
          callersThreads); // a caller that trains between two batches needs them all
    }
  }

  private List<HeadOutput> forwardInShards(NDArray images, int available) {
    int size = (int) images.getShape().get(0);
    int shards = Math.min(size, available);
    if (shards == 1) {
      return compute(images, available);
    }
    long[] starts = IntStream.range(1, shards).mapToLong(i -> (long) size * i / shards).toArray();
    try (NDList parts = images.split(starts)) {
      return joined(computeAll(parts, available / shards));
    }
  }

  /** Waits until no shard is being computed any more, then returns or throws the first failure. */
  private List<List<HeadOutput>> computeAll(NDList shards, int threadsEach) {
    List<CompletableFuture<List<HeadOutput>>> results = new ArrayList<>();
    for (NDArray shard : shards.subList(1, shards.size())) {
      results.add(CompletableFuture.supplyAsync(() -> compute(shard, threadsEach), shardThreads));
    }
    NDArray own = shards.get(0);
    results.add(0, CompletableFuture.supplyAsync(() -> compute(own, threadsEach), Runnable::run));
    CompletableFuture<?>[] all = results.toArray(CompletableFuture[]::new);
    var unused = CompletableFuture.allOf(all).exceptionally(failure -> null).join();
    try {
      return results.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }

  private List<HeadOutput> compute(NDArray shard, int available) {
    Shape shape = shard.getShape();
    boolean learns = threads == 0 && shape.get(0) == 1;
    int used = learns ? intraOpThreads.next(shape, available) : available;
    TorchRuntime.useThreads(used);
    long start = System.nanoTime();
    List<HeadOutput> outputs = network.forward(shard);
    if (learns) {
      intraOpThreads.took(shape, used, System.nanoTime() - start);
    }
    return outputs;
  }

  private static List<HeadOutput> joined(List<List<HeadOutput>> shards) {
    List<HeadOutput> levels = new ArrayList<>();
    for (int i = 0; i < shards.get(0).size(); i++) {
      int level = i;
      List<HeadOutput> parts = shards.stream().map(shard -> shard.get(level)).toList();
      levels.add(
          new HeadOutput(
              joined(parts, HeadOutput::cls),
              joined(parts, HeadOutput::reg),
              joined(parts, HeadOutput::iou)));
    }
    return levels;
  }

  private static NDArray joined(List<HeadOutput> parts, Function<HeadOutput, NDArray> output) {
    try (NDList arrays = new NDList(parts.stream().map(output).toList())) {
      return NDArrays.concat(arrays);
    }
  }

  /** Closes the network; all calls of {@link #forward} must have returned. */
  @Override
  public void close() {
    shardThreads.shutdown();
    network.close();
  }
}
