package io.paastreams.live;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnauthorizedResponse;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.replay.SingleReplay;
import java.util.List;
import java.util.function.Predicate;

/** Maps paths to answers. Threading: safe. */
final class Routes {

  private static final int MOST_LISTED = 200;

  private final LiveState state;
  private final LiveConfig config;
  private final Access access;
  private final Audit audit;
  private final PageFiles files = new PageFiles();

  /**
   * What the caller may do.
   *
   * @param login whether the page needs a credential at all
   */
  record Session(Role role, boolean login) {}

  /** Where a replayed frame lies now, such as {@code frames.v1-2@17}. */
  record Replayed(String place) {}

  Routes(LiveConfig config, LiveState state) {
    this.state = state;
    this.config = config;
    this.access = new Access(config, state.clock);
    this.audit = new Audit(access, state.clock);
  }

  void add(RoutesConfig routes) {
    routes.before(SecurityHeaders::add);
    routes.before("/api/*", access::requireViewer);
    addPage(routes);
    addSocket(routes);
    routes.get(
        "/api/session", ctx -> ctx.json(new Session(access.role(ctx), config.needsCredential())));
    routes.get("/api/health", ctx -> ctx.json(state.health.report()));
    routes.get("/api/cameras", ctx -> ctx.json(state.known.cameras.reports()));
    routes.get("/api/machine", ctx -> ctx.json(state.reports.machine()));
    routes.get("/api/events", this::events);
    routes.get("/api/events/{id}", ctx -> ctx.json(state.known.event(ctx.pathParam("id"))));
    routes.get("/api/counts", this::counts);
    routes.get("/api/letters", ctx -> ctx.json(state.known.letters.latest()));
    routes.get("/api/letters/{id}", ctx -> ctx.json(state.known.letter(ctx.pathParam("id"))));
    routes.post("/api/letters/{id}/replay", this::replay);
    routes.get("/api/stream", state.stream::serve);
    routes.get("/api/audit", this::auditRecords);
    routes.get("/api/openapi.json", ctx -> files.serve(ctx, "openapi.json"));
    new AlertRoutes(state, access, audit).add(routes);
    new RuleRoutes(state, access, audit).add(routes);
    new FrameRoutes(state, config.showImages()).add(routes);
  }

  private void addPage(RoutesConfig routes) {
    routes.get("/", this::page);
    routes.get("/files/{name}", ctx -> files.serve(ctx, ctx.pathParam("name")));
    routes.get("/favicon.ico", ctx -> files.serve(ctx, "icon.svg"));
    routes.post("/login", this::login);
    routes.post("/logout", this::logout);
  }

  private void addSocket(RoutesConfig routes) {
    routes.wsBeforeUpgrade(
        "/socket",
        ctx -> {
          access.requireViewer(ctx);
          access.requireOwnOrigin(ctx);
        });
    routes.ws("/socket", new ViewerSocket(state)::configure);
  }

  private void page(Context ctx) {
    try {
      access.requireViewer(ctx);
    } catch (UnauthorizedResponse e) {
      files.serve(ctx.status(HttpStatus.UNAUTHORIZED), "login.html");
      return;
    }
    files.serve(ctx, "index.html");
  }

  private void login(Context ctx) {
    String token = ctx.formParam("token");
    boolean known = token != null && access.login(ctx, token) != Role.STRANGER;
    ctx.redirect(known ? "/" : "/?wrong", HttpStatus.SEE_OTHER);
  }

  private void logout(Context ctx) {
    access.requireOwnOrigin(ctx);
    access.logout(ctx);
    ctx.redirect("/", HttpStatus.SEE_OTHER);
  }

  private void events(Context ctx) {
    Query query = new Query(ctx);
    ctx.json(
        some(
            state.known.events.latest(),
            event ->
                query.asks("camera", event.camera())
                    && query.asks("label", event.label())
                    && query.asks("kind", event.kind())
                    && query.asks("track", event.track())
                    && (ctx.queryParam("zone") == null
                        || query.asks("zone", event.zone())
                        || event.zones().contains(ctx.queryParam("zone")))));
  }

  private void counts(Context ctx) {
    Query query = new Query(ctx);
    ctx.json(
        some(
            state.known.counts.latest(),
            count ->
                query.asks("camera", count.camera())
                    && query.asks("zone", count.zone())
                    && query.asks("line", count.line())));
  }

  private static <T> List<T> some(List<T> all, Predicate<T> wanted) {
    return all.stream().filter(wanted).limit(MOST_LISTED).toList();
  }

  private void replay(Context ctx) {
    String id = ctx.pathParam("id");
    access.requireOperator(ctx, audit, "replay dead letter", id);
    Letter letter = state.known.letter(id);
    state.health.requireBroker();
    SourceOffset place =
        SingleReplay.run(
            state.cluster.bootstrapServers(),
            state.cluster.kafka(),
            state.fetch(letter),
            state.topic(TopicKind.FRAMES).name());
    ctx.json(new Replayed(place.toString()));
  }

  private void auditRecords(Context ctx) {
    access.requireOperator(ctx);
    ctx.json(audit.last());
  }
}
