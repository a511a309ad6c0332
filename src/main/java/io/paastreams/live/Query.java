package io.paastreams.live;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** What a request asks for. */
record Query(Context ctx) {

  /** Whether a parameter is absent or equals a value. */
  boolean asks(String name, @Nullable String value) {
    String asked = ctx.queryParam(name);
    return asked == null || asked.isEmpty() || asked.equals(value);
  }
}
