package io.paastreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paastreams.image.ImageException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Complete images with more or less around their data than the standard requires. */
class JpegSurplusTest {

  private static final ImageDecoder FULL = ImageDecoder.withDefaultLimits();
  private static final ImageDecoder SCALED =
      new ImageDecoder(ImageLimits.DEFAULT, JpegDecode.SCALED);
  private static final Preprocessor SMALL = new Preprocessor(20, 20, 1);
  private static final int END_MARKER = 2;

  static Stream<String> images() {
    return Stream.of(
        "ycbcr_420.jpg",
        "ycbcr_422.jpg",
        "ycbcr_444.jpg",
        "gray.jpg",
        "adobe_rgb.jpg",
        "restart_intervals.jpg",
        "progressive.jpg",
        "exif_6.jpg");
  }

  @ParameterizedTest
  @MethodSource("images")
  void surplusBehindTheData_changesNoPixel(String name) throws Exception {
    byte[] sound = ImageDecoderTest.resource(name);
    RgbImage full = FULL.decode(sound);
    byte[] fast = SMALL.prepare(SCALED.decodeFor(sound, SMALL)).image().pixels();
    byte[] prepared = SMALL.prepare(FULL.decodeFor(sound, SMALL)).image().pixels();

    for (Map.Entry<String, byte[]> variant : variants(sound).entrySet()) {
      byte[] file = variant.getValue();
      assertThat(FULL.decode(file).pixels())
          .as("%s, %s", name, variant.getKey())
          .isEqualTo(full.pixels());
      // Whether scaled or left to the full decoder, the image is the same.
      RgbImage scaled = SMALL.prepare(SCALED.decodeFor(file, SMALL)).image();
      assertThat(scaled.pixels())
          .as("%s scaled, %s", name, variant.getKey())
          .satisfiesAnyOf(
              pixels -> assertThat(pixels).isEqualTo(fast),
              pixels -> assertThat(pixels).isEqualTo(prepared));
    }
  }

  private static Map<String, byte[]> variants(byte[] sound) throws IOException {
    byte[] open = Arrays.copyOf(sound, sound.length - END_MARKER);
    byte[] end = hex("ffd9");
    byte[] comment = hex("fffe000a63616d6572612031");
    byte[] application = join(hex("ffe20022"), new byte[32]);
    byte[] zeros = new byte[300];
    byte[] ones = new byte[301];
    Arrays.fill(ones, (byte) 0xFF);
    Map<String, byte[]> variants = new LinkedHashMap<>();
    variants.put("zeros", join(open, zeros, end));
    variants.put("0xFF", join(open, ones, hex("d9")));
    variants.put("0xFF and zeros", join(open, ones, zeros, end));
    variants.put("comment", join(open, comment, end));
    variants.put("zeros, comment, zeros", join(open, zeros, comment, zeros, end));
    variants.put("application segment", join(open, application, end));
    variants.put("restart", join(open, hex("ffd0"), end));
    variants.put("restarts", join(open, hex("ffd3ffd7ffd0"), end));
    variants.put("line break", join(open, hex("0d0a"), end));
    variants.put("garbage behind the end", join(sound, noise(500)));
    variants.put("thumbnail behind the end", join(sound, ImageDecoderTest.resource("gray.jpg")));
    variants.put("two images", join(sound, sound));
    variants.put("no end marker", open);
    variants.put("half an end marker", join(open, hex("ff")));
    variants.put("no end marker, zeros", join(open, zeros));
    variants.put("no end marker, comment", join(open, comment));
    variants.put("no end marker, half a comment", join(open, hex("fffe000a6361")));
    variants.put("no end marker, another image", join(open, sound));
    return variants;
  }

