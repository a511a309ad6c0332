package io.paastreams.pipeline.faults;

import io.paastreams.pipeline.faults.InstanceMain.Order;
import java.time.Duration;

/**
 * Something that goes wrong, and how it is repaired. Instances and brokers are identified by a
 * number taken modulo how many there are, so that every fault hits something.
 */
sealed interface InjectedFault {

  /** Makes it happen; returns at once. */
  void strike(Installation on) throws Exception;

  record KillInstance(int number, int downMillis) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.instance(number).kill(Duration.ofMillis(downMillis));
    }
  }

  record RestartInstance(int number) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.instance(number).restart();
    }
  }

  /** A zombie: the group continues without it, and then it wakes up. */
  record FreezeInstance(int number, int millis) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.instance(number).freeze(Duration.ofMillis(millis));
    }
  }

  record AddInstance() implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.addInstance();
    }
  }

  record RemoveInstance(int number) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.removeInstance(number);
    }
  }

  record KillBroker(int number, int downMillis) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.broker(number).kill(Duration.ofMillis(downMillis));
    }
  }

  record RestartBroker(int number) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.broker(number).restart();
    }
  }

  record FreezeBroker(int number, int millis) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.broker(number).freeze(Duration.ofMillis(millis));
    }
  }

  /** Between the western or the eastern half of the instances and one broker. */
  record BreakLink(Link.State state, boolean west, int number, int millis)
      implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.link(west, number).suffer(state, Duration.ofMillis(millis));
    }
  }

  /** Between half of the instances and all brokers. */
  record IsolateInstances(Link.State state, boolean west, int millis) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      for (int broker = 0; broker < on.brokers(); broker++) {
        on.link(west, broker).suffer(state, Duration.ofMillis(millis));
      }
    }
  }

  record StopRegistry(int millis) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.registry().stop(Duration.ofMillis(millis));
    }
  }

  record SlowInference(int number, int batchMillis, int batches) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.instance(number).order(Order.SLOW, batchMillis, batches);
    }
  }

  record HangInference(int number, int millis) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.instance(number).order(Order.HANG, millis);
    }
  }

  record FailInference(int number, int batches) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.instance(number).order(Order.FAIL, batches);
    }
  }

  record DeviceOutOfMemory(int number, int batches) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.instance(number).order(Order.OUT_OF_MEMORY, batches);
    }
  }

  record FullDisk(int number, int millis) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      if (on.disksCanBeFilled()) {
        on.instance(number).fillDisk(Duration.ofMillis(millis));
      } else {
        on.couldNot(this);
      }
    }
  }

  /** The clock by which the instance judges the age of frames. */
  record JumpClock(int number, int minutes, int readings) implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.instance(number).order(Order.CLOCK, minutes * 60L, readings);
    }
  }

  record AddFramePartitions() implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.addFramePartitions();
    }
  }

  record AddDetectionPartitions() implements InjectedFault {
    @Override
    public void strike(Installation on) {
      on.addDetectionPartitions();
    }
  }
}
