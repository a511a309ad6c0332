package io.paastreams.live;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** What a request asks for. */
record Query(Context ctx) {

  /** Whether a value is what was asked for under a name, or nothing was. */
  boolean asks(String name, @Nullable String value) {
    String asked = ctx.queryParam(name);
    return asked == null || asked.isEmpty() || asked.equals(value);
  }
}
