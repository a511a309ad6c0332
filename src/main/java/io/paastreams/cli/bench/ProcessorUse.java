package io.paastreams.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * The CPU time used so far. Unlike a rate it hardly depends on what else the machine does.
 *
 * @param streamNanos that of the stream threads in this process
 * @param producerNanos that of the producers' threads, which send their results
 * @param otherNanos that of everything else in this process: compiler, garbage collector, the bench
 *     itself
 * @param serverNanos that of broker and registry
 */
record ProcessorUse(long streamNanos, long producerNanos, long otherNanos, long serverNanos) {

  static ProcessorUse now(BenchServers servers) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long stream = 0;
    long producer = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread == null || !thread.getThreadName().contains("-StreamThread-")) {
        continue;
      }
      long nanos = Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      if (thread.getThreadName().startsWith("kafka-")) {
        producer += nanos;
      } else {
        stream += nanos;
      }
    }
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new ProcessorUse(
        stream,
        producer,
        system.getProcessCpuTime() - stream - producer,
        servers.processorTime().map(Duration::toNanos).orElse(0L));
  }

  ProcessorUse since(ProcessorUse before) {
    return new ProcessorUse(
        streamNanos - before.streamNanos,
        producerNanos - before.producerNanos,
        otherNanos - before.otherNanos,
        serverNanos - before.serverNanos);
  }

  /** The mean microseconds per record. */
  Micros each(long records) {
    double per = 1e3 * records;
    return new Micros(streamNanos / per, producerNanos / per, otherNanos / per, serverNanos / per);
  }

  /** The CPU time per record, in microseconds. */
  record Micros(double stream, double producer, double other, double servers) {

    double all() {
      return stream + producer + other + servers;
    }
  }
}
