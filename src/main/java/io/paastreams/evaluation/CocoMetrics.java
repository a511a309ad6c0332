package io.paastreams.evaluation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * COCO's twelve figures, and those of each class. All are in [0, 1], or -1 if there are no objects.
 *
 * @param ap average precision, mean over IoU 0.50, 0.55 ... 0.95 and classes
 * @param ap50 average precision at IoU 0.50
 * @param ap75 average precision at IoU 0.75
 * @param apSmall average precision for objects below 32x32 pixels
 * @param apMedium average precision for objects in between
 * @param apLarge average precision for objects above 96x96 pixels
 * @param ar1 average recall with one detection per image
 * @param ar10 average recall with ten detections per image
 * @param ar100 average recall with a hundred detections per image
 * @param arSmall average recall for small objects, with a hundred detections
 * @param arMedium average recall for medium objects, with a hundred detections
 * @param arLarge average recall for large objects, with a hundred detections
 * @param classes the figures of each class, in class id order
 */
public record CocoMetrics(
    double ap,
    double ap50,
    double ap75,
    double apSmall,
    double apMedium,
    double apLarge,
    double ar1,
    double ar10,
    double ar100,
    double arSmall,
    double arMedium,
    double arLarge,
    List<ClassMetrics> classes) {

  public CocoMetrics {
    classes = List.copyOf(classes);
  }

  /**
   * The figures of one class.
   *
   * @param objects the number of objects that count
   * @param precision50 the precision at IoU 0.50 for recall 0, 0.01 ... 1; empty if there are no
   *     objects
   */
  public record ClassMetrics(
      String name, int objects, double ap, double ap50, double ar, List<Double> precision50) {

    public ClassMetrics {
      precision50 = List.copyOf(precision50);
    }
  }

  /** COCO's twelve lines, as its own tools print them. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    row(text, "Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ]", ap);
    row(text, "Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=100 ]", ap50);
    row(text, "Average Precision  (AP) @[ IoU=0.75      | area=   all | maxDets=100 ]", ap75);
    row(text, "Average Precision  (AP) @[ IoU=0.50:0.95 | area= small | maxDets=100 ]", apSmall);
    row(text, "Average Precision  (AP) @[ IoU=0.50:0.95 | area=medium | maxDets=100 ]", apMedium);
    row(text, "Average Precision  (AP) @[ IoU=0.50:0.95 | area= large | maxDets=100 ]", apLarge);
    row(text, "Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=  1 ]", ar1);
    row(text, "Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets= 10 ]", ar10);
    row(text, "Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ]", ar100);
    row(text, "Average Recall     (AR) @[ IoU=0.50:0.95 | area= small | maxDets=100 ]", arSmall);
    row(text, "Average Recall     (AR) @[ IoU=0.50:0.95 | area=medium | maxDets=100 ]", arMedium);
    row(text, "Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ]", arLarge);
    return text.toString();
  }

  private static void row(StringBuilder text, String what, double value) {
    // Rounded from the binary value, as in C; Java's formatter rounds the decimal value, so 0.4875
    // would print differently.
    BigDecimal rounded = new BigDecimal(value).setScale(3, RoundingMode.HALF_EVEN);
    text.append(what).append(" = ").append(rounded.toPlainString()).append('\n');
  }
}
