package io.paastreams.live;

import io.javalin.http.Context;
import io.paastreams.text.Printable;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records who changed what: one line of JSON per change, including refused ones, in the log under
 * the name {@code paa.audit}. The latest ones are kept for the page.
 *
 * <p>Threading: safe.
 */
final class Audit {

  private static final Logger LOG = LoggerFactory.getLogger("paa.audit");
  private static final int MOST = 100;
  private static final int MOST_DETAIL = 500;

  private final Access access;
  private final InstantSource clock;
  private final Deque<Entry> last = new ArrayDeque<>();

  /**
   * A change.
   *
   * @param time in milliseconds since the epoch
   * @param by user name, if one was given, and address of the client
   */
  record Entry(long time, String by, String role, String action, String detail) {}

  Audit(Access access, InstantSource clock) {
    this.access = access;
    this.clock = clock;
  }

  void record(Context ctx, String action, String detail) {
    Entry entry =
        new Entry(
            clock.millis(),
            access.nameOf(ctx),
            access.role(ctx).name(),
            action,
            Printable.line(detail, MOST_DETAIL));
    LOG.info("{}", Json.text(entry));
    synchronized (last) {
      last.addFirst(entry);
      if (last.size() > MOST) {
        last.removeLast();
      }
    }
  }

  List<Entry> last() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }
}
