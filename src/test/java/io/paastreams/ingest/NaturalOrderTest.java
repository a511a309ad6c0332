package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

  @Test
  void numbers_countByValue() {
    List<Path> expected =
        List.of(
                "a.jpg",
                "a1.jpg",
                "a2.jpg",
                "a02b.jpg",
                "a9.jpg",
                "a10.jpg",
                "a010c.jpg",
                "a99999999999999999999.jpg",
                "a100000000000000000000.jpg",
                "b1.jpg")
            .stream()
            .map(Path::of)
            .toList();
    List<Path> shuffled = new ArrayList<>(expected);
    Collections.shuffle(shuffled, new Random(3));

    shuffled.sort(new NaturalOrder());

    assertThat(shuffled).isEqualTo(expected);
  }

  @Test
  void differentNames_areNeverEqual() {
    assertThat(new NaturalOrder().compare(Path.of("1.jpg"), Path.of("01.jpg"))).isNotZero();
    assertThat(new NaturalOrder().compare(Path.of("1.jpg"), Path.of("1.jpg"))).isZero();
  }
}
