package io.paastreams.cli;

import io.paastreams.dataset.ClipDecoder;
import io.paastreams.ingest.FrameSource;
import io.paastreams.ingest.OpenOptions;
import io.paastreams.ingest.SourceException;
import io.paastreams.ingest.SourceFrame;
import io.paastreams.ingest.SourceLocation;
import io.paastreams.ingest.UnreadableFrameException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Decodes a dataset's clips with ingest's video reader. */
final class ClipFrames implements ClipDecoder {

  @Override
  public void decode(Path clip, FrameSink sink) throws IOException {
    if (!Files.isRegularFile(clip)) {
      throw new IOException(
          "there is no clip "
              + clip
              + ": --clips must name the folder to which the clip names in the annotations are"
              + " relative");
    }
    try (FrameSource source = new SourceLocation.VideoFile(clip).open(OpenOptions.standard())) {
      int index = 0;
      Optional<SourceFrame> frame = source.next();
      while (frame.isPresent() && sink.accept(index, frame.get().pixels())) {
        index++;
        frame = source.next();
      }
    } catch (SourceException | UnreadableFrameException e) {
      throw new IOException(Failures.message(e), e);
    }
  }
}
