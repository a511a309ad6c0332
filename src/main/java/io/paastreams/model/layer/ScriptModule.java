package io.paastreams.model.layer;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript function of tensors, compiled from its text.
 *
 * <p>DJL's PyTorch engine binds a fixed set of operations: group normalisation, casts to bfloat16
 * and memory formats are not among them. It can, however, load TorchScript modules, and a
 * TorchScript module is a small zip archive:
 *
 * <pre>
 *   f/version          the archive format, "3"
 *   f/constants.pkl    a pickled empty tuple
 *   f/data.pkl         a pickled object of class __torch__.F with one attribute, training = False
 *   f/code/__torch__.py  the class, with its forward method as source text
 * </pre>
 *
 * <p>So this class writes such an archive in memory around the given statements and lets the engine
 * compile it. This needs no Python and no native code of our own, and every operation of the
 * installed libtorch is available, on every device, with its gradient.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A module has no state: constants are part of its text, weights are arguments.
 *   <li>It runs under the calling thread's gradient mode like any other operation. DJL's own
 *       inference mode would create "inference tensors", on which later in-place operations fail.
 *   <li>The graph optimiser is switched off for each call (the setting is per thread): it would
 *       slowly specialise a module for the first shapes that it sees, and gains nothing on a CPU.
 * </ul>
 *
 * <p>A call costs 5 to 10 microseconds besides the operations themselves. A module is unloaded with
 * its owner: that of a network, with what the engine has derived from it, takes about 3 MB.
 *
 * <p>Threading: safe.
 */
final class ScriptModule {

  private final PtSymbolBlock module;

  private ScriptModule(PtSymbolBlock module) {
    this.module = module;
  }

  /**
   * Compiles a function.
   *
   * @param owner unloads the module when it is closed; nothing may use it then
   * @param arguments the names of the arguments, which are all tensors
   * @param statements TorchScript statements, one line each
   * @param results expressions of tensors, at least one
   * @throws IllegalArgumentException if the text is not TorchScript
   */
  static ScriptModule compile(
      NDManager owner, List<String> arguments, List<String> statements, List<String> results) {
    String code = code(arguments, statements, results);
    try {
      PtNDManager manager = (PtNDManager) owner;
      return new ScriptModule(
          JniUtils.loadModule(manager, new ByteArrayInputStream(archive(code)), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (EngineException e) {
      throw new IllegalArgumentException("not TorchScript: " + code, e);
    }
  }

  /** Returns the results, in the manager of the first argument. */
  NDList apply(NDArray... arguments) {
    JniUtils.setGraphExecutorOptimize(false);
    return IValueUtils.forward(module, new NDList(arguments), true);
  }

  private static String code(
      List<String> arguments, List<String> statements, List<String> results) {
    StringBuilder code =
        new StringBuilder("class F(Module):\n")
            .append("  __parameters__ = []\n  __buffers__ = []\n  training : bool\n")
            .append("  def forward(self: __torch__.F");
    arguments.forEach(name -> code.append(", ").append(name).append(": Tensor"));
    boolean one = results.size() == 1;
    String types = String.join(", ", results.stream().map(result -> "Tensor").toList());
    code.append(") -> ").append(one ? types : "Tuple[" + types + "]").append(":\n");
    statements.forEach(statement -> code.append("    ").append(statement).append('\n'));
    String values = String.join(", ", results);
    return code.append("    return ")
        .append(one ? values : "(" + values + ")")
        .append('\n')
        .toString();
  }

  private static byte[] archive(String code) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "f/data.pkl", pickledModule());
      put(zip, "f/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
      put(zip, "f/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      put(zip, "f/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** The pickle (protocol 2) of {@code F.__new__(F)} with the state {"training": False}. */
  private static byte[] pickledModule() {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    byte[] attribute = "training".getBytes(StandardCharsets.US_ASCII);
    pickle.writeBytes(new byte[] {(byte) 0x80, 2}); // PROTO 2
    pickle.writeBytes("c__torch__\nF\n".getBytes(StandardCharsets.US_ASCII)); // GLOBAL
    pickle.writeBytes(new byte[] {')', (byte) 0x81}); // EMPTY_TUPLE NEWOBJ
    pickle.writeBytes(new byte[] {'}', '('}); // EMPTY_DICT MARK
    pickle.writeBytes(new byte[] {'X', (byte) attribute.length, 0, 0, 0}); // BINUNICODE
    pickle.writeBytes(attribute);
    pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'}); // NEWFALSE SETITEMS BUILD STOP
    return pickle.toByteArray();
  }

  /** Stores an entry uncompressed, because PyTorch reads no others. */
  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
