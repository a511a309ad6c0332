package io.paastreams.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Combines pickles and storages to files of the two formats. */
final class CheckpointFiles {

  private CheckpointFiles() {}

  static byte[] zip(byte[] pickle, Map<String, byte[]> storages) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      stored(zip, "some folder/data.pkl", pickle);
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        stored(zip, "some folder/data/" + storage.getKey(), storage.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
  }

  /** The stream form's first three pickles. */
  static byte[] streamHead() {
    return PickleWriter.protocol2()
        .raw(0x8a, 10)
        .raw(0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
        .ascii(".")
        .raw(0x80, 2)
        .ascii("M\u00e9\u0003.")
        .raw(0x80, 2)
        .ascii("}(")
        .text("little_endian")
        .raw(0x88)
        .ascii("u.")
        .toBytes();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
