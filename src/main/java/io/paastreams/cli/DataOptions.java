package io.paastreams.cli;

import io.paastreams.dataset.AnnotationFaults;
import io.paastreams.dataset.ClipCache;
import io.paastreams.dataset.ClipFrame;
import io.paastreams.dataset.CocoReader;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.ImageFolder;
import io.paastreams.dataset.PictureSource;
import io.paastreams.dataset.Sample;
import io.paastreams.image.DecodedImage;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.Preprocessor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the commands that read annotated pictures. */
final class DataOptions {

  private static final int REPORT_EVERY = 25;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Folder of the pictures that annotations name.")
  private @Nullable Path images;

  @Option(
      names = "--clips",
      paramLabel = "DIR",
      description = "Folder against which video annotations (*_frames.json.gz) name their clips.")
  private @Nullable Path clips;

  @Option(
      names = "--frame-cache",
      paramLabel = "DIR",
      description =
          "Where frames of clips are kept once they are decoded; another run uses them again."
              + " Default: paa-streams-frames in the system's folder for temporary files.")
  private @Nullable Path frameCache;

  @Option(
      names = "--strict",
      description = "Refuse annotations with faults instead of leaving those entries out.")
  private boolean strict;

  /** A dataset with its pixels. */
  record Data(Dataset dataset, PictureSource source) {}

  /**
   * Reads annotations, reports their faults once, and opens the pictures.
   *
   * @param frameStep of a clip every so manieth frame is used
   * @throws CommandFailedException if that is not possible, or if there are faults under --strict
   */
  Data open(Path annotations, int frameStep, PrintWriter log) {
    try {
      CocoReader.Result read = CocoReader.read(annotations);
      boolean video = read.dataset().samples().stream().anyMatch(DataOptions::isFrame);
      Data data =
          video
              ? clips(annotations, every(read.dataset(), frameStep), read.faults(), log)
              : pictures(annotations, read.dataset(), read.faults(), log);
      if (data.dataset().samples().isEmpty()) {
        throw new CommandFailedException(annotations + " has no picture that can be used");
      }
      return data;
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private Data pictures(
      Path annotations, Dataset dataset, AnnotationFaults faults, PrintWriter log) {
    if (images == null) {
      throw new CommandFailedException(annotations + " names picture files: give --images DIR");
    }
    ImageFolder folder = new ImageFolder(images, DataOptions::decode);
    Dataset existing = folder.keepExisting(dataset, faults);
    report(annotations, existing, faults, log);
    return new Data(existing, folder);
  }

  /**
   * The picture files, decoded for a network.
   *
   * @throws CommandFailedException if there are clips in their place
   */
  PictureSource picturesFor(Preprocessor preprocessor, ImageDecoder decoder) {
    if (images == null) {
      throw new CommandFailedException(
          "--jpeg-decode is for picture files, and these are clips: give --images, or leave it out");
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
      throw new CommandFailedException(annotations + " names frames of clips: give --clips DIR");
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
            }));
  }

  private void report(Path annotations, Dataset dataset, AnnotationFaults faults, PrintWriter log) {
    log.printf(
        "%s: %d pictures, %d objects, classes %s%n",
        annotations,
        dataset.samples().size(),
        dataset.truthCount(),
        String.join(", ", dataset.labels().labels()));
    if (!faults.report().isEmpty()) {
      log.println(faults.report().indent(2).stripTrailing());
    }
    log.flush();
    if (strict && faults.grave()) {
      throw new CommandFailedException(
          annotations + " has the faults above: mend them, or leave out --strict");
    }
  }

  private static boolean isFrame(Sample sample) {
    return sample.picture().frame() != null;
  }

  private static Dataset every(Dataset dataset, int step) {
    return dataset.filter(
        sample -> {
          ClipFrame frame = sample.picture().frame();
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
