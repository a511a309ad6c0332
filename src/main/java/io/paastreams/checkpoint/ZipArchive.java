package io.paastreams.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The format since PyTorch 1.6: a zip with one folder of any name that contains {@code data.pkl}
 * and {@code data/KEY} for each storage. Entries are stored, not compressed, and carry their sizes
 * only in the central directory (data descriptors), so the file needs random access.
 */
final class ZipArchive implements Archive {

  private static final String PICKLE = "/data.pkl";

  private final ZipFile zip;
  private final String folder;
  private final ForeignObjects foreign = new ForeignObjects();
  private final Object root;

  private ZipArchive(ZipFile zip, long fileBytes) throws IOException {
    this.zip = zip;
    this.folder = folder(zip);
    ZipEntry byteOrder = zip.getEntry(folder + "/byteorder");
    if (byteOrder != null && !text(byteOrder).equals("little")) {
      throw Refusal.unsupported("was saved on a big-endian machine");
    }
    Map<String, TensorStorage> storages = new HashMap<>();
    long[] declared = {0};
    CheckpointUnpickler unpickler =
        new CheckpointUnpickler(
            id -> {
              if (id.length > 1 && id[1] instanceof Foreign unknownType) {
                return unknownType;
              }
              TensorStorage storage = Archive.storage(id);
              TensorStorage known = storages.putIfAbsent(storage.key(), storage);
              if (known == null) {
                check(storage);
                // Entries may overlap in a forged zip, so their total must not exceed the file.
                declared[0] += storage.bytes();
              } else if (!known.equals(storage)) {
                throw Refusal.unsupported("declares the storage " + storage.key() + " in two ways");
              }
              if (declared[0] > fileBytes) {
                throw Refusal.damaged("its storages together are larger than the file");
              }
              return storage;
            },
            foreign);
    this.root = unpickler.read(new ByteArrayInputStream(pickle()));
  }

  static ZipArchive open(Path file, long fileBytes) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw Refusal.damaged("it starts like a zip but has no valid directory at its end");
    }
    try {
      return new ZipArchive(zip, fileBytes);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static String folder(ZipFile zip) {
    List<String> names = names(zip);
    List<String> folders =
        names.stream()
            .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.lastIndexOf('/'))
            .map(name -> name.substring(0, name.length() - PICKLE.length()))
            .toList();
    if (names.stream().anyMatch(name -> name.endsWith("/constants.pkl"))) {
      throw new Refusal(
          "is a TorchScript archive (a program with weights), not a checkpoint",
          "Pass the .pth file that mmdetection's training wrote");
    }
    if (folders.size() != 1) {
      throw new Refusal(
          "is a zip with " + folders.size() + " files FOLDER/data.pkl, where a checkpoint has one",
          "Pass the .pth file that mmdetection's training wrote");
    }
    return folders.get(0);
  }

  private static List<String> names(ZipFile zip) {
    try {
      return zip.stream().map(ZipEntry::getName).toList();
    } catch (IllegalArgumentException e) {
      throw Refusal.damaged("its zip has an entry whose name or comment is not text");
    }
  }

  private byte[] pickle() throws IOException {
    ZipEntry entry = stored(folder + PICKLE);
    if (entry.getSize() > MAX_PICKLE_BYTES) {
      throw Refusal.unsupported("has a pickle of " + entry.getSize() + " bytes");
    }
    return read(entry, 0, (int) entry.getSize());
  }

  private String text(ZipEntry entry) throws IOException {
    byte[] bytes = read(entry, 0, (int) Math.min(entry.getSize(), 16));
    return new String(bytes, StandardCharsets.US_ASCII).strip();
  }

  private ZipEntry stored(String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw Refusal.damaged("its zip has no " + name);
    }
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
      throw Refusal.unsupported("is a zip whose entry " + name + " is compressed");
    }
    return entry;
  }

  private void check(TensorStorage storage) {
    ZipEntry entry = stored(folder + "/data/" + storage.key());
    if (entry.getSize() / storage.type().bytes() != storage.elements()) {
      throw Refusal.damaged(
          "storage %s declares %d elements of %d bytes and has %d bytes"
              .formatted(
                  storage.key(), storage.elements(), storage.type().bytes(), entry.getSize()));
    }
  }

  @Override
  public Object root() {
    return root;
  }

  @Override
  public ForeignObjects foreign() {
    return foreign;
  }

  @Override
  public byte[] read(TensorStorage storage, long from, int count) throws IOException {
    return read(stored(folder + "/data/" + storage.key()), from, count);
  }

  private byte[] read(ZipEntry entry, long from, int count) throws IOException {
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      in.skipNBytes(from);
      bytes = in.readNBytes(count);
    } catch (ZipException | EOFException e) {
      throw Refusal.damaged("its zip entry " + entry.getName() + " cannot be found");
    }
    if (bytes.length != count) {
      throw Refusal.damaged("its zip entry " + entry.getName() + " ends early");
    }
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if (count == entry.getSize() && crc.getValue() != entry.getCrc()) {
      throw Refusal.damaged("its zip entry " + entry.getName() + " has changed (CRC)");
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
