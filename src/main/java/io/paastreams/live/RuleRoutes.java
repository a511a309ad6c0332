package io.paastreams.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.paastreams.cluster.RulesTopic;
import io.paastreams.event.RuleSet;
import io.paastreams.event.TopicKind;
import io.paastreams.rules.CameraRules;
import io.paastreams.rules.RuleFile;
import io.paastreams.rules.RuleFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows, edits, tries and replaces the rules in force. Threading: safe. */
final class RuleRoutes {

  private static final int MOST_HOURS = 24;

  private final LiveState state;
  private final Access access;
  private final Audit audit;
  private final RuleTrial trial;

  /**
   * Rules for the page.
   *
   * @param version the version in force; null if there is none
   * @param places the zones and lines of the requested camera
   * @param versions the versions that were in force, the latest first
   */
  record Page(@Nullable String version, String yaml, List<Place> places, List<Version> versions) {}

  record Version(String version, long time, String by) {}

  /**
   * A zone or a line.
   *
   * @param kind {@code zone} or {@code line}
   * @param points in 0..1 of the frame
   */
  record Place(String kind, String name, List<double[]> points) {}

  /** The text of one version. */
  record Text(String version, String yaml) {}

  /** A text in which a place was set, its faults, and the places of the camera. */
  record Drawn(String yaml, List<Finding> findings, List<Place> places) {}

  /**
   * What a text would have raised.
   *
   * @param outcome null if the text has faults
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Tried(List<Finding> findings, RuleTrial.@Nullable Outcome outcome) {}

  /** What is in force now. */
  record Applied(String version, List<Finding> findings) {}

  /**
   * What a check of a text found.
   *
   * @param error false for a warning
   * @param line of the text, from 1
   */
  record Finding(boolean error, int line, String text) {}

  RuleRoutes(LiveState state, Access access, Audit audit) {
    this.state = state;
    this.access = access;
    this.audit = audit;
    this.trial = new RuleTrial(state);
  }

  void add(RoutesConfig routes) {
    routes.get("/api/rules", this::inForce);
    routes.get("/api/rules/{version}", this::one);
    routes.post("/api/rules/draw", this::draw);
    routes.post("/api/rules/try", this::tryOut);
    routes.put("/api/rules", this::replace);
  }

  private void inForce(Context ctx) {
    RuleSet current = state.known.rules.inForce().orElse(null);
    String camera = ctx.queryParam("camera");
    ctx.json(
        new Page(
            current == null ? null : current.version(),
            current == null ? "" : current.yaml(),
            current == null || camera == null ? List.of() : places(current.yaml(), camera),
            state.known.rules.latest().stream()
                .map(
                    each ->
                        new Version(
                            each.version(), each.appliedTime().toEpochMilli(), each.appliedBy()))
                .toList()));
  }

  private void one(Context ctx) {
    RuleSet set =
        state
            .known
            .rules
            .get(ctx.pathParam("version"))
            .orElseThrow(() -> new NotFoundResponse("there is no such version of the rules"));
    ctx.json(new Text(set.version(), set.yaml()));
  }

  private static List<Place> places(String yaml, String camera) {
    RuleFile.Parsed parsed = RuleFile.parse(yaml);
    if (parsed.rules() == null) {
      return List.of();
    }
    CameraRules rules = parsed.rules().forCamera(camera);
    List<Place> places = new ArrayList<>();
    rules
        .zones()
        .forEach(
            zone ->
                places.add(
                    new Place(
                        "zone",
                        zone.name(),
                        zone.polygon().corners().stream()
                            .map(point -> new double[] {point.x(), point.y()})
                            .toList())));
    rules
        .lines()
        .forEach(
            line ->
                places.add(
                    new Place(
                        "line",
                        line.name(),
                        List.of(
                            new double[] {line.segment().from().x(), line.segment().from().y()},
                            new double[] {line.segment().to().x(), line.segment().to().y()}))));
    return places;
  }

  /** Sets a zone or a line in the text of the rules without applying them. */
  private void draw(Context ctx) {
    access.requireOwnOrigin(ctx);
    JsonNode asked = body(ctx);
    String changed;
    try {
      changed =
          RuleText.withPlace(
              asked.path("yaml").asText(),
              text(asked, "camera"),
              text(asked, "kind"),
              text(asked, "name"),
              asked.path("points"));
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    }
    ctx.json(
        new Drawn(
            changed, findings(RuleFile.parse(changed)), places(changed, text(asked, "camera"))));
  }

  private void tryOut(Context ctx) {
    access.requireOwnOrigin(ctx);
    JsonNode asked = body(ctx);
    RuleFile.Parsed parsed = RuleFile.parse(asked.path("yaml").asText());
    if (parsed.rules() == null) {
      ctx.json(new Tried(findings(parsed), null));
      return;
    }
    int hours = Math.max(1, Math.min(MOST_HOURS, asked.path("hours").asInt(1)));
    String camera = text(asked, "camera");
    state.health.requireBroker();
    ctx.json(
        new Tried(
            findings(parsed),
            trial.run(parsed.rules().forCamera(camera), camera, Duration.ofHours(hours))));
  }

  private void replace(Context ctx) {
    JsonNode asked = body(ctx);
    String yaml = asked.path("yaml").asText();
    RuleFile.Parsed parsed = RuleFile.parse(yaml);
    access.requireOperator(ctx, audit, "apply rules", RuleSet.versionOf(yaml));
    if (parsed.rules() == null) {
      Problem.answer(ctx, 422, "the rules have faults", null, findings(parsed));
      return;
    }
    RuleSet inForce = state.known.rules.inForce().orElse(null);
    String current = inForce == null ? "" : inForce.version();
    if (!asked.path("basedOn").asText("").equals(current)) {
      throw new ConflictResponse(
          current.isEmpty()
              ? "no rules are in force any more: load the rules again"
              : ("someone else has applied other rules in the meantime: load version %s and repeat"
                      + " the change")
                  .formatted(current));
    }
    state.health.requireAll();
    RuleSet set = RuleSet.of(yaml, state.clock.instant(), access.nameOf(ctx));
    LiveCluster cluster = state.cluster;
    new RulesTopic(
            cluster.bootstrapServers(), cluster.kafka(), cluster.topics().of(TopicKind.RULES))
        .apply(inForce, set);
    ctx.json(new Applied(set.version(), findings(parsed)));
  }

  private static List<Finding> findings(RuleFile.Parsed parsed) {
    return parsed.findings().stream()
        .map((RuleFinding each) -> new Finding(each.isError(), each.line(), each.toString()))
        .toList();
  }

  private static JsonNode body(Context ctx) {
    try {
      return Json.parse(ctx.body());
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    }
  }

  private static String text(JsonNode asked, String name) {
    String text = asked.path(name).asText("");
    if (text.isBlank()) {
      throw new BadRequestResponse("\"" + name + "\" is missing");
    }
    return text;
  }
}
