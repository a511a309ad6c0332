package io.paastreams.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextColumnsTest {

  @Test
  void text_isAlignedLeft_andNumbersRight() {
    TextColumns table =
        TextColumns.create()
            .text("name")
            .numbers("frames")
            .text("remark")
            .row("a", 7, "")
            .row("a name that is long", 12_345, "at 100 %");

    assertThat(table.toString().lines())
        .containsExactly(
            "name                 frames  remark",
            "a                         7",
            "a name that is long   12345  at 100 %");
  }

  @Test
  void noHeader_givesNoHeading_andIndentMovesEachLine() {
    TextColumns table = TextColumns.indented(3).text("", "").row("ok", "").row("", "fault");

    assertThat(table.toString().lines()).containsExactly("   ok", "       fault");
  }

  @Test
  void row_needsACellPerColumn() {
    assertThatThrownBy(() -> TextColumns.create().text("one").row("a", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 cells for 1 columns");
  }

  @Test
  void fixed_usesADecimalPoint() {
    assertThat(TextColumns.fixed(0.45678, 3)).isEqualTo("0.457");
  }

  @Test
  void whatIsRoundedToZero_hasNoSign() {
    assertThat(TextColumns.fixed(-0.0004, 3)).isEqualTo("0.000");
    assertThat(TextColumns.fixed(-0.4, 0)).isEqualTo("0");
    assertThat(TextColumns.fixed(-0.0006, 3)).isEqualTo("-0.001");
    assertThat(TextColumns.difference(-0.0004, 3)).isEqualTo("0.000");
    assertThat(TextColumns.difference(0.0004, 3)).isEqualTo("0.000");
    assertThat(TextColumns.difference(0.0006, 3)).isEqualTo("+0.001");
    assertThat(TextColumns.difference(-1.5, 1)).isEqualTo("-1.5");
  }
}
