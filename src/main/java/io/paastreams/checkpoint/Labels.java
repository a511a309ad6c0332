package io.paastreams.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Class names: those in the checkpoint if they fit, otherwise COCO's if there are 80 classes,
 * otherwise numbers.
 *
 * @param from where they were found
 * @param assumed whether they are not the checkpoint's
 */
record Labels(List<String> names, String from, boolean assumed) {

  /** The 80 classes of COCO in the order of the reference's class ids. */
  static final List<String> COCO =
      List.of(
          """
          person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,\
          stop sign,parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,\
          backpack,umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,\
          baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,\
          knife,spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,\
          chair,couch,potted plant,bed,dining table,toilet,tv,laptop,mouse,remote,keyboard,\
          cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,teddy bear,\
          hair drier,toothbrush\
          """
              .split(",", 0));

  static Labels of(Map<?, ?> meta, int classes) {
    List<String> found = stored(meta).orElse(List.of());
    if (found.size() == classes && sound(found)) {
      return new Labels(found, "the checkpoint's classes", false);
    }
    String reason =
        found.isEmpty()
            ? "the checkpoint names none"
            : "the checkpoint's %d names do not fit its %d classes"
                .formatted(found.size(), classes);
    if (classes == COCO.size()) {
      return new Labels(COCO, "COCO's, because there are 80 and " + reason, true);
    }
    return new Labels(
        IntStream.range(0, classes).mapToObj(i -> "class_" + i).toList(),
        "numbered, because " + reason + "; write the names into labels.txt",
        true);
  }

  private static Optional<List<String>> stored(Map<?, ?> meta) {
    if (meta.get("CLASSES") != null) {
      return Optional.of(texts(meta.get("CLASSES")));
    }
    if (meta.get("dataset_meta") instanceof Map<?, ?> dataset) {
      Object classes =
          dataset.get("CLASSES") == null ? dataset.get("classes") : dataset.get("CLASSES");
      return Optional.of(texts(classes));
    }
    return Optional.empty();
  }

  private static List<String> texts(@Nullable Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof String one) {
      // CLASSES = ('drone') is a string in Python, not a tuple of one.
      texts.add(one.strip());
    } else if (value instanceof List<?> list) {
      list.forEach(each -> texts.add(each instanceof String text ? text.strip() : ""));
    } else if (value instanceof Object[] tuple) {
      for (Object each : tuple) {
        texts.add(each instanceof String text ? text.strip() : "");
      }
    }
    return texts;
  }

  private static boolean sound(List<String> labels) {
    return labels.stream().distinct().count() == labels.size()
        && labels.stream()
            .allMatch(label -> !label.isEmpty() && label.equals(Names.printable(label)));
  }
}
