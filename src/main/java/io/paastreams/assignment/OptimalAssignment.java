package io.paastreams.assignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Optimal assignment: each row gets at most one column and each column at most one row.
 *
 * <p>The tables in tracking are nearly empty, because an object overlaps only its neighbours.
 * {@link #mostGain} therefore splits the pairs into connected components and solves each of them
 * densely, so that the cubic cost is that of the largest group of adjacent objects rather than that
 * of the frame. Ties between totals are decided by the order of rows and columns, so the result
 * depends only on the arguments.
 *
 * <p>Threading: safe; stateless.
 */
public final class OptimalAssignment {

  /** A row or a column that has no partner. */
  public static final int NONE = -1;

  private OptimalAssignment() {}

  /**
   * Finds the set of pairs, of any size, whose gains have the largest sum. To minimise costs under
   * a gate, pass the gate minus the cost as the gain.
   *
   * @param pairs the allowed pairs, each row and column at most once together; pairs that are not
   *     listed are forbidden
   * @return the column of each row, or {@link #NONE}
   */
  public static int[] mostGain(int rows, int columns, List<Pair> pairs) {
    int[] columnOf = new int[rows];
    Arrays.fill(columnOf, NONE);
    Components components = new Components(rows, columns, pairs);
    for (List<Pair> component : components.lists()) {
      solve(component, columnOf);
    }
    return columnOf;
  }

  private static void solve(List<Pair> component, int[] columnOf) {
    if (component.size() == 1) {
      columnOf[component.get(0).row()] = component.get(0).column();
      return;
    }
    int[] rows = component.stream().mapToInt(Pair::row).sorted().distinct().toArray();
    int[] columns = component.stream().mapToInt(Pair::column).sorted().distinct().toArray();
    double[][] cost = new double[rows.length][columns.length];
    for (Pair pair : component) {
      cost[Arrays.binarySearch(rows, pair.row())][Arrays.binarySearch(columns, pair.column())] =
          -pair.gain();
    }
    int[] best = leastCost(cost);
    for (int row = 0; row < rows.length; row++) {
      // A full assignment is filled up with forbidden pairs, which cost nothing and do not count as
      // pairs.
      if (best[row] != NONE && cost[row][best[row]] < 0) {
        columnOf[rows[row]] = columns[best[row]];
      }
    }
  }

  /**
   * Finds the assignment of minimum total cost with as many pairs as the smaller side allows.
   *
   * @param cost rows of equal length with finite costs
   * @return the column of each row, or {@link #NONE} for surplus rows
   */
  public static int[] leastCost(double[][] cost) {
    int rows = cost.length;
    int columns = rows == 0 ? 0 : cost[0].length;
    if (rows <= columns) {
      return ShortestPaths.columnOfEachRow(cost);
    }
    int[] rowOf = ShortestPaths.columnOfEachRow(transposed(cost));
    int[] columnOf = new int[rows];
    Arrays.fill(columnOf, NONE);
    for (int column = 0; column < columns; column++) {
      columnOf[rowOf[column]] = column;
    }
    return columnOf;
  }

  private static double[][] transposed(double[][] cost) {
    double[][] transposed = new double[cost[0].length][cost.length];
    for (int row = 0; row < cost.length; row++) {
      for (int column = 0; column < transposed.length; column++) {
        transposed[column][row] = cost[row][column];
      }
    }
    return transposed;
  }

  /** The pairs with positive gain, grouped so that no two groups share a row or a column. */
  private static final class Components {

    private final int[] parent;
    private final List<List<Pair>> lists = new ArrayList<>();

    Components(int rows, int columns, List<Pair> pairs) {
      parent = new int[rows + columns];
      Arrays.setAll(parent, node -> node);
      for (Pair pair : pairs) {
        if (pair.gain() > 0) {
          parent[root(pair.row())] = root(rows + pair.column());
        }
      }
      int[] position = new int[rows + columns];
      for (Pair pair : pairs) {
        if (pair.gain() > 0) {
          int root = root(pair.row());
          if (position[root] == 0) {
            lists.add(new ArrayList<>());
            position[root] = lists.size();
          }
          lists.get(position[root] - 1).add(pair);
        }
      }
    }

    private int root(int node) {
      int at = node;
      while (parent[at] != at) {
        parent[at] = parent[parent[at]];
        at = parent[at];
      }
      return at;
    }

    List<List<Pair>> lists() {
      return lists;
    }
  }
}
