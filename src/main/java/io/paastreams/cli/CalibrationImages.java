package io.paastreams.cli;

import io.paastreams.dataset.ImageSource;
import io.paastreams.dataset.Sample;
import io.paastreams.image.DecodedImage;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Images to calibrate with, spread evenly over those available and decoded on demand. */
final class CalibrationImages implements Iterable<PreparedImage> {

  private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png");

  private final List<Source> sources;
  private final Preprocessor preprocessor;

  private interface Source {
    DecodedImage read() throws IOException, ImageException;
  }

  private CalibrationImages(List<Source> sources, int most, Preprocessor preprocessor) {
    this.sources = spread(sources, most);
    this.preprocessor = preprocessor;
  }

  /**
   * The image files of a folder.
   *
   * @param most the maximum number of images to take
   * @throws CommandFailedException if there are none
   */
  static CalibrationImages ofFolder(Path folder, int most, Preprocessor preprocessor) {
    ImageDecoder decoder = ImageDecoder.withDefaultLimits();
    List<Source> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(CalibrationImages::isImage)
          .sorted()
          .forEach(
              file -> sources.add(() -> decoder.decodeFor(Files.readAllBytes(file), preprocessor)));
    } catch (IOException e) {
      throw new CommandFailedException("cannot list " + folder + ": " + Failures.message(e), e);
    }
    if (sources.isEmpty()) {
      throw new CommandFailedException(
          "there is no JPEG or PNG file in " + folder + " to calibrate with");
    }
    return new CalibrationImages(sources, most, preprocessor);
  }

  private static boolean isImage(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && ENDINGS.stream().anyMatch(name::endsWith);
  }

  /** Annotated images. */
  static CalibrationImages of(
      List<Sample> samples, ImageSource images, int most, Preprocessor preprocessor) {
    List<Source> sources =
        samples.stream()
            .<Source>map(
                sample ->
                    () ->
                        new DecodedImage(
                            images.read(sample.image()).toRgb(), sample.image().size()))
            .toList();
    return new CalibrationImages(sources, most, preprocessor);
  }

  private static <T> List<T> spread(List<T> all, int most) {
    int count = Math.min(most, all.size());
    return IntStream.range(0, count)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
        .toList();
  }

  /** At most this many of these images, spread evenly. */
  CalibrationImages atMost(int most) {
    return new CalibrationImages(sources, most, preprocessor);
  }

  /**
   * {@inheritDoc}
   *
   * <p>An image that cannot be read throws a {@link CommandFailedException}.
   */
  @Override
  public Iterator<PreparedImage> iterator() {
    return sources.stream().map(this::prepared).iterator();
  }

  private PreparedImage prepared(Source source) {
    try {
      return preprocessor.prepare(source.read());
    } catch (IOException | ImageException e) {
      throw new CommandFailedException("an image to calibrate with: " + Failures.message(e), e);
    }
  }
}
