package io.paastreams.live;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.paastreams.claimcheck.ClaimCheckException;
import io.paastreams.event.Frame;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.geometry.Box;
import io.paastreams.image.Annotation;
import io.paastreams.image.Annotator;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.ImageException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Serves single images: the latest frame of a camera, the frame of an event or of a dead letter.
 */
final class FrameRoutes {

  private static final int QUALITY = 85;

  private final LiveState state;
  private final boolean show;
  private final ImageDecoder decoder = ImageDecoder.withDefaultLimits();

  FrameRoutes(LiveState state, boolean show) {
    this.state = state;
    this.show = show;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/frame", this::latest);
    routes.get("/api/frames/{partition}/{offset}", this::stored);
    routes.get("/api/letters/{id}/image", this::letter);
  }

  private void latest(Context ctx) throws InterruptedException {
    String camera = ctx.queryParam("camera");
    if (camera == null) {
      throw new BadRequestResponse("say which camera: /api/frame?camera=ID");
    }
    Sighting sighting =
        state
            .known
            .cameras
            .last(camera)
            .orElseThrow(
                () -> new NotFoundResponse("no frame of this camera has been detected yet"));
    SourceOffset source = sighting.source();
    byte[] file = file(frames(source.partition(), source.offset()));
    ctx.header("X-Capture-Time", sighting.captureTime().toString());
    if (Boolean.parseBoolean(ctx.queryParam("boxes"))) {
      List<Annotation> boxes = sighting.boxes().stream().map(FrameRoutes::annotation).toList();
      file = drawn(file, boxes);
    }
    answer(ctx, file);
  }

  private byte[] drawn(byte[] file, List<Annotation> boxes) {
    try {
      return ImageEncoder.jpeg(Annotator.draw(decoder.decode(file), boxes), QUALITY);
    } catch (ImageException e) {
      throw new NotFoundResponse("boxes cannot be drawn on this image: " + e.getMessage());
    }
  }

  private static Annotation annotation(SeenBox seen) {
    float[] box = seen.box();
    return new Annotation(
        new Box(box[0], box[1], box[2], box[3]),
        seen.label(),
        seen.score(),
        Math.floorMod(seen.label().hashCode(), 100));
  }

  private void stored(Context ctx) throws InterruptedException {
    answer(
        ctx,
        file(
            frames(
                (int) number(ctx, "partition", Integer.MAX_VALUE),
                number(ctx, "offset", Long.MAX_VALUE))));
  }

  private static long number(Context ctx, String name, long most) {
    String text = ctx.pathParam(name);
    if (!text.matches("\\d{1,18}") || Long.parseLong(text) > most) {
      throw new BadRequestResponse("the " + name + " must be a number");
    }
    return Long.parseLong(text);
  }

  private ConsumerRecord<byte[], byte[]> frames(int partition, long offset) {
    return state.fetch(state.topic(TopicKind.FRAMES).name(), partition, offset);
  }

  private void letter(Context ctx) throws InterruptedException {
    Letter letter = state.known.letter(ctx.pathParam("id"));
    answer(ctx, file(state.fetch(letter)));
  }

  private byte[] file(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    if (!show) {
      throw new NotFoundResponse("images do not leave this server (live.frames: false)");
    }
    try {
      Frame frame =
          state
              .topic(TopicKind.FRAMES)
              .valueSerde()
              .deserializer()
              .deserialize(state.topic(TopicKind.FRAMES).name(), record.headers(), record.value());
      if (frame == null) {
        throw new NotFoundResponse("the record has no value");
      }
      ByteBuffer file = state.images.file(frame);
      byte[] bytes = new byte[file.remaining()];
      file.get(bytes);
      return bytes;
    } catch (SerializationException e) {
      throw new NotFoundResponse("the record's bytes are not a readable frame event");
    } catch (ImageException e) {
      throw new NotFoundResponse("the image cannot be shown: " + e.getMessage());
    } catch (ClaimCheckException e) {
      throw new NotFoundResponse("the image cannot be fetched: " + e.getMessage());
    }
  }

  /** Never returns a content type that a browser would execute, whatever the bytes are. */
  private static void answer(Context ctx, byte[] file) {
    boolean png = file.length > 3 && (file[0] & 0xFF) == 0x89 && file[1] == 'P';
    ctx.contentType(png ? "image/png" : "image/jpeg").result(file);
  }
}
