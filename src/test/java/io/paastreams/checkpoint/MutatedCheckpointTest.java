package io.paastreams.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Valid checkpoints with a few bytes changed: each is either read or refused. */
@Tag("slow")
class MutatedCheckpointTest {

  /** About the memory that the pickle limits allow for a small file. */
  private static final long MOST_ALLOCATED = 256L << 20;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "forms_zip.pth, 5657, 400",
    "forms_legacy.pth, 3206, 2200",
    "tiny_half_legacy.pth, 42000, 100",
  })
  @Timeout(120)
  void changedFilesAreReadOrRefused(String name, int reach, int rounds) throws IOException {
    byte[] sound = Files.readAllBytes(GoldenCheckpoints.file(name));
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      refused += readOrRefused(mutated(sound, reach, random));
    }
    assertThat(refused).isBetween(rounds / 10, rounds);
  }

  /** A forger also writes the checksum that belongs to the changed pickle. */
  @ParameterizedTest
  @CsvSource({"forms_zip.pth, 700", "part_module_prefix_proto4_zip.pth, 500"})
  @Timeout(120)
  void changedPicklesInSoundZipsAreReadOrRefused(String name, int rounds) throws IOException {
    byte[] sound = {};
    Map<String, byte[]> storages = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(GoldenCheckpoints.file(name).toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith("/data.pkl")) {
          sound = content;
        } else if (entry.getName().contains("/data/")) {
          storages.put(entry.getName().replaceFirst(".*/", ""), content);
        }
      }
    }
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      refused += readOrRefused(CheckpointFiles.zip(mutated(sound, sound.length, random), storages));
    }
    assertThat(refused).isBetween(rounds / 10, rounds - 1);
  }

  /** 1 if the file is refused; anything but a refusal or success fails. */
  private int readOrRefused(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("mutated.pth"), bytes);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    int refused = 0;
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file)) {
      readAll(checkpoint);
    } catch (CheckpointException e) {
      refused = 1;
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(MOST_ALLOCATED);
    return refused;
  }

  private static void readAll(TorchCheckpoint checkpoint) throws IOException {
    try {
      NamedTensors named = NamedTensors.of(checkpoint.root());
      for (TorchTensor tensor : named.tensors().values()) {
        checkpoint.floats(tensor);
      }
      Labels.of(named.meta(), 4);
      ConfigText.of(named.meta()).demandPaa();
    } catch (Refusal refusal) {
      throw TorchCheckpoint.refused(checkpoint.file(), refusal);
    }
  }

  /** Changes, inserts, removes or repeats a few bytes, mostly where the pickle is. */
  private static byte[] mutated(byte[] sound, int reach, Random random) {
    byte[] bytes = sound.clone();
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at =
          random.nextInt(random.nextInt(8) == 0 ? bytes.length : Math.min(reach, bytes.length));
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) 0xff;
        case 3 -> {
          for (int k = at; k < Math.min(at + 8, bytes.length); k++) {
            bytes[k] = (byte) random.nextInt(256);
          }
        }
        case 4 -> {
          int length = Math.min(random.nextInt(64), bytes.length - at);
          int from = random.nextInt(bytes.length - length + 1);
          System.arraycopy(sound, from, bytes, at, length);
        }
        default -> {
          int length = Math.min(1 + random.nextInt(16), bytes.length - at);
          System.arraycopy(bytes, at + length, bytes, at, bytes.length - at - length);
        }
      }
    }
    return bytes;
  }
}
