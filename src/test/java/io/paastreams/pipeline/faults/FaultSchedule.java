package io.paastreams.pipeline.faults;

import io.paastreams.streams.Guarantee;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Which faults strike when. All of it follows from the seed and the guarantee, so that a run can be
 * repeated; only the operating system's scheduling differs a little each time.
 *
 * @param brokers size of the cluster: 1, or 3 with three replicas of which two must be in sync
 * @param instances that run from the start
 * @param registryDownMillis how long the registry stays down while the instances start; 0 is up
 * @param commitMillis how often the instances commit
 * @param lengthMillis within which faults strike and cameras send their frames
 */
record FaultSchedule(
    long seed,
    Guarantee guarantee,
    String protocol,
    int brokers,
    int instances,
    int registryDownMillis,
    int commitMillis,
    int lengthMillis,
    List<Strike> strikes) {

  /** A fault, and how long it strikes after the first outcome. */
  record Strike(int afterMillis, InjectedFault fault) {
    @Override
    public String toString() {
      return "%.1fs %s".formatted(afterMillis / 1000.0, fault);
    }
  }

  private static final int OFTEN = 200;
  private static final int LENGTH_MILLIS = 12_000;
  private static final int BRIEF_LENGTH_MILLIS = 6_000;
  private static final int FEWEST = 5;
  private static final int MOST = 9;

  static FaultSchedule of(long seed, Guarantee guarantee) {
    return of(seed, guarantee, LENGTH_MILLIS);
  }

  /** Half as long, for the pipeline with analytics beside it. */
  static FaultSchedule ofBoth(long seed, Guarantee guarantee) {
    return of(seed, guarantee, BRIEF_LENGTH_MILLIS)
        .without(InjectedFault.AddDetectionPartitions.class);
  }

  private static FaultSchedule of(long seed, Guarantee guarantee, int lengthMillis) {
    RandomGenerator random = random(seed, guarantee);
    String protocol = random.nextBoolean() ? "classic" : "streams";
    int brokers = random.nextInt(3) == 0 ? 1 : 3;
    int instances = 2 + random.nextInt(2);
    int registryDown = random.nextInt(10) == 0 ? between(random, 1000, 6000) : 0;
    int commitMillis = random.nextInt(3) == 0 ? 1000 : OFTEN;
    List<Strike> strikes = new ArrayList<>();
    int count = between(random, FEWEST, MOST + 1);
    for (int i = 0; i < count; i++) {
      strikes.add(new Strike(random.nextInt(lengthMillis), any(random)));
    }
    return new FaultSchedule(
        seed,
        guarantee,
        protocol,
        brokers,
        instances,
        registryDown,
        commitMillis,
        lengthMillis,
        strikes);
  }

  /** Few seconds, three brokers, and at least one instance and one broker killed. */
  static FaultSchedule brief(long seed, Guarantee guarantee, String protocol) {
    RandomGenerator random = random(seed, guarantee);
    List<InjectedFault> faults =
        List.of(
            new InjectedFault.KillInstance(random.nextInt(2), between(random, 0, 1000)),
            new InjectedFault.KillBroker(random.nextInt(3), between(random, 0, 1000)),
            new InjectedFault.RestartInstance(random.nextInt(2)),
            new InjectedFault.FailInference(random.nextInt(2), between(random, 10, 50)),
            new InjectedFault.DeviceOutOfMemory(random.nextInt(2), between(random, 1, 5)),
            new InjectedFault.HangInference(random.nextInt(2), between(random, 500, 2000)),
            new InjectedFault.JumpClock(random.nextInt(2), 120, between(random, 100, 200)),
            new InjectedFault.BreakLink(
                Link.State.CUT,
                random.nextBoolean(),
                random.nextInt(3),
                between(random, 500, 2000)));
    List<Strike> strikes = new ArrayList<>();
    faults.forEach(fault -> strikes.add(new Strike(random.nextInt(BRIEF_LENGTH_MILLIS), fault)));
    return new FaultSchedule(
        seed, guarantee, protocol, 3, 2, 0, OFTEN, BRIEF_LENGTH_MILLIS, strikes);
  }

  /** Sorts the strikes by time. */
  FaultSchedule {
    strikes = strikes.stream().sorted(Comparator.comparingInt(Strike::afterMillis)).toList();
  }

  /** Not java.util.Random, whose first numbers are similar for adjacent seeds. */
  private static RandomGenerator random(long seed, Guarantee guarantee) {
    return new SplittableRandom(2 * seed + (guarantee == Guarantee.EXACTLY_ONCE ? 1 : 0));
  }

  private static InjectedFault any(RandomGenerator random) {
    int number = random.nextInt(12);
    boolean west = random.nextBoolean();
    Link.State state = Link.State.values()[1 + random.nextInt(Link.State.values().length - 1)];
    return switch (random.nextInt(27)) {
      case 0, 1, 2, 3 -> new InjectedFault.KillInstance(number, between(random, 0, 3000));
      case 4, 5 -> new InjectedFault.RestartInstance(number);
      case 6, 7 -> new InjectedFault.FreezeInstance(number, between(random, 6500, 12_000));
      case 8 -> new InjectedFault.AddInstance();
      case 9 -> new InjectedFault.RemoveInstance(number);
      case 10, 11, 12 -> new InjectedFault.KillBroker(number, between(random, 0, 4000));
      case 13 -> new InjectedFault.RestartBroker(number);
      case 14 -> new InjectedFault.FreezeBroker(number, between(random, 2000, 9000));
      case 15, 16 -> new InjectedFault.BreakLink(state, west, number, between(random, 1000, 9000));
      case 17 -> new InjectedFault.IsolateInstances(state, west, between(random, 1000, 9000));
      case 18 -> new InjectedFault.StopRegistry(between(random, 2000, 6000));
      case 19 ->
          new InjectedFault.SlowInference(number, between(random, 50, 400), between(random, 5, 30));
      case 20 -> new InjectedFault.HangInference(number, between(random, 1000, 8000));
      case 21 -> new InjectedFault.FailInference(number, between(random, 1, 250));
      case 22 -> new InjectedFault.DeviceOutOfMemory(number, between(random, 1, 20));
      case 23 -> new InjectedFault.FullDisk(number, between(random, 1000, 4000));
      case 24 ->
          new InjectedFault.JumpClock(
              number, random.nextInt(4) > 0 ? 120 : -120, between(random, 20, 400));
      case 25 -> new InjectedFault.AddFramePartitions();
      default -> new InjectedFault.AddDetectionPartitions();
    };
  }

  private static int between(RandomGenerator random, int least, int below) {
    return least + random.nextInt(below - least);
  }

  /** The same without the faults of a kind. */
  FaultSchedule without(Class<? extends InjectedFault> kind) {
    return new FaultSchedule(
        seed,
        guarantee,
        protocol,
        brokers,
        instances,
        registryDownMillis,
        commitMillis,
        lengthMillis,
        strikes.stream().filter(strike -> !kind.isInstance(strike.fault())).toList());
  }

  /** The kinds of its faults, as in {@code KillInstance*2 JumpClock}. */
  String kinds() {
    return strikes.stream()
        .collect(
            Collectors.groupingBy(
                strike -> strike.fault().getClass().getSimpleName(),
                TreeMap::new,
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(kind -> kind.getKey() + (kind.getValue() > 1 ? "*" + kind.getValue() : ""))
        .collect(Collectors.joining(" "));
  }
}
