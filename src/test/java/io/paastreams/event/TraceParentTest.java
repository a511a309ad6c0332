package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As in W3C Trace Context, https://www.w3.org/TR/trace-context/#traceparent-header. */
class TraceParentTest {

  private static final String VALID = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final UUID RECORD = UUID.fromString("0190f3a2-7c1b-7def-8a4e-5b6c7d8e9f01");

  private final TraceParent parent = TraceParent.parse(VALID).orElseThrow();

  @Test
  void aValidOne_isReadAndWritten() {
    assertThat(parent.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(parent.spanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(parent.isSampled()).isTrue();
    assertThat(parent).hasToString(VALID);
    assertThat(TraceParent.parse("cc" + VALID.substring(2) + "-what-the-future-brings"))
        .contains(parent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0"
      })
  void whatTheStandardRefuses_isNone(String text) {
    assertThat(TraceParent.parse(text)).isEmpty();
  }

  @Test
  void aChild_isAnotherSpanOfTheSameTrace_andTheSameOneAgain() {
    TraceParent child = parent.child(RECORD);

    assertThat(child.traceId()).isEqualTo(parent.traceId());
    assertThat(child.flags()).isEqualTo(parent.flags());
    assertThat(child.spanId()).isNotEqualTo(parent.spanId());
    assertThat(parent.child(RECORD)).isEqualTo(child);
    assertThat(parent.child(new UUID(1, 2))).isNotEqualTo(child);
    assertThat(child.child(RECORD)).isNotEqualTo(child);
    assertThat(TraceParent.parse(child.toString())).contains(child);
  }
}
