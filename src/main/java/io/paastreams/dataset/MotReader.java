package io.paastreams.dataset;

import io.paastreams.dataset.AnnotationFaults.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads annotations in the format of MOTChallenge: a folder with {@code seqinfo.ini} and {@code
 * gt/gt.txt}, or a folder of such folders. A line of {@code gt.txt} is {@code
 * frame,id,left,top,width,height,considered,class,visibility}; frames and pixels count from 1, and
 * the fields after {@code height} may be missing.
 *
 * <p>A line whose {@code considered} is 0 is not an object. In sequences of MOT16, MOT17 and MOT20,
 * recognised by their names, pedestrians are the objects, and the classes that TrackEval ignores
 * are ignored here as well: they become {@link Truth#crowd}.
 */
public final class MotReader {

  private static final String GROUND_TRUTH = "gt/gt.txt";

  private final AnnotationFaults faults = new AnnotationFaults();
  private final List<Sample> samples = new ArrayList<>();

  private MotReader() {}

  /**
   * Reads a folder. File names of images are relative to it.
   *
   * @throws IOException if something is missing or cannot be read; the message names it
   */
  public static CocoReader.Result read(Path folder) throws IOException {
    MotReader reader = new MotReader();
    List<Path> homes = sequences(folder);
    for (int video = 0; video < homes.size(); video++) {
      reader.add(folder, homes.get(video), video);
    }
    return new CocoReader.Result(
        new Dataset(List.of(new Category(1, "object")), reader.samples), reader.faults);
  }

  /** The folders of sequences in a folder, or the folder itself if it is one. */
  static List<Path> sequences(Path folder) throws IOException {
    if (isSequence(folder)) {
      return List.of(folder);
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> homes = entries.filter(MotReader::isSequence).sorted().toList();
      if (homes.isEmpty()) {
        throw new IOException(
            folder
                + " holds no sequence in MOT format: a folder with seqinfo.ini and "
                + GROUND_TRUTH
                + " is expected, or a folder of such folders");
      }
      return homes;
    }
  }

  private static boolean isSequence(Path folder) {
    return Files.isRegularFile(folder.resolve(MotSequenceInfo.FILE))
        || Files.isRegularFile(folder.resolve(GROUND_TRUTH));
  }

  private void add(Path folder, Path home, int video) throws IOException {
    MotSequenceInfo info = MotSequenceInfo.read(home);
    Path file = home.resolve(GROUND_TRUTH);
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no " + file + ": a sequence in MOT format has one");
    }
    List<List<Truth>> truths = new ArrayList<>();
    for (int i = 0; i < info.length(); i++) {
      truths.add(new ArrayList<>());
    }
    MotClasses classes = MotClasses.of(info.name());
    for (MotLine line : MotLine.read(file, faults)) {
      if (line.frame() > info.length()) {
        faults.add(
            Kind.NO_FRAME,
            line.place() + ": frame %d of %d".formatted(line.frame(), info.length()));
        continue;
      }
      if (!(line.width() > 0) || !(line.height() > 0)) {
        faults.add(Kind.EMPTY_BOX, line.place());
        continue;
      }
      MotClasses.Role role = classes.roleOf(line);
      if (role != MotClasses.Role.NOTHING) {
        truths.get(line.frame() - 1).add(line.truth(role == MotClasses.Role.IGNORED));
      }
    }
    String below = home.equals(folder) ? "" : home.getFileName() + "/";
    for (int number = 1; number <= info.length(); number++) {
      samples.add(
          new Sample(
              new DatasetImage(
                  samples.size(),
                  below + info.imageName(number),
                  info.size(),
                  null,
                  new VideoPosition(video, info.name(), number, info.frameRate())),
              truths.get(number - 1)));
    }
  }
}
