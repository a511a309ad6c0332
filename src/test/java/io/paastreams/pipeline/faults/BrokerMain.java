package io.paastreams.pipeline.faults;

import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.EmbeddedBrokerConfig;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker in a JVM of its own. Arguments: port, data folder, settings as {@code name=value}. */
final class BrokerMain {

  private static final long END_MILLIS = 20_000;

  private BrokerMain() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    ParentPipe.listen(
        line -> {},
        () -> {
          ParentPipe.haltAfter(END_MILLIS);
          ended.countDown();
        });
    EmbeddedBrokerConfig config =
        EmbeddedBrokerConfig.onPort(Integer.parseInt(args[0])).keepingDataIn(Path.of(args[1]));
    for (int i = 2; i < args.length; i++) {
      String[] setting = args[i].split("=", 2);
      config = config.with(setting[0], setting[1]);
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(config)) {
      System.out.println("broker runs at " + broker.bootstrapServers());
      ended.await();
    } catch (RuntimeException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
    System.exit(0);
  }
}
