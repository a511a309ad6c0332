package io.paastreams.checkpoint;

import static java.util.Collections.singletonList;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pickles of a checkpoint as plain data.
 *
 * <p>A pickle is a program: opcodes push values onto a stack, and GLOBAL, REDUCE and BUILD name and
 * call Python code. A checkpoint may come from a stranger, so this class turns the library's
 * general machine into one that can only build data:
 *
 * <ul>
 *   <li><b>Names.</b> A global is looked up only in {@link PickleGlobals}, never in the library's
 *       JVM-wide registry, whose own entries (dates, {@code operator.attrgetter}, exceptions, the
 *       dictionary that stands for any unknown class) are thus out of reach. Any other global
 *       becomes a {@link Foreign}: calling it, setting its state or filling it has no effect.
 *       BUILD, which the library implements by reflection, sets the state of three known types and
 *       nothing else.
 *   <li><b>Opcodes.</b> Only those that Python's pickler writes in protocols 2 to 5 are executed;
 *       text opcodes, INST, OBJ, EXT, PERSID, DUP and out-of-band buffers are not.
 *   <li><b>Memory and time.</b> A length is compared with the remaining bytes before anything of
 *       that length is allocated; the number of opcodes and of bytes copied by them is bounded, so
 *       that a pickle of n bytes costs O(n) whatever it contains. Keys of a dict are scalars, so
 *       that no hash walks a structure that contains itself; an entry with any other key is left
 *       unread. Each name has one {@link Foreign}, however many objects it stands for. Nothing here
 *       is recursive.
 *   <li><b>Order.</b> Dicts keep the order of the file, which the library's SETITEMS would lose.
 * </ul>
 *
 * <p>Values: None is null; bool, int, float, str and bytes are Boolean, Integer or Long or
 * BigInteger, Double, String, byte[]; list, tuple and dict are List, Object[] and Map; then {@link
 * TensorStorage}, {@link TorchTensor}, {@link NumpyArray} and {@link Foreign}.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">the opcodes</a>
 */
final class CheckpointUnpickler extends Unpickler {

  private static final int MAX_OPCODES = 1_000_000;

  /** How many bytes may be copied in addition to the size of the pickle. */
  private static final long MAX_COPIED = 32 << 20;

  private static final int MAX_INTEGER_BYTES = 1024;
  private static final int MAX_NAME = 200;

  /** The longest key; keeps comparing keys cheap, even if they are chosen to collide. */
  private static final int MAX_KEY = 512;

  private final Function<Object[], Object> storages;
  private final ForeignObjects foreign;
  private final Map<String, IObjectConstructor> globals;
  private int opcodes;
  private long copied;
  private boolean started;

  /**
   * @param storages makes a storage from a persistent id's tuple, or a {@link Foreign} if its type
   *     is unknown
   * @param foreign receives every object that is not read
   */
  CheckpointUnpickler(Function<Object[], Object> storages, ForeignObjects foreign) {
    this.storages = storages;
    this.foreign = foreign;
    this.globals = PickleGlobals.allowed(this::chargeCopy);
  }

  /**
   * Reads one pickle; afterwards the stream is positioned after it.
   *
   * @param bytes the rest of the pickle stream; {@code available()} must count all of it
   */
  Object read(ByteArrayInputStream bytes) {
    copied = -bytes.available();
    try {
      Object value = load(bytes);
      if (value == null) {
        throw Refusal.unsupported("contains None");
      }
      return value;
    } catch (IOException | PickleException e) {
      throw Refusal.damaged("its pickle does not make sense (" + e.getMessage() + ")");
    } catch (ClassCastException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | NullPointerException
        | IllegalArgumentException
        | ArithmeticException e) {
      // The machine found a different kind of value on its stack than the opcode needs, or none.
      throw Refusal.damaged(
          "its pickle does not make sense (" + e.getClass().getSimpleName() + ")");
    }
  }

