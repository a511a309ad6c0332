package io.paastreams.image;

import io.paastreams.image.ImageException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The JDK's own Image I/O readers. Other plug-ins on the class path must not replace them, because
 * what a frame looks like to the detector would then depend on those.
 *
 * <p>Threading: safe. A reader lives for one call; streams are in memory, so Image I/O's
 * process-wide disk cache setting is neither used nor changed.
 */
final class JdkReader {

  /** What to read from an open reader. */
  interface Action<T> {
    T read(ImageReader reader) throws IOException, ImageException;
  }

  private final ImageReaderSpi provider;

  private JdkReader(ImageReaderSpi provider) {
    this.provider = provider;
  }

  static JdkReader of(ImageFormat format) {
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (providers.hasNext()) {
      ImageReaderSpi provider = providers.next();
      if (provider.getClass().getModule().equals(ImageIO.class.getModule())
          && provider.getFormatNames()[0].equalsIgnoreCase(format.name())) {
        return new JdkReader(provider);
      }
    }
    throw new NoSuchElementException("this Java runtime has no " + format + " reader");
  }

  <T> T read(byte[] file, Action<T> action) throws ImageException {
    ImageReader reader = null;
    try (MemoryCacheImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader = provider.createReaderInstance();
      reader.setInput(stream, true, true);
      return action.read(reader);
    } catch (IOException | RuntimeException e) {
      // The readers throw unchecked exceptions on some damaged files.
      throw new ImageException(Reason.CORRUPT, "the image is damaged: " + e.getMessage(), e);
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }
}
