package io.paastreams.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import net.razorvine.pickle.IObjectConstructor;
import org.jspecify.annotations.Nullable;

/**
 * The Python names that a checkpoint may call, each with its implementation here: the constructors
 * of tensors, of ordered dicts and of NumPy values. There are no others.
 */
final class PickleGlobals {

  /** More axes than NumPy arrays or PyTorch weights ever have. */
  private static final int MAX_AXES = 32;

  private PickleGlobals() {}

  /** A dict that may have attributes of its own, which are dropped. */
  private static final class OrderedDict extends LinkedHashMap<Object, @Nullable Object> {
    private static final long serialVersionUID = 1L;
  }

  /** A {@code numpy.dtype} between its construction and its use. */
  private static final class NumpyTypeInMaking {
    private final NumpyType type;
    private boolean littleEndian = true;

    NumpyTypeInMaking(NumpyType type) {
      this.type = type;
    }
  }

  /** The class of a storage, which persistent ids name but never call. */
  record StorageClass(ElementType type) implements IObjectConstructor {
    @Override
    public Object construct(Object[] args) {
      throw Refusal.unsupported("calls the class torch." + type.storageClass());
    }
  }

  /** A global that is an argument of others and is never called itself. */
  private static final IObjectConstructor NOT_CALLED =
      args -> {
        throw Refusal.unsupported("calls numpy.ndarray by itself");
      };

  /**
   * The constructors by "module name".
   *
   * @param copied receives the size of everything that a constructor copies
   */
  static Map<String, IObjectConstructor> allowed(LongConsumer copied) {
    Map<String, IObjectConstructor> globals = new HashMap<>();
    for (ElementType type : ElementType.values()) {
      globals.put("torch " + type.storageClass(), new StorageClass(type));
    }
    globals.put("torch._utils _rebuild_tensor", PickleGlobals::tensor);
    globals.put("torch._utils _rebuild_tensor_v2", PickleGlobals::tensor);
    globals.put("torch._utils _rebuild_parameter", args -> (TorchTensor) args[0]);
    globals.put("torch Size", args -> (Object[]) args[0]);
    globals.put("collections OrderedDict", args -> orderedDict(args, copied));
    globals.put("_codecs encode", args -> latin1(args, copied));
    for (String builtins : List.of("builtins", "__builtin__")) {
      globals.put(builtins + " bytes", PickleGlobals::emptyBytes);
    }
    for (String numpy : List.of("numpy.core", "numpy._core")) {
      globals.put(numpy + ".multiarray scalar", PickleGlobals::numpyScalar);
      globals.put(numpy + ".multiarray _reconstruct", args -> new NumpyArray());
    }
    globals.put("numpy ndarray", NOT_CALLED);
    globals.put("numpy dtype", PickleGlobals::numpyType);
    return globals;
  }

  /** Sets the state of an object, as Python's BUILD does. */
  static void build(Object target, Object state) {
    if (target instanceof OrderedDict && state instanceof Map<?, ?>) {
      // torch keeps module versions in an attribute of the state dict; nothing here needs them.
      return;
    }
    Object[] parts = state instanceof Object[] tuple ? tuple : new Object[0];
    if (target instanceof NumpyTypeInMaking making && parts.length >= 2) {
      making.littleEndian =
          parts[1] instanceof String order && "<|=".contains(order) && order.length() == 1;
    } else if (target instanceof NumpyArray array && parts.length == 5) {
      fill(array, parts);
    } else {
      throw Refusal.unsupported("sets the state of an object that has none");
    }
  }

  private static TorchTensor tensor(Object[] args) {
    return new TorchTensor(
        (TensorStorage) args[0], whole(args[1]), wholes(args[2]), wholes(args[3]));
  }

  private static Object orderedDict(Object[] args, LongConsumer copied) {
    OrderedDict dict = new OrderedDict();
    if (args.length > 0) {
      // Python 2 writes the items as an argument.
      List<?> items = (List<?>) args[0];
      copied.accept(64L * items.size());
      for (Object item : items) {
        if (item instanceof List<?> pair && pair.size() == 2) {
          CheckpointUnpickler.put(dict, pair.get(0), pair.get(1));
        } else {
          throw Refusal.damaged("an item of an ordered dict is not a pair");
        }
      }
    }
    return dict;
  }

  /** {@code _codecs.encode(text, 'latin1')}: how bytes are written in protocol 2. */
  private static byte[] latin1(Object[] args, LongConsumer copied) {
    String text = (String) args[0];
    if (!args[1].equals("latin1")) {
      throw Refusal.unsupported("encodes text in an encoding other than latin1");
    }
    copied.accept(text.length());
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (!text.equals(new String(bytes, StandardCharsets.ISO_8859_1))) {
      throw Refusal.damaged("text that should be latin1 is not");
    }
    return bytes;
  }

  private static byte[] emptyBytes(Object[] args) {
    if (args.length > 0) {
      throw Refusal.unsupported("calls bytes() with arguments");
    }
    return new byte[0];
  }

  private static Object numpyScalar(Object[] args) {
    NumpyTypeInMaking making = (NumpyTypeInMaking) args[0];
    if (!making.littleEndian) {
      return new Foreign("a big-endian NumPy value");
    }
    NumpyType type = making.type;
    byte[] data = (byte[]) args[1];
    if (data.length != type.bytes()) {
      throw Refusal.damaged("a NumPy scalar has " + data.length + " bytes");
    }
    return type.get(data, 0);
  }

  /** Fills an array from (version, shape, dtype, whether in Fortran order, bytes). */
  private static void fill(NumpyArray array, Object[] state) {
    if (state[2] instanceof Foreign || state[4] instanceof Foreign) {
      return; // an array of objects or strings stays empty
    }
    long[] shape = wholes(state[1]);
    NumpyTypeInMaking making = (NumpyTypeInMaking) state[2];
    if (making.littleEndian && !(Boolean.TRUE.equals(state[3]) && shape.length > 1)) {
      array.fill(making.type, shape, (byte[]) state[4]);
    }
  }

  private static Object numpyType(Object[] args) {
    String name = (String) args[0];
    return NumpyType.isKnown(name)
        ? new NumpyTypeInMaking(NumpyType.of(name))
        : new Foreign("numpy.dtype '" + Names.printable(name) + "'");
  }

  private static long[] wholes(Object tuple) {
    Object[] parts = (Object[]) tuple;
    if (parts.length > MAX_AXES) {
      throw Refusal.damaged("a tensor or array has " + parts.length + " axes");
    }
    long[] wholes = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      wholes[i] = whole(parts[i]);
    }
    return wholes;
  }

  static long whole(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw Refusal.damaged("a size, stride or offset is not a 64-bit integer");
  }
}
