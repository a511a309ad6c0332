package io.paastreams.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.paastreams.event.Alert;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Alerts: listed, explained, and acknowledged. Threading: safe. */
final class AlertRoutes {

  private static final int MOST_LISTED = 200;

  private final LiveState state;
  private final Access access;
  private final Audit audit;

  AlertRoutes(LiveState state, Access access, Audit audit) {
    this.state = state;
    this.access = access;
    this.audit = audit;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/alerts", this::list);
    routes.get("/api/alerts/{id}", ctx -> ctx.json(AlertReport.of(alert(ctx))));
    routes.post("/api/alerts/{id}/acknowledge", this::acknowledge);
  }

  private void list(Context ctx) {
    Query query = new Query(ctx);
    ctx.json(
        state.known.alerts.latest().stream()
            .filter(
                alert ->
                    query.asks("camera", alert.camera())
                        && query.asks("rule", alert.rule())
                        && query.asks("zone", alert.zone())
                        && query.asks("label", alert.label())
                        && query.asks("state", alert.state())
                        && query.asks("acknowledged", String.valueOf(alert.acknowledged() != null)))
            .limit(MOST_LISTED)
            .toList());
  }

  private Alert alert(Context ctx) {
    return state
        .known
        .alerts
        .find(ctx.pathParam("id"))
        .orElseThrow(() -> new NotFoundResponse("there is no such alert among the last ones"));
  }

  /** Writes to the alerts topic, so that all pages and all other readers know. */
  private void acknowledge(Context ctx) {
    access.requireOperator(ctx, audit, "acknowledge alert", ctx.pathParam("id"));
    Alert alert = alert(ctx);
    if (alert.acknowledgement() != null) {
      throw new ConflictResponse("it was already acknowledged by " + alert.acknowledgement().by());
    }
    state.health.requireAll();
    Alert noted =
        alert.acknowledged(new Alert.Acknowledgement(state.clock.instant(), access.nameOf(ctx)));
    Topic<Alert> topic = state.topic(TopicKind.ALERTS);
    RecordHeaders headers = new RecordHeaders();
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), headers, noted);
    TopicWriter.write(
        state.cluster,
        "the alert was not acknowledged",
        new ProducerRecord<>(
            topic.name(), null, noted.alertId().toString().getBytes(UTF_8), value, headers));
    ctx.json(state.known.alerts.take(noted));
  }
}
