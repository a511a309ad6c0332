package io.paastreams.checkpoint;

import static io.paastreams.checkpoint.CheckpointFiles.join;
import static io.paastreams.checkpoint.CheckpointFiles.latin1;
import static io.paastreams.checkpoint.CheckpointFiles.streamHead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class HostileCheckpointTest {

  private static final long[] ONE = {1};

  @TempDir Path folder;

  // Files that would run code.

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "subprocess, Popen",
    "builtins, eval",
    "builtins, exec",
    "builtins, getattr",
    "__builtin__, getattr",
    "builtins, ValueError",
    "builtins, bytearray",
    "builtins, complex",
    "operator, attrgetter",
    "copy_reg, _reconstructor",
    "datetime, datetime",
    "decimal, Decimal",
    "array, array",
    "pytz, timezone",
    "torch.storage, _load_from_bytes",
    "torch._utils, _rebuild_qtensor",
    "torch, load",
    "numpy.core.multiarray, frombuffer",
    "collections, Counter",
    "torch.hub, load",
    "functools, partial",
    "argparse, Namespace",
    "pickle, loads",
    "importlib, import_module",
    "numpy.core.numeric, _frombuffer",
    "mmengine.config.config, ConfigDict",
    "__main__, Net",
  })
  void otherNamesAreNeverCalled_andRefusedWhereWeightsShouldBe(String module, String name)
      throws IOException {
    String dotted = module + "." + name;
    MadeCheckpoint among = MadeCheckpoint.resnet18(32, 1);
    MadeCheckpoint beside = MadeCheckpoint.resnet18(32, 1);
    for (PickleWriter called : everyUse(module, name)) {
      refused(PickleWriter.protocol2().bytes(called.toBytes()))
          .hasMessageContaining("'" + dotted + "'")
          .hasMessageContaining("it was not called");
      among.among.put("hook" + among.among.size(), called.toBytes());
      beside.beside.put("hub" + beside.beside.size(), called.toBytes());
    }
    assertThatThrownBy(() -> PaaImporter.read(among.write(folder), ImportOptions.derived()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("hook0 " + dotted + ", hook1 " + dotted)
        .hasMessageContaining("nothing was called");

    Path file = beside.write(folder);
    try (TorchCheckpoint opened = TorchCheckpoint.open(file)) {
      for (String key : beside.beside.keySet()) {
        assertThat(((Map<?, ?>) opened.root()).get(key)).isEqualTo(new Foreign(dotted));
      }
    }
    ImportReport report = PaaImporter.read(file, ImportOptions.derived()).report();
    assertThat(report.unread()).containsExactly(dotted);
    assertThat(report.text()).contains("never created or called: 1", dotted);
    PickleWriter inst = PickleWriter.protocol2().ascii("((i" + module + "\n" + name + "\n");
    refused(inst).hasMessageContaining("opcode 0x69");
  }

  /**
   * A class referenced, called, instantiated, instantiated by keyword, given a state, filled, and
   * called again.
   */
  private static List<PickleWriter> everyUse(String module, String name) {
    return List.of(
        new PickleWriter().global(module, name),
        new PickleWriter().text(module).text(name).raw(0x93),
        new PickleWriter().global(module, name).text("echo").raw(0x85).ascii("R"),
        new PickleWriter().global(module, name).text("echo").raw(0x85, 0x81),
        new PickleWriter().global(module, name).ascii(")}").raw(0x92),
        new PickleWriter().global(module, name).ascii(")R}").text("x").ascii("Nsb"),
        new PickleWriter().global(module, name).ascii(")").raw(0x81).ascii("(NNuNNs(NeNa"),
        new PickleWriter().global(module, name).ascii(")R)R(").raw(0x90),
        new PickleWriter()
            .global("collections", "OrderedDict")
            .global(module, name)
            .ascii(")R")
            .raw(0x85)
            .ascii("R"));
  }

  @Test
  void whatMmengineLogs_isLeftUnread() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 2);
    made.beside.put(
        "message_hub",
        new PickleWriter()
            .ascii("}")
            .text("log_scalars")
            .global("collections", "defaultdict")
            .global("mmengine.logging.history_buffer", "HistoryBuffer")
            .ascii("\u0085R(")
            .text("train/loss")
            .global("mmengine.logging.history_buffer", "HistoryBuffer")
            .ascii(")\u0081}")
            .text("_log_history")
            .bytes(numpyArray("f8", "<", new byte[16], 2))
            .ascii("s")
            .text("names")
            .bytes(numpyArray("O8", "|", null, 2))
            .ascii("s")
            .text("mean")
            .global("__builtin__", "getattr")
            .global("mmengine.logging.history_buffer", "HistoryBuffer")
            .text("mean")
            .ascii("\u0086Rsbus")
            .toBytes());
    made.beside.put(
        "keys", new PickleWriter().ascii("}(NNK\u0001NK\u0001K\u0002\u0086Nu").toBytes());
    made.beside.put("sets", new PickleWriter().raw(0x8f).ascii("(NN").raw(0x90).toBytes());
    made.beside.put("frozen", new PickleWriter().ascii("(NN").raw(0x91).toBytes());
    made.beside.put("array", new PickleWriter().raw(0x96).int64(3).ascii("abc").toBytes());
    made.beside.put("big", numpyArray("f8", ">", new byte[8], 1));
    made.beside.put(
        "complex", new PickleWriter().tensor("ComplexFloatStorage", "c", 1, 0, ONE, ONE).toBytes());

    ImportReport report = PaaImporter.read(made.write(folder), ImportOptions.derived()).report();

    assertThat(report.unread())
        .contains(
            "collections.defaultdict",
            "mmengine.logging.history_buffer.HistoryBuffer",
            "__builtin__.getattr",
            "builtins.set",
            "builtins.frozenset",
            "builtins.bytearray",
            "torch.ComplexFloatStorage");
    assertThat(report.ignored())
        .contains(new ImportReport.Ignored("message_hub", "not weights of the detector"));
  }

  private static byte[] numpyArray(
      String type, String order, byte @Nullable [] data, int elements) {
    PickleWriter array =
        new PickleWriter()
            .global("numpy.core.multiarray", "_reconstruct")
            .global("numpy", "ndarray")
            .ascii("K\u0000\u0085C\u0001b\u0087R(K\u0001")
            .wholes(elements)
            .global("numpy", "dtype")
            .text(type)
            .raw(0x89, 0x88)
            .ascii("\u0087R(K\u0003")
            .text(order)
            .ascii("NNNtb")
            .raw(0x89);
    return (data == null ? array.ascii("](NNe") : array.raw('C', data.length).bytes(data))
        .ascii("tb")
        .toBytes();
  }

  @Test
  void placeholders_takeNoMemory() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    PickleWriter many = new PickleWriter().ascii("(");
    for (int i = 0; i < 150_000; i++) {
      many.raw('c').ascii("a\nb\n").ascii(")R}b");
    }
    made.beside.put("message_hub", many.ascii("t").toBytes());
    assertThat(PaaImporter.read(made.write(folder), ImportOptions.derived()).report().unread())
        .containsExactly("a.b");

    PickleWriter names = new PickleWriter().ascii("(");
    for (int i = 0; i < 1001; i++) {
      names.ascii("ca\nb" + i + "\n");
    }
    made.beside.put("message_hub", names.ascii("t").toBytes());
    assertThatThrownBy(() -> PaaImporter.read(made.write(folder), ImportOptions.derived()))
        .hasMessageContaining("more than 1000 different Python objects");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o",
        "2",
        "I1\n",
        "L1L\n",
        "F1\n",
        "S'a'\n",
        "Va\n",
        "Pid\n",
        "g0\n",
        "p0\n",
        "d",
        "l",
        "\u0082\u0001",
        "\u0083\u0001\u0000",
        "\u0084\u0001\u0000\u0000\u0000",
        "\u0097",
        "\u0098",
        "\u00ff",
        "\0"
      })
  void opcodesThatWeightsDoNotNeedAreRefused(String opcode) throws IOException {
    refused(PickleWriter.protocol2().ascii("}(" + opcode))
        .hasMessageContaining("opcode 0x%02x".formatted((int) opcode.charAt(0)));
  }

  @Test
  void textPickles_areRefused() throws IOException {
    refused(new PickleWriter().ascii("cos\nsystem\n(S'echo hi'\ntR"))
        .hasMessageContaining("protocol 0 or 1");
    read(latin1("cos\nsystem\n(S'echo hi'\ntR.")).hasMessageContaining("not a PyTorch checkpoint");
  }

  @Test
  void names_standOnlyForTheirAllowedUse() throws IOException {
    refused(PickleWriter.protocol2().global("torch", "FloatStorage").ascii(")R"))
        .hasMessageContaining("calls the class torch.FloatStorage");
    refused(PickleWriter.protocol2().global("numpy", "ndarray").ascii(")R"))
        .hasMessageContaining("numpy.ndarray");
    refused(
            PickleWriter.protocol2()
                .global("builtins", "bytes")
                .ascii("K\u00ff")
                .raw(0x85)
                .ascii("R"))
        .hasMessageContaining("bytes()");
    refused(PickleWriter.protocol2().global("collections", "OrderedDict").ascii("}b"))
        .hasMessageContaining("sets the state");
    refused(PickleWriter.protocol2().ascii("}}b")).hasMessageContaining("sets the state");
    refused(PickleWriter.protocol2().ascii("]R")).hasMessageContaining("does not make sense");
    refused(
            PickleWriter.protocol2()
                .ascii("}")
                .text("a")
                .global("torch", "FloatStorage")
                .raw(0x86)
                .ascii("Q"))
        .hasMessageContaining("refers to data");
    refused(PickleWriter.protocol2().text("pid").ascii("Q")).hasMessageContaining("make sense");
  }

  @Test
  void nestedCallsAndStatesOfClasses_doNothing() throws IOException {
    refused(PickleWriter.protocol2().global("collections", "OrderedDict").ascii(")R)R"))
        .hasMessageContaining("does not make sense");
    refused(PickleWriter.protocol2().global("torch", "FloatStorage").ascii("}b"))
        .hasMessageContaining("sets the state");
    refused(
            PickleWriter.protocol2()
                .global("collections", "OrderedDict")
                .ascii("](]")
                .global("collections", "OrderedDict")
                .ascii(")R\u0085R"))
        .hasMessageContaining("is damaged");
    refused(PickleWriter.protocol2().ascii("\u0093")).hasMessageContaining("does not make sense");
    refused(PickleWriter.protocol2().ascii("KKKK\u0093")).hasMessageContaining("make sense");
  }

  @Test
  void whatAFileSays_doesNotBreakTheMessage() throws IOException {
    String name = "x\u001b[31m\u0007" + "y".repeat(150);
    refused(PickleWriter.protocol2().text(name).text(name).raw(0x93))
        .hasMessageContaining("'x?[31m?yyy")
        .hasMessageNotContaining("\u001b");
  }

  // Files that would take memory or time.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X\u00ff\u00ff\u00ff\u007f",
        "X\u00ff\u00ff\u00ff\u00ff",
        "B\u00ff\u00ff\u00ff\u007f",
        "T\u00ff\u00ff\u00ff\u007f",
        "\u0096\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
        "\u0096\u0001\0\0\0\0\0\0\0",
        "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
        "\u008e\0\0\0\0\u0001\0\0\0",
        "\u008b\u00ff\u00ff\u00ff\u007f",
        "\u008a\u0008",
        "\u008c\u00ff",
        "C\u00ff",
        "U\u00ff",
        "X\u0001"
      })
  void lengthsBeyondTheFileAreRefusedBeforeAllocation(String opcode) throws IOException {
    refused(PickleWriter.protocol2().ascii(opcode)).hasMessageContaining("is damaged");
  }

  @Test
  void aHugeInteger_isRefused() throws IOException {
    refused(PickleWriter.protocol2().raw(0x8b).int32(100_000).bytes(new byte[100_000]))
        .hasMessageContaining("100000 bytes where 1024 are allowed");
  }

  @Test
  void theLengthOfAPickleFrame_costsNothing() throws IOException {
    byte[] pickle = new PickleWriter().raw(0x80, 4, 0x95).int64(Long.MAX_VALUE).ascii("}").stop();
    read(zip(pickle)).hasMessageContaining("no named tensors");
  }

  @Test
  void valuesCopiedOverAndOver_areRefused() throws IOException {
    PickleWriter pickle = PickleWriter.protocol2().ascii("](");
    pickle.text("x".repeat(1 << 20)).raw('q', 0).text("latin1").raw('q', 1);
    pickle.global("_codecs", "encode").raw('q', 2);
    for (int i = 0; i < 1000; i++) {
      pickle.raw('h', 2, 'h', 0, 'h', 1, 0x86, 'R');
    }
    refused(pickle.ascii("e")).hasMessageContaining("copies its values over and over");
    PickleWriter dicts = PickleWriter.protocol2().ascii("(](");
    for (int i = 0; i < 10_000; i++) {
      dicts.ascii("](K\u0001Ne");
    }
    dicts.ascii("e").raw('q', 0).global("collections", "OrderedDict").raw('q', 1);
    for (int i = 0; i < 1000; i++) {
      dicts.raw('h', 1, 'h', 0, 0x85, 'R');
    }
    refused(dicts.ascii("t")).hasMessageContaining("copies its values over and over");
  }

  @Test
  void endlessPickles_areRefused() throws IOException {
    byte[] marks = new byte[3_000_000];
    Arrays.fill(marks, (byte) ']');
    refused(PickleWriter.protocol2().bytes(marks))
        .hasMessageContaining("more than 1000000 opcodes");
    byte[] forged = zip(PickleWriter.protocol2().ascii("}").stop());
    ByteBuffer directory = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
    int entry = forged.length - 4;
    while (directory.getInt(entry) != 0x02014b50) {
      entry--;
    }
    directory.putInt(entry + 20, (256 << 20) + 1).putInt(entry + 24, (256 << 20) + 1);
    read(forged).hasMessageContaining("a pickle of 268435457 bytes");
  }

  @Test
  void deepNestingAndSelfContainingStructures_doNotRecurse() throws IOException {
    PickleWriter deep = PickleWriter.protocol2();
    deep.ascii("]".repeat(400_000)).ascii("a".repeat(399_999));
    refused(deep).hasMessageContaining("no dict of named tensors");
    refused(PickleWriter.protocol2().ascii("]").raw('q', 0, 'h', 0).ascii("a"))
        .hasMessageContaining("no dict of named tensors");
    refused(
            PickleWriter.protocol2()
                .ascii("}")
                .raw('q', 0)
                .text("meta")
                .raw('h', 0)
                .ascii("s")
                .text("state_dict")
                .raw('h', 0)
                .ascii("s"))
        .hasMessageContaining("no named tensors");
    refused(PickleWriter.protocol2().ascii("}").raw('q', 0, 'h', 0).ascii("Ns"))
        .hasMessageContaining("no named tensors");
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    made.among.put("x", new PickleWriter().ascii("Ns").text("k".repeat(600)).ascii("N").toBytes());
    assertThatThrownBy(() -> PaaImporter.read(made.write(folder), ImportOptions.derived()))
        .hasMessageContaining("a key of 600 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4 | 0 | 5                          | 1                | beyond its storage",
        "4 | 4 | 1                          | 1                | beyond its storage",
        "4 | 1 | 2,2                        | 2,1              | beyond its storage",
        "4 | -1| 1                          | 1                | beyond its storage",
        "4 | 0 | -1                         | 1                | negative",
        "4 | 0 | 4                          | -1               | negative",
        "4 | 0 | 2                          | 9223372036854775807 | beyond its storage",
        "4 | 9223372036854775807 | 2        | 1                | beyond its storage",
        "4 | 0 | 4000000000                 | 0                | more elements",
        "4 | 0 | 5                          | 0                | more elements",
        "4 | 0 | 4294967296,4294967296      | 0,0              | beyond its storage",
        "4 | 0 | 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 | 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 | axes",
        "4 | 0 | 1                          | 1,1              | axes",
        "5 | 0 | 1                          | 1                | declares 5 elements",
        "3 | 0 | 1                          | 1                | declares 3 elements",
        "-1| 0 | 1                          | 1                | -1 elements",
        "4611686018427387904 | 0 | 1        | 1                | elements",
      })
  void tensorsThatReachBeyondTheFileAreRefusedBeforeAllocation(
      long elements, long offset, String shape, String stride, String finding) throws IOException {
    byte[] pickle =
        PickleWriter.protocol2()
            .ascii("}")
            .text("w")
            .tensor("FloatStorage", "0", elements, offset, longs(shape), longs(stride))
            .ascii("s")
            .stop();
    read(CheckpointFiles.zip(pickle, Map.of("0", new byte[16])))
        .hasMessageContaining("is damaged")
        .hasMessageContaining(finding);
    if (elements == 4) {
      read(stream(pickle, "0", 4, 16)).hasMessageContaining(finding);
    }
  }

  @Test
  void manyViewsOfOneStorage_areRefusedBeforeAllocation() throws IOException {
    MadeCheckpoint made = MadeCheckpoint.resnet18(32, 1);
    PickleWriter pickle = PickleWriter.protocol2().ascii("}");
    made.shapes.forEach(
        (name, shape) -> {
          long[] stride = new long[shape.length];
          if (shape.length > 0) {
            Arrays.fill(stride, 1);
            stride[0] = 1_000_000 / Math.max(shape[0], 1);
          }
          pickle.text(name).tensor("FloatStorage", "0", 1_000_100, 0, shape, stride).ascii("s");
        });
    byte[] file = CheckpointFiles.zip(pickle.stop(), Map.of("0", new byte[4_000_400]));
    read(file).hasMessageContaining("share memory");
  }

  @Test
  void aStorageDeclaredInTwoWays_isRefused() throws IOException {
    byte[] pickle =
        PickleWriter.protocol2()
            .ascii("}")
            .text("a")
            .tensor("FloatStorage", "0", 4, 0, ONE, ONE)
            .ascii("s")
            .text("b")
            .tensor("DoubleStorage", "0", 2, 0, ONE, ONE)
            .ascii("s")
            .stop();
    read(CheckpointFiles.zip(pickle, Map.of("0", new byte[16])))
        .hasMessageContaining("in two ways");
    read(stream(pickle, "0", 4, 16)).hasMessageContaining("in two ways");
  }

  @Test
  void aZipBomb_isRefusedUnread() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(new byte[50_000_000]);
    }
    read(bytes.toByteArray()).hasMessageContaining("archive/data.pkl is compressed");
  }

  // Files that are not checkpoints.

  @Test
  void otherFiles_areNamedForWhatTheyAre() throws IOException {
    read(new byte[0]).hasMessageContaining("is empty");
    read(latin1("  <!DOCTYPE html><html>404")).hasMessageContaining("is a web page");
    read(latin1("version https://git-lfs.github.com/spec/v1\noid"))
        .hasMessageContaining("git lfs pull");
    read(latin1("\u001f\u008b\b")).hasMessageContaining("Unpack it");
    read(Arrays.copyOf(latin1("x".repeat(257) + "ustar"), 1024))
        .hasMessageContaining("tar archive");
    read(latin1("hello")).hasMessageContaining("not a PyTorch checkpoint");
    byte[] header = latin1("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}");
    ByteBuffer safetensors = ByteBuffer.allocate(12 + header.length).order(ByteOrder.LITTLE_ENDIAN);
    read(safetensors.putLong(header.length).put(header).array())
        .hasMessageContaining("is a safetensors file")
        .hasMessageContaining("Pass the model folder");
    read(PickleWriter.protocol2().ascii("}").stop())
        .hasMessageContaining("not one that torch.save wrote");
    assertThatThrownBy(() -> PaaImporter.read(folder, ImportOptions.derived()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is not a file");
    assertThatThrownBy(() -> PaaImporter.read(folder.resolve("no"), ImportOptions.derived()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void otherZips_areNamedForWhatTheyAre() throws IOException {
    read(zipOf(Map.of("code/model.py", "def", "m/constants.pkl", "x", "m/data.pkl", "x")))
        .hasMessageContaining("is a TorchScript archive");
    read(zipOf(Map.of("photo.txt", "x")))
        .hasMessageContaining("a zip with 0 files FOLDER/data.pkl");
    read(zipOf(Map.of("a/data.pkl", "x", "b/data.pkl", "x"))).hasMessageContaining("with 2 files");
    read(zipOf(Map.of("a/data.pkl", "x", "a/byteorder", "big"))).hasMessageContaining("big-endian");
  }

  @Test
  void aStorageMissingFromTheFile_isNamed() throws IOException {
    byte[] pickle =
        PickleWriter.protocol2()
            .ascii("}")
            .text("w")
            .tensor("FloatStorage", "../7", 4, 0, ONE, ONE)
            .ascii("s")
            .stop();
    read(CheckpointFiles.zip(pickle, Map.of("0", new byte[16])))
        .hasMessageContaining("its zip has no some folder/data/../7");
    read(join(streamHead(), pickle, PickleWriter.protocol2().ascii("]").stop()))
        .hasMessageContaining("list of storages");
    read(stream(pickle, "../7", 5, 16)).hasMessageContaining("5 elements instead of the 4");
    read(stream(pickle, "../7", 4, 15)).hasMessageContaining("ends before the 16 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forms_zip.pth",
        "forms_legacy.pth",
        "part_module_prefix_proto4_zip.pth",
        "tiny_zip.pth",
        "tiny_legacy.pth",
        "tiny_half_zip.pth",
        "tiny_half_legacy.pth"
      })
  void aFileCutShortAnywhere_isRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(GoldenCheckpoints.file(name));
    int step = whole.length < 10_000 ? 7 : whole.length / 97;
    for (int length = 0; length < whole.length; length += length < 100 ? 1 : step) {
      read(Arrays.copyOf(whole, length));
    }
    read(Arrays.copyOf(whole, whole.length - 1));
  }

  @Test
  void aChangedWeightIsNoticed_whereTheFormCarriesChecksums() throws IOException {
    byte[] file = Files.readAllBytes(GoldenCheckpoints.file("tiny_zip.pth"));
    file[file.length / 2] ^= 1;
    read(file).hasMessageContaining("has changed (CRC)");
  }

  private AbstractThrowableAssert<?, ?> refused(PickleWriter pickle) throws IOException {
    byte[] bytes = pickle.stop();
    if (bytes[0] == (byte) 0x80) {
      read(join(streamHead(), bytes, PickleWriter.protocol2().ascii("]").stop()));
    }
    return read(zip(bytes));
  }

  private AbstractThrowableAssert<?, ?> read(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("hostile.pth"), bytes);
    return assertThatThrownBy(() -> PaaImporter.read(file, ImportOptions.derived()))
        .as("%d bytes", bytes.length)
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file + " ")
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).length()).isLessThan(2000));
  }

  private static byte[] zip(byte[] pickle) {
    return CheckpointFiles.zip(pickle, Map.of());
  }

  private static byte[] zipOf(Map<String, String> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> entry : new LinkedHashMap<>(entries).entrySet()) {
        CheckpointFiles.stored(zip, entry.getKey(), latin1(entry.getValue()));
      }
    }
    return bytes.toByteArray();
  }

  /**
   * The stream form with one storage, given its declared number of elements and its actual bytes.
   */
  private static byte[] stream(byte[] pickle, String key, long elements, int bytes) {
    return join(
        streamHead(),
        pickle,
        PickleWriter.protocol2().ascii("]").text(key).ascii("a").stop(),
        new PickleWriter().int64(elements).toBytes(),
        new byte[bytes]);
  }

  private static long[] longs(String list) {
    return Arrays.stream(list.split(",", 0)).mapToLong(Long::parseLong).toArray();
  }
}
