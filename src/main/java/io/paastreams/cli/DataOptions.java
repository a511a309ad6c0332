package io.paastreams.cli;

import io.paastreams.dataset.AnnotationFaults;
import io.paastreams.dataset.ClassAlignment;
import io.paastreams.dataset.ClipCache;
import io.paastreams.dataset.ClipFrame;
import io.paastreams.dataset.CocoReader;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.DatasetImage;
import io.paastreams.dataset.ImageFolder;
import io.paastreams.dataset.ImageSource;
import io.paastreams.dataset.MotReader;
import io.paastreams.dataset.Pixels;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.SceneChoice;
import io.paastreams.dataset.VideoSequence;
import io.paastreams.evaluation.TruthIds;
import io.paastreams.image.DecodedImage;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.Preprocessor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the commands that read annotated images. */
final class DataOptions {

  private static final int REPORT_EVERY = 25;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Folder of the images that the annotations name. Default in MOT format: the"
              + " annotations' folder.")
  private @Nullable Path images;

  @Option(
      names = "--clips",
      paramLabel = "DIR",
      description =
          "Folder to which the clip names in video annotations (*_frames.json.gz) are"
              + " relative.")
  private @Nullable Path clips;

  @Option(
      names = "--frame-cache",
      paramLabel = "DIR",
      description =
          "Where decoded frames of clips are kept for reuse by later runs. Default:"
              + " paa-streams-frames in the system's folder for temporary files.")
  private @Nullable Path frameCache;

  @Option(
      names = "--lenient",
      description =
          "Continue without the entries that have faults and without images that cannot be"
              + " read, instead of failing; the result then describes only the rest.")
  boolean lenient;

  /** Accepted for compatibility, because it is the default now. */
  @Option(names = "--strict", hidden = true)
  private boolean strict;

  /** The folder of the images; null if it was not given. */
  @Nullable Path images() {
    return images;
  }

  /**
   * The folder of the images.
   *
   * @throws CommandFailedException if it was not given
   */
  Path requireImages() {
    if (images == null) {
      throw new CommandFailedException("add --images DIR");
    }
    return images;
  }

  /**
   * A dataset with its pixels.
   *
   * @param faults the faults of its annotations, with what was done about each
   */
  record Data(Dataset dataset, ImageSource source, AnnotationFaults faults) {}

  /**
   * Reads annotations, reports their faults once, and opens the images.
   *
   * @param frameStep the step between the frames of a clip that are used
   * @param classes the classes of the model that the annotations are for; null if the annotations
   *     define the classes
   * @throws CommandFailedException if that is not possible, or if faults would remove objects and
   *     --lenient is not given
   */
  Data open(Path annotations, int frameStep, @Nullable List<String> classes, PrintWriter log) {
    return open(annotations, frameStep, classes, SceneChoice.ALL, log);
  }

  /** The same with the images of some scenes only. */
  Data open(
      Path annotations,
      int frameStep,
      @Nullable List<String> classes,
      SceneChoice scenes,
      PrintWriter log) {
    try {
      CocoReader.Result read = CocoReader.read(annotations);
      Dataset dataset = read.dataset();
      if (dataset.categories().isEmpty()) {
        log.println(read.faults().report().indent(2).stripTrailing());
        throw new CommandFailedException(
            annotations
                + " has no usable category: \"categories\" must list each class as {\"id\":"
                + " 1, \"name\": \"drone\"}");
      }
      if (classes != null) {
        dataset = aligned(annotations, dataset, classes, read.faults(), log);
      }
      dataset = chosen(annotations, dataset, scenes);
      boolean video = dataset.samples().stream().anyMatch(DataOptions::isFrame);
      if (video && !dataset.samples().stream().allMatch(DataOptions::isFrame)) {
        throw new CommandFailedException(
            annotations + " mixes frames of clips with image files: put them into separate files");
      }
      return video
          ? clips(annotations, every(dataset, frameStep), read.faults(), log)
          : images(annotations, dataset, read.faults(), log);
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  /**
   * Annotated videos.
   *
   * @param dataset all their frames that have an image
   * @param source the source of the images; reads nothing if none were requested
   * @param faults the faults of the annotations
   */
  record Videos(
      List<VideoSequence> sequences,
      Dataset dataset,
      ImageSource source,
      AnnotationFaults faults) {}

  /**
   * Reads annotated videos from COCO JSON or a folder in MOT format; otherwise like {@link #open}.
   *
   * @param withImages whether the images are needed
   */
  Videos openVideos(
      Path annotations,
      int frameStep,
      TrackOptions options,
      SceneChoice scenes,
      boolean withImages,
      PrintWriter log) {
    try {
      boolean mot = Files.isDirectory(annotations);
      CocoReader.Result read = mot ? MotReader.read(annotations) : CocoReader.read(annotations);
      AnnotationFaults faults = read.faults();
      Dataset chosen = chosen(annotations, read.dataset(), scenes);
      Dataset all = options.idsByOverlap ? TruthIds.byOverlap(chosen) : chosen;
      List<VideoSequence> sequences =
          VideoSequence.of(all, options.frameRate, faults).stream()
              .map(each -> each.every(frameStep))
              .toList();
      Dataset dataset =
          new Dataset(
              all.categories(),
              sequences.stream().flatMap(each -> each.frames().stream()).toList());
      if (!withImages) {
        report(annotations, dataset, faults, log);
        return new Videos(sequences, dataset, DataOptions::noImage, faults);
      }
      if (mot && images == null) {
        images = annotations;
      }
      Data data =
          dataset.samples().stream().allMatch(DataOptions::isFrame)
              ? clips(annotations, dataset, faults, log)
              : images(annotations, dataset, faults, log);
      return new Videos(sequences, data.dataset(), data.source(), faults);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(annotations + ": " + Failures.message(e), e);
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private static Dataset chosen(Path annotations, Dataset dataset, SceneChoice scenes) {
    try {
      return scenes.of(dataset);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(annotations + ": " + e.getMessage(), e);
    }
  }

  private static Pixels noImage(DatasetImage image) throws IOException {
    throw new IOException("no images were opened, nor was " + image.fileName());
  }

  private static Dataset aligned(
      Path annotations,
      Dataset dataset,
      List<String> classes,
      AnnotationFaults faults,
      PrintWriter log) {
    try {
      ClassAlignment aligned = ClassAlignment.of(dataset, classes, faults);
      aligned.notes().forEach(note -> log.println(annotations + ": " + note));
      return aligned.dataset();
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(
          annotations
              + ": "
              + e.getMessage()
              + ". Name the categories as the model's labels.txt does, or correct labels.txt",
          e);
    }
  }

  private Data images(Path annotations, Dataset dataset, AnnotationFaults faults, PrintWriter log) {
    if (images == null) {
      throw new CommandFailedException(annotations + " names image files: add --images DIR");
    }
    ImageFolder folder = new ImageFolder(images, DataOptions::decode);
    Dataset existing = folder.keepExisting(dataset, faults);
    report(annotations, existing, faults, log);
    return new Data(existing, folder, faults);
  }

  /**
   * The image files, decoded for a network.
   *
   * @throws CommandFailedException if the data are clips instead
   */
  ImageSource imagesFor(Preprocessor preprocessor, ImageDecoder decoder) {
    if (images == null) {
      throw new CommandFailedException(
          "--jpeg-decode applies to image files, but these are clips: add --images, or omit it");
    }
    return new ImageFolder(
        images,
        file -> {
          try {
            return decoder.decodeFor(file, preprocessor);
          } catch (ImageException e) {
            throw new IOException(Failures.message(e), e);
          }
        });
  }

  private Data clips(Path annotations, Dataset dataset, AnnotationFaults faults, PrintWriter log)
      throws IOException {
    if (clips == null) {
      throw new CommandFailedException(annotations + " names frames of clips: add --clips DIR");
    }
    report(annotations, dataset, faults, log);
    Path cache =
        frameCache != null
            ? frameCache
            : Path.of(System.getProperty("java.io.tmpdir"), "paa-streams-frames");
    return new Data(
        dataset,
        ClipCache.open(
            cache,
            clips,
            dataset.samples(),
            new ClipFrames(),
            (done, total, file) -> {
              if (done % REPORT_EVERY == 0 || done == total) {
                log.printf("%d of %d clips ready in %s%n", done, total, cache);
                log.flush();
              }
            }),
        faults);
  }

  private void report(Path annotations, Dataset dataset, AnnotationFaults faults, PrintWriter log) {
    log.printf(
        "%s: %d images, %d objects, classes %s%n",
        annotations,
        dataset.samples().size(),
        dataset.truthCount(),
        String.join(", ", dataset.labels().labels()));
    if (!faults.report().isEmpty()) {
      log.println(faults.report().indent(2).stripTrailing());
    }
    log.flush();
    if (dataset.samples().isEmpty() && !dataset.categories().isEmpty()) {
      throw new CommandFailedException(
          annotations
              + " has no usable image"
              + (faults.report().isEmpty() ? "" : ", for the reasons above"));
    }
    if (!lenient && faults.grave()) {
      throw new CommandFailedException(
          annotations
              + " has the faults above, so a result would not cover all its objects: fix"
              + " them, or add --lenient to continue with the rest");
    }
  }

  /**
   * Reports the faults of a file that was read after the annotations.
   *
   * @param file the file; null if there was none
   * @throws CommandFailedException if faults would remove something and --lenient is not given
   */
  void requireSound(@Nullable Path file, AnnotationFaults faults, PrintWriter log) {
    if (file == null || !faults.grave()) {
      return;
    }
    log.println(faults.report().indent(2).stripTrailing());
    log.flush();
    if (!lenient) {
      throw new CommandFailedException(
          file + " has the faults above: fix them, or add --lenient to continue with the rest");
    }
  }

  private static boolean isFrame(Sample sample) {
    return sample.image().frame() != null;
  }

  private static Dataset every(Dataset dataset, int step) {
    return dataset.filter(
        sample -> {
          ClipFrame frame = sample.image().frame();
          return frame != null && frame.index() % step == 0;
        });
  }

  private static DecodedImage decode(byte[] file) throws IOException {
    try {
      return DecodedImage.whole(ImageDecoder.withDefaultLimits().decode(file));
    } catch (ImageException e) {
      throw new IOException(Failures.message(e), e);
    }
  }
}