  /** Progressive files have eight scans and more, each with its tables. */
  @ParameterizedTest
  @ValueSource(strings = {"progressive.jpg", "restart_intervals.jpg"})
  void paddingBeforeEveryMarker_changesNoPixel(String name) throws Exception {
    byte[] sound = ImageDecoderTest.resource(name);
    int scan = JpegHeader.parse(sound).scanOffset();
    List<byte[]> pieces = new ArrayList<>(List.of(Arrays.copyOf(sound, scan)));
    int from = scan;
    boolean data = false;
    int padded = 0;
    for (int at = scan; at + 1 < sound.length; at++) {
      int marker = sound[at + 1] & 0xFF;
      if (sound[at] == (byte) 0xFF && marker >= 0xC0 && marker < 0xFF) {
        pieces.add(Arrays.copyOfRange(sound, from, at));
        if (data) {
          pieces.add(new byte[100]);
          padded++;
        }
        data = marker == JpegHeader.SOS || marker < 0xD8 && marker >= 0xD0;
        from = at;
        if (!JpegHeader.hasNoLength(marker) && marker != JpegHeader.EOI) {
          at += 1 + JpegHeader.segmentLength(sound, at + 2);
        }
      }
    }
    pieces.add(Arrays.copyOfRange(sound, from, sound.length));
    byte[] file = join(pieces.toArray(byte[][]::new));

    assertThat(padded).isGreaterThan(3);
    assertThat(FULL.decode(file).pixels()).isEqualTo(FULL.decode(sound).pixels());
    assertThat(SCALED.decodeFor(file, SMALL).original()).isEqualTo(FULL.size(sound));
  }

  @ParameterizedTest
  @MethodSource("images")
  void dataThatEndEarly_areRefusedByBoth_whateverFollows(String name) throws Exception {
    byte[] sound = ImageDecoderTest.resource(name);
    int data = JpegHeader.parse(sound).scanOffset() + 20;
    for (int cut = 1; sound.length - END_MARKER - cut > data; cut += 7) {
      byte[] cutOff = Arrays.copyOf(sound, sound.length - END_MARKER - cut);
      for (byte[] behind : new byte[][] {{}, hex("ffd9"), hex("fffe0004abcdffd9"), sound}) {
        byte[] file = join(cutOff, behind);
        ImageException byFull = ImageDecoderTest.refusal(file);
        ImageException byScaled =
            catchThrowableOfType(ImageException.class, () -> SCALED.decodeFor(file, SMALL));

        // A progressive file that is closed between two scans is a valid one of less detail.
        if (byFull == null
            && name.equals("progressive.jpg")
            && behind.length < 10
            && behind.length > 0) {
          continue;
        }
        assertThat(byFull).as("%s without %d bytes", name, cut).isNotNull();
        assertThat(byScaled).hasMessage(byFull.getMessage());
        if (behind.length == 0) {
          assertThat(byFull.reason())
              .as("%s without %d bytes, %s", name, cut, byFull)
              .isEqualTo(Reason.TRUNCATED);
        }
      }
    }
  }

  @Test
  void aFileThatEndsBetweenTwoScans_lacksDetail() throws Exception {
    byte[] sound = ImageDecoderTest.resource("progressive.jpg");
    int last = 0;
    for (int at = 0; at + 1 < sound.length; at++) {
      if (sound[at] == (byte) 0xFF && (sound[at + 1] & 0xFF) == JpegHeader.SOS) {
        last = at;
      }
    }

    ImageException refusal = ImageDecoderTest.refusal(Arrays.copyOf(sound, last));

    assertThat(refusal.reason()).isEqualTo(Reason.TRUNCATED);
    assertThat(refusal).hasMessageContaining("scans are missing");
  }

  @Test
  void surplusThatLooksLikeData_isRefused() throws Exception {
    byte[] sound = ImageDecoderTest.resource("ycbcr_420.jpg");
    byte[] file = join(Arrays.copyOf(sound, sound.length - END_MARKER), noise(200), hex("ffd9"));

    assertThat(ImageDecoderTest.refusal(file).reason()).isEqualTo(Reason.CORRUPT);
  }

  private static byte[] noise(int length) {
    Random random = new Random(3);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (1 + random.nextInt(254));
    }
    return bytes;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
