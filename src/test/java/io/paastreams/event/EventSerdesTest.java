package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.detection.Profile;
import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.time.api.DateTimes;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventSerdesTest {

  private final EventSerdes serdes = InMemorySchemaRegistry.serdes();

  @Property(tries = 300)
  void everyFrame_comesBackAsItWas(@ForAll("frames") Frame frame) {
    assertThat(roundTrip(serdes.of(TopicKind.FRAMES), frame)).isEqualTo(frame);
  }

  @Property(tries = 300)
  void everyDetectedFrame_comesBackAsItWas(@ForAll("detectedFrames") DetectedFrame frame) {
    assertThat(roundTrip(serdes.of(TopicKind.DETECTIONS), frame)).isEqualTo(frame);
  }

  @Property(tries = 100)
  void everySkippedFrame_comesBackAsItWas(@ForAll("skippedFrames") SkippedFrame frame) {
    assertThat(roundTrip(serdes.of(TopicKind.SKIPPED), frame)).isEqualTo(frame);
  }

  @Test
  void nullStaysNull_asKafkaAsksOfSerdes() {
    assertThat(serdes.of(TopicKind.FRAMES).serializer().serialize("t", null)).isNull();
    assertThat(serdes.of(TopicKind.FRAMES).deserializer().deserialize("t", (byte[]) null)).isNull();
  }

  private static <V> V roundTrip(Serde<V> serde, V value) {
    byte[] bytes = serde.serializer().serialize("topic", value);
    return serde.deserializer().deserialize("topic", bytes);
  }

  @Provide
  Arbitrary<Frame> frames() {
    return Combinators.combine(
            uuids(), cameraIds(), sessions(), longs(), instants(), instants(), payloads())
        .as(Frame::new);
  }

  @Provide
  Arbitrary<DetectedFrame> detectedFrames() {
    Arbitrary<List<Detection>> detections =
        Combinators.combine(boxes(), Arbitraries.integers(), Arbitraries.floats().between(0, 1))
            .as(Detection::new)
            .list()
            .ofMaxSize(300);
    return Combinators.combine(
            Combinators.combine(uuids(), uuids(), uuids()).as(List::of),
            cameraIds(),
            sizes(),
            Combinators.combine(detections, detections, terms()).as(Found::new),
            Arbitraries.strings(),
            sources(),
            Combinators.combine(instants(), instants(), instants()).as(List::of),
            Combinators.combine(sessions(), longs()).as(SessionPlace::new))
        .as(
            (ids, camera, size, found, text, source, times, place) ->
                new DetectedFrame(
                        ids.get(0),
                        new Lineage(
                            ids.get(1),
                            camera,
                            place.session(),
                            place.sequence(),
                            source,
                            times.get(0),
                            times.get(1)),
                        size,
                        found.sure(),
                        found.sure().stream().map(d -> text + d.classId()).toList(),
                        new ModelIdentity(text, text),
                        times.get(2))
                    .withFaint(
                        found.terms(),
                        found.faint(),
                        found.faint().stream().map(d -> text + d.classId()).toList()));
  }

  private record Found(
      List<Detection> sure, List<Detection> faint, @Nullable DetectionTerms terms) {}

  private static Arbitrary<DetectionTerms> terms() {
    return Combinators.combine(
            Arbitraries.of(Profile.class).injectNull(0.2),
            Arbitraries.floats().between(0.5f, 1),
            Arbitraries.floats().between(0, 0.5f).injectNull(0.2))
        .as(DetectionTerms::new)
        .injectNull(0.2);
  }

  @Provide
  Arbitrary<SkippedFrame> skippedFrames() {
    return Combinators.combine(
            uuids(),
            cameraIds(),
            Combinators.combine(sessions(), longs()).as(SessionPlace::new),
            Arbitraries.of(SkipReason.class),
            sources(),
            instants(),
            instants(),
            instants())
        .as(
            (id, camera, place, reason, source, captured, ingested, skipped) ->
                new SkippedFrame(
                    new Lineage(
                        id, camera, place.session(), place.sequence(), source, captured, ingested),
                    reason,
                    skipped));
  }

  private static Arbitrary<FramePayload> payloads() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(5000);
    Arbitrary<FramePayload> encoded =
        Combinators.combine(Arbitraries.of(Encoding.class), bytes).as(Encoded::new);
    Arbitrary<FramePayload> raw =
        Combinators.combine(Arbitraries.of(PixelFormat.class), sizes())
            .as((format, size) -> new Raw(format, size, pixels(format, size)));
    Arbitrary<FramePayload> claimCheck =
        Combinators.combine(
                Arbitraries.strings(),
                Arbitraries.longs().greaterOrEqual(0),
                Arbitraries.strings().withChars("0123456789abcdef").ofLength(64),
                Arbitraries.of("image/jpeg", "image/png"))
            .as(ClaimCheck::new);
    return Arbitraries.oneOf(encoded, raw, claimCheck);
  }

  private static byte[] pixels(PixelFormat format, Size size) {
    byte[] pixels = new byte[(int) size.area() * format.bytesPerPixel()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31);
    }
    return pixels;
  }

  private static Arbitrary<Box> boxes() {
    Arbitrary<Float> pixel = Arbitraries.floats();
    return Combinators.combine(pixel, pixel, pixel, pixel).as(Box::new);
  }

  private static Arbitrary<Size> sizes() {
    Arbitrary<Integer> side = Arbitraries.integers().between(1, 60);
    return Combinators.combine(side, side).as(Size::new);
  }

  private static Arbitrary<SourceOffset> sources() {
    return Combinators.combine(Arbitraries.strings(), Arbitraries.integers(), Arbitraries.longs())
        .as(SourceOffset::new);
  }

  private static Arbitrary<String> cameraIds() {
    return Arbitraries.strings().ofMinLength(1);
  }

  private static Arbitrary<Long> longs() {
    return Arbitraries.longs().greaterOrEqual(0);
  }

  private static Arbitrary<UUID> uuids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
  }

  /** Frames of producers that state their sessions and of those that do not. */
  private static Arbitrary<@Nullable UUID> sessions() {
    return uuids().injectNull(0.3);
  }

  private record SessionPlace(@Nullable UUID session, long sequence) {}

  private static Arbitrary<Instant> instants() {
    return DateTimes.instants().map(time -> time.truncatedTo(ChronoUnit.MICROS));
  }
}
