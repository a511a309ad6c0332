package io.paastreams.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that is not fulfilled: a problem document as of RFC 9457.
 *
 * @param remedy what to do about it, if that is not plain
 * @param findings the faults of rules, if that is why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
    String title,
    int status,
    String detail,
    @Nullable String remedy,
    @Nullable List<RuleRoutes.Finding> findings) {

  /** The name under which exceptions carry it. */
  static final String REMEDY = "remedy";

  private static final String MEDIA_TYPE = "application/problem+json";

  static void answer(Context ctx, HttpResponseException e) {
    String remedy = e.getDetails().get(REMEDY);
    answer(ctx, e.getStatus(), String.valueOf(e.getMessage()), remedy, null);
  }

  static void answer(
      Context ctx,
      int status,
      String detail,
      @Nullable String remedy,
      @Nullable List<RuleRoutes.Finding> findings) {
    String title = HttpStatus.forStatus(status).getMessage();
    ctx.status(status)
        .json(new Problem(title, status, detail, remedy, findings))
        .contentType(MEDIA_TYPE);
  }
}