  @Override
  protected Object dispatch(short opcode) throws IOException {
    if (++opcodes > MAX_OPCODES) {
      throw Refusal.unsupported("has a pickle of more than " + MAX_OPCODES + " opcodes");
    }
    if (!started && opcode != Opcodes.PROTO) {
      throw Refusal.unsupported("has a pickle of protocol 0 or 1, or none at all");
    }
    started = true;
    switch (opcode) {
      case Opcodes.PROTO,
          Opcodes.STOP,
          Opcodes.MARK,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.BINFLOAT,
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.EMPTY_LIST,
          Opcodes.POP,
          Opcodes.POP_MARK,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.MEMOIZE,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.FRAME -> {
        return super.dispatch(opcode);
      }
      case Opcodes.SHORT_BINUNICODE,
          Opcodes.SHORT_BINSTRING,
          Opcodes.SHORT_BINBYTES,
          Opcodes.LONG1 -> {
        return lengthChecked(opcode, 1, Integer.MAX_VALUE);
      }
      case Opcodes.BINUNICODE, Opcodes.BINSTRING, Opcodes.BINBYTES -> {
        return lengthChecked(opcode, 4, Integer.MAX_VALUE);
      }
      case Opcodes.BINUNICODE8, Opcodes.BINBYTES8 -> {
        return lengthChecked(opcode, 8, Integer.MAX_VALUE);
      }
      case Opcodes.LONG4 -> {
        return lengthChecked(opcode, 4, MAX_INTEGER_BYTES);
      }
      case Opcodes.BINPERSID -> stack.add(storages.apply((Object[]) stack.pop()));
      case Opcodes.APPEND -> append(singletonList(stack.pop()));
      case Opcodes.APPENDS -> append(stack.pop_all_since_marker());
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        Object key = stack.pop();
        putAll(Arrays.asList(key, value));
      }
      case Opcodes.SETITEMS -> putAll(stack.pop_all_since_marker());
      case Opcodes.REDUCE, Opcodes.NEWOBJ -> {
        Object[] arguments = (Object[]) stack.pop();
        stack.add(called(stack.pop(), arguments, opcode));
      }
      case Opcodes.NEWOBJ_EX -> {
        stack.pop(); // keyword arguments
        Object[] arguments = (Object[]) stack.pop();
        stack.add(called(stack.pop(), arguments, opcode));
      }
      case Opcodes.EMPTY_SET -> stack.add(foreign.of("builtins", "set"));
      case Opcodes.ADDITEMS -> {
        stack.pop_all_since_marker();
        if (!(stack.peek() instanceof Foreign)) {
          throw Refusal.damaged("its pickle adds items to something that is not a set");
        }
      }
      case Opcodes.FROZENSET -> {
        stack.pop_all_since_marker();
        stack.add(foreign.of("builtins", "frozenset"));
      }
      case Opcodes.BYTEARRAY8 -> {
        skipBytes();
        stack.add(foreign.of("builtins", "bytearray"));
      }
      case Opcodes.GLOBAL -> stack.add(global(line(), line()));
      case Opcodes.STACK_GLOBAL -> {
        String name = (String) stack.pop();
        String module = (String) stack.pop();
        stack.add(global(module, name));
      }
      case Opcodes.BUILD -> {
        Object state = stack.pop();
        if (!(stack.peek() instanceof Foreign)) {
          PickleGlobals.build(stack.peek(), state);
        }
      }
      default ->
          throw Refusal.unsupported(
              "uses the pickle opcode 0x%02x, which plain weights do not need".formatted(opcode));
    }
    return NO_RETURN_VALUE;
  }

  /** The result of a callable; only the constructors of {@link PickleGlobals} are ever called. */
  private static Object called(Object callable, Object[] arguments, short opcode) {
    if (callable instanceof Foreign unknown) {
      return unknown;
    }
    if (opcode != Opcodes.REDUCE) {
      throw Refusal.unsupported("creates an object from something that is not a class");
    }
    for (Object argument : arguments) {
      // Whatever is made from an unread object cannot be read either.
      if (argument instanceof Foreign unknown) {
        return unknown;
      }
    }
    return ((IObjectConstructor) callable).construct(arguments);
  }

  private void skipBytes() throws IOException {
    demandLength(8, Integer.MAX_VALUE);
    byte[] length = input.readNBytes(8);
    input.skipNBytes(ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
  }

  /** Executes an opcode that is followed by a length and as many bytes, if there are that many. */
  private Object lengthChecked(short opcode, int lengthBytes, int most) throws IOException {
    demandLength(lengthBytes, most);
    return super.dispatch(opcode);
  }

  private void demandLength(int lengthBytes, int most) throws IOException {
    input.mark(0);
    byte[] field = input.readNBytes(lengthBytes);
    input.reset();
    BigInteger length = BigInteger.ZERO;
    for (int i = field.length - 1; i >= 0; i--) {
      length = length.shiftLeft(8).or(BigInteger.valueOf(field[i] & 0xff));
    }
    int left = Math.min(input.available() - lengthBytes, most);
    if (field.length < lengthBytes || length.compareTo(BigInteger.valueOf(left)) > 0) {
      throw Refusal.damaged(
          "its pickle declares a value of %s bytes where %d are allowed"
              .formatted(length, Math.max(left, 0)));
    }
  }

  private void append(List<Object> values) {
    if (stack.peek() instanceof Foreign) {
      return;
    }
    @SuppressWarnings("unchecked")
    List<Object> list = (ArrayList<Object>) stack.peek();
    list.addAll(values);
  }

  private void putAll(List<Object> keysAndValues) {
    if (stack.peek() instanceof Foreign) {
      return;
    }
    Map<Object, Object> dict = dict(stack.peek());
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      put(dict, keysAndValues.get(i), keysAndValues.get(i + 1));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> dict(Object value) {
    return (Map<Object, Object>) value;
  }

  static void put(Map<Object, Object> dict, @Nullable Object key, @Nullable Object value) {
    if (key instanceof String text && text.length() > MAX_KEY) {
      unread(dict, "a key of " + text.length() + " characters");
    } else if (key instanceof String || key instanceof Number || key instanceof Boolean) {
      dict.put(key, value);
    } else {
      unread(dict, "a key that is neither text nor a number");
    }
  }

  private static void unread(Map<Object, Object> dict, String what) {
    dict.put("entry " + dict.size() + " (" + what + ")", new Foreign(what));
  }

  private IObjectConstructor global(String module, String name) {
    IObjectConstructor constructor = globals.get(module + " " + name);
    return constructor == null ? foreign.of(module, name) : constructor;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int each = input.read(); each != '\n'; each = input.read()) {
      if (each < 0 || line.length() > MAX_NAME) {
        throw Refusal.damaged("its pickle contains a name without an end");
      }
      line.append((char) each);
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private void chargeCopy(long bytes) {
    copied += bytes;
    if (copied > MAX_COPIED) {
      throw Refusal.unsupported("has a pickle that copies its values over and over");
    }
  }
}
