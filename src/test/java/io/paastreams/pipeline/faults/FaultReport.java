package io.paastreams.pipeline.faults;

import io.paastreams.pipeline.FrameTally.Balance;
import io.paastreams.streams.Guarantee;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The result of a schedule.
 *
 * @param analytics the result of analytics; null if it did not run
 * @param finished whether every transaction of the schedule ended, so that everything was read
 * @param aborted transactions that the brokers forgot to end, and that were ended as an operator
 *     would: see {@link io.paastreams.cluster.HangingTransactions}
 * @param impossible faults that this machine does not allow
 * @param ended how often an instance ended unintentionally
 * @param killed how often an instance that was asked to end did not within 90 s
 */
record FaultReport(
    FaultSchedule schedule,
    Balance balance,
    @Nullable AnalyticsBalance analytics,
    boolean finished,
    int aborted,
    int impossible,
    int ended,
    int killed,
    double seconds) {

  static final String CSV_HEADER =
      "seed,guarantee,protocol,brokers,faults,in,detected,skipped,dead_lettered,missing,misordered,"
          + "reread,doubled,wrong,aborted,impossible_faults,instances_ended,instances_killed,seconds,"
          + AnalyticsBalance.CSV_HEADER;

  /** Whether the guarantee was kept. */
  boolean isKept() {
    return finished
        && balance.missing() == 0
        && balance.misordered() == 0
        && balance.wrong() == 0
        && (balance.doubled() + balance.reread() == 0
            || schedule.guarantee() == Guarantee.AT_LEAST_ONCE)
        && (analytics == null || analytics.isKept(schedule.guarantee()));
  }

  String toCsv() {
    return "%d,%s,%s,%d,%s,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%.1f,%s"
        .formatted(
            schedule.seed(),
            guarantee(),
            schedule.protocol(),
            schedule.brokers(),
            schedule.kinds(),
            balance.in(),
            balance.detected(),
            balance.skipped(),
            balance.deadLettered(),
            balance.missing(),
            balance.misordered(),
            balance.reread(),
            balance.doubled(),
            balance.wrong(),
            aborted,
            impossible,
            ended,
            killed,
            seconds,
            analytics == null ? AnalyticsBalance.NO_CSV : analytics.toCsv());
  }

  String line() {
    return ("seed %d %s %s, %d brokers [%s]: in %d = detected %d + skipped %d + dead-lettered %d +"
            + " missing %d; misordered %d, reread %d, doubled %d, wrong %d; %d hanging transactions aborted, %d impossible, %d ended, %d"
            + " killed, %.0f s%s%s")
        .formatted(
            schedule.seed(),
            guarantee(),
            schedule.protocol(),
            schedule.brokers(),
            schedule.kinds(),
            balance.in(),
            balance.detected(),
            balance.skipped(),
            balance.deadLettered(),
            balance.missing(),
            balance.misordered(),
            balance.reread(),
            balance.doubled(),
            balance.wrong(),
            aborted,
            impossible,
            ended,
            killed,
            seconds,
            analytics == null ? "" : "; " + analytics.line(),
            isKept() ? "" : finished ? "  BROKEN" : "  BROKEN, a transaction stays open");
  }

  /** How to reproduce it. */
  String howToRepeat() {
    return ("mvn verify -Plong -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dit.test=FaultScheduleLongIT#%s -Dpaa.faults.seed=%d"
            + " -Dpaa.faults.schedules=1 -Dpaa.faults.frames=%d"
            + " -Dpaa.faults.guarantee=%s%nfaults: %s, registry down at the start for %d ms, %d"
            + " instances")
        .formatted(
            analytics == null ? "everyFrame*" : "everyEvent*",
            schedule.seed(),
            balance.in(),
            guarantee(),
            schedule.strikes(),
            schedule.registryDownMillis(),
            schedule.instances());
  }

  private String guarantee() {
    return schedule.guarantee().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
