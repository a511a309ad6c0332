package io.paastreams.ingest;

import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.ImageFormat;
import io.paastreams.image.ImageLimits;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Image files, one after the other, at a fixed rate. */
final class ImageFiles implements FrameSource {

  static final double USUAL_FPS = 10;

  private static final ImageDecoder DECODER = ImageDecoder.withDefaultLimits();

  private final Iterator<Path> files;
  private final Duration interval;
  private int read;

  private ImageFiles(List<Path> files, double perSecond) {
    this.files = files.iterator();
    this.interval = Duration.ofNanos(Math.round(1e9 / perSecond));
  }

  static ImageFiles single(Path file, double perSecond) {
    return new ImageFiles(List.of(file), perSecond);
  }

  /** The JPEG and PNG files of a folder, recognised by their extensions, in natural order. */
  static ImageFiles folder(Path folder, double perSecond) throws SourceException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files =
          entries
              .filter(ImageFiles::isNamedImage)
              .filter(Files::isRegularFile)
              .sorted(new NaturalOrder())
              .toList();
    } catch (IOException e) {
      throw new SourceException(
          SourceException.Reason.UNREADABLE, "cannot list the folder " + folder, e);
    }
    if (files.isEmpty()) {
      throw new SourceException(
          SourceException.Reason.MISSING,
          "the folder " + folder + " contains no .jpg, .jpeg or .png file");
    }
    return new ImageFiles(files, perSecond);
  }

  private static boolean isNamedImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png");
  }

  @Override
  public Optional<SourceFrame> next() {
    return files.hasNext()
        ? Optional.of(new ImageFile(files.next(), interval.multipliedBy(read++)))
        : Optional.empty();
  }

  @Override
  public boolean live() {
    return false;
  }

  @Override
  public Duration interval() {
    return interval;
  }

  @Override
  public void close() {}

  private record ImageFile(Path file, Duration time) implements SourceFrame {

    @Override
    public RgbImage pixels() throws UnreadableFrameException {
      try {
        return DECODER.decode(bytes());
      } catch (ImageException e) {
        throw new UnreadableFrameException(file.toString(), e);
      }
    }

    @Override
    public Optional<Encoded> encoded() throws UnreadableFrameException {
      byte[] bytes = bytes();
      // A file that is neither is labelled by its name; the reader of the topic will say what is
      // wrong with it.
      boolean png =
          ImageFormat.sniff(bytes)
              .map(ImageFormat.PNG::equals)
              .orElseGet(() -> file.toString().toLowerCase(Locale.ROOT).endsWith(".png"));
      return Optional.of(new Encoded(png ? Encoding.PNG : Encoding.JPEG, bytes));
    }

    private byte[] bytes() throws UnreadableFrameException {
      try {
        long size = Files.size(file);
        if (size > ImageLimits.DEFAULT.maxBytes()) {
          throw new IOException(
              "%d bytes, the limit is %d".formatted(size, ImageLimits.DEFAULT.maxBytes()));
        }
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UnreadableFrameException(file.toString(), e);
      }
    }
  }
}
