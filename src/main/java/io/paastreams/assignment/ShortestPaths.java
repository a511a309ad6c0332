package io.paastreams.assignment;

import java.util.Arrays;

/**
 * The Hungarian algorithm in the form of Jonker and Volgenant (Computing 38, 1987): rows join one
 * by one, each along the cheapest path that alternates between free and taken pairs, in costs
 * reduced by the potentials of rows and columns. It takes at most rows x rows x columns steps.
 */
final class ShortestPaths {

  private final double[][] cost;
  private final int rows;
  private final int columns;
  private final double[] rowPotential;
  private final double[] columnPotential;

  /** The row of each column; the column after the last stands for the row that is joining. */
  private final int[] rowOf;

  private ShortestPaths(double[][] cost) {
    this.cost = cost;
    rows = cost.length;
    columns = rows == 0 ? 0 : cost[0].length;
    rowPotential = new double[rows];
    columnPotential = new double[columns + 1];
    rowOf = new int[columns + 1];
    Arrays.fill(rowOf, OptimalAssignment.NONE);
  }

  /** Assigns every row a column; needs at least as many columns as rows. */
  static int[] columnOfEachRow(double[][] cost) {
    ShortestPaths paths = new ShortestPaths(cost);
    for (int row = 0; row < paths.rows; row++) {
      paths.join(row);
    }
    int[] columnOf = new int[paths.rows];
    for (int column = 0; column < paths.columns; column++) {
      if (paths.rowOf[column] != OptimalAssignment.NONE) {
        columnOf[paths.rowOf[column]] = column;
      }
    }
    return columnOf;
  }

  private void join(int joining) {
    double[] distance = new double[columns];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    int[] cameFrom = new int[columns];
    boolean[] reached = new boolean[columns + 1];
    rowOf[columns] = joining;
    int at = columns;
    while (rowOf[at] != OptimalAssignment.NONE) {
      reached[at] = true;
      int row = rowOf[at];
      int nearest = -1;
      for (int column = 0; column < columns; column++) {
        if (reached[column]) {
          continue;
        }
        double reduced = cost[row][column] - rowPotential[row] - columnPotential[column];
        if (reduced < distance[column]) {
          distance[column] = reduced;
          cameFrom[column] = at;
        }
        if (nearest < 0 || distance[column] < distance[nearest]) {
          nearest = column;
        }
      }
      shift(distance[nearest], distance, reached);
      at = nearest;
    }
    while (at != columns) {
      rowOf[at] = rowOf[cameFrom[at]];
      at = cameFrom[at];
    }
  }

  /** Makes the next step free of cost and keeps every reduced cost at or above zero. */
  private void shift(double step, double[] distance, boolean[] reached) {
    for (int column = 0; column <= columns; column++) {
      if (reached[column]) {
        rowPotential[rowOf[column]] += step;
        columnPotential[column] -= step;
      } else if (column < columns) {
        distance[column] -= step;
      }
    }
  }
}
