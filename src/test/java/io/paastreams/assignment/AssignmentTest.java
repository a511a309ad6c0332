package io.paastreams.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.tracking.TimedSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against scipy's linear_sum_assignment, and against every possible pairing of small tables. */
final class AssignmentTest {

  private static final double TOLERANCE = 1e-9;

  @Test
  void leastCost_equalsScipy() {
    int compared = 0;
    for (JsonNode each : TimedSequence.resource("assignment.json.gz")) {
      if (each.has("assignment")) {
        int[] columnOf = OptimalAssignment.leastCost(costs(each));
        assertThat(pairs(columnOf)).isEqualTo(pairs(each.get("assignment")));
        assertThat(total(each, columnOf, 0)).isCloseTo(each.get("total").asDouble(), within(1e-9));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(30);
  }

  @Test
  void mostGain_minimisesCostsUnderAGate() {
    for (JsonNode each : TimedSequence.resource("assignment.json.gz")) {
      double gate = each.get("gate").asDouble();
      int[] columnOf =
          OptimalAssignment.mostGain(
              each.get("rows").asInt(), each.get("cols").asInt(), gains(each));
      assertThat(pairs(columnOf)).isEqualTo(pairs(each.get("gated")));
      assertThat(total(each, columnOf, gate))
          .isCloseTo(each.get("gated_total").asDouble(), within(TOLERANCE));
    }
  }

  @Test
  void mostGain_isTheBestOfAllPairings() {
    Random random = new Random(17);
    for (int trial = 0; trial < 2000; trial++) {
      int rows = 1 + random.nextInt(5);
      int columns = 1 + random.nextInt(5);
      List<Pair> pairs = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          if (random.nextInt(3) > 0) {
            pairs.add(new Pair(row, column, random.nextInt(20) - 5));
          }
        }
      }
      int[] columnOf = OptimalAssignment.mostGain(rows, columns, pairs);
      double gained =
          pairs.stream()
              .filter(pair -> columnOf[pair.row()] == pair.column())
              .mapToDouble(Pair::gain)
              .sum();
      assertThat(Arrays.stream(columnOf).filter(column -> column >= 0).distinct().count())
          .isEqualTo(Arrays.stream(columnOf).filter(column -> column >= 0).count());
      assertThat(gained).isEqualTo(best(pairs, 0, 0, 0));
    }
  }

  @Test
  void aPairWithoutGain_isNeverMade() {
    assertThat(OptimalAssignment.mostGain(2, 2, List.of(new Pair(0, 0, 0), new Pair(1, 1, -1))))
        .containsOnly(OptimalAssignment.NONE);
  }

  @Test
  void emptyTables_haveNoPairs() {
    assertThat(OptimalAssignment.mostGain(0, 3, List.of())).isEmpty();
    assertThat(OptimalAssignment.mostGain(2, 0, List.of())).containsExactly(-1, -1);
    assertThat(OptimalAssignment.leastCost(new double[0][])).isEmpty();
    assertThat(OptimalAssignment.leastCost(new double[2][0])).containsExactly(-1, -1);
  }

  /** The best assignment by brute force. */
  private static double best(List<Pair> pairs, int from, int rowsTaken, int columnsTaken) {
    double best = 0;
    for (int i = from; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      int row = 1 << pair.row();
      int column = 1 << pair.column();
      if ((rowsTaken & row) == 0 && (columnsTaken & column) == 0) {
        double rest = best(pairs, i + 1, rowsTaken | row, columnsTaken | column);
        best = Math.max(best, pair.gain() + rest);
      }
    }
    return best;
  }

  private static double[][] costs(JsonNode each) {
    double[][] cost = new double[each.get("rows").asInt()][each.get("cols").asInt()];
    for (int row = 0; row < cost.length; row++) {
      for (int column = 0; column < cost[row].length; column++) {
        cost[row][column] = each.get("cost").get(row).get(column).asDouble();
      }
    }
    return cost;
  }

  private static List<Pair> gains(JsonNode each) {
    List<Pair> pairs = new ArrayList<>();
    for (int row = 0; row < each.get("rows").asInt(); row++) {
      for (int column = 0; column < each.get("cols").asInt(); column++) {
        JsonNode cost = each.get("cost").get(row).get(column);
        if (!cost.isNull()) {
          pairs.add(new Pair(row, column, each.get("gate").asDouble() - cost.asDouble()));
        }
      }
    }
    return pairs;
  }

  private static double total(JsonNode each, int[] columnOf, double gate) {
    double total = 0;
    for (int row = 0; row < columnOf.length; row++) {
      if (columnOf[row] >= 0) {
        total += each.get("cost").get(row).get(columnOf[row]).asDouble() - gate;
      }
    }
    return total;
  }

  private static List<List<Integer>> pairs(int[] columnOf) {
    List<List<Integer>> pairs = new ArrayList<>();
    for (int row = 0; row < columnOf.length; row++) {
      if (columnOf[row] >= 0) {
        pairs.add(List.of(row, columnOf[row]));
      }
    }
    return pairs;
  }

  private static List<List<Integer>> pairs(JsonNode list) {
    List<List<Integer>> pairs = new ArrayList<>();
    list.forEach(pair -> pairs.add(List.of(pair.get(0).asInt(), pair.get(1).asInt())));
    return pairs;
  }
}
