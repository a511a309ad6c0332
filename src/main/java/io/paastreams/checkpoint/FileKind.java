package io.paastreams.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a file is according to its first bytes: a checkpoint in one of two forms, or a common
 * mistake.
 */
enum FileKind {
  ZIP,
  STREAM,
  EMPTY("is empty", Refusal.FETCH_AGAIN),
  SAFETENSORS(
      "is a safetensors file, not a PyTorch checkpoint",
      "Pass the model folder that contains it, or the .pth file that it was made from"),
  PAGE(
      "is a web page, not a checkpoint: the server answered the download with an error or a"
          + " login page",
      Refusal.FETCH_AGAIN),
  LFS_POINTER("is a Git LFS pointer, not the checkpoint itself", "Run 'git lfs pull' first"),
  TAR(
      "is a tar archive: packed, or saved by PyTorch before 0.2",
      "Unpack it, or save it again with a later PyTorch"),
  COMPRESSED("is a compressed file", "Unpack it first"),
  OTHER(
      "is not a PyTorch checkpoint: it starts like neither of the two formats that"
          + " torch.save writes",
      "Pass the .pth file that mmdetection's training wrote");

  /** The number of bytes of a file that {@link #of} needs. */
  static final int HEAD_BYTES = 512;

  private static final int PICKLE_PROTO = 0x80;

  private final String finding;
  private final String remedy;

  FileKind() {
    this("", "");
  }

  FileKind(String finding, String remedy) {
    this.finding = finding;
    this.remedy = remedy;
  }

  /**
   * Determines the kind.
   *
   * @param head the first {@link #HEAD_BYTES} of the file, or all of a shorter one
   */
  static FileKind of(byte[] head, long fileBytes) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (head.length == 0) {
      return EMPTY;
    }
    if (text.startsWith("PK")) {
      return ZIP;
    }
    if (isSafetensors(head, fileBytes)) {
      return SAFETENSORS;
    }
    if ((head[0] & 0xff) == PICKLE_PROTO) {
      return STREAM;
    }
    if (text.startsWith("version https://git-lfs")) {
      return LFS_POINTER;
    }
    if (text.strip().toLowerCase(Locale.ROOT).matches("(?s)<(!doctype html|html|\\?xml).*")) {
      return PAGE;
    }
    if (text.startsWith("ustar", 257)) {
      return TAR;
    }
    boolean compressed =
        text.startsWith("\u001f\u008b") || text.startsWith("\u00fd7zXZ") || text.startsWith("BZh");
    return compressed ? COMPRESSED : OTHER;
  }

  private static boolean isSafetensors(byte[] head, long fileBytes) {
    if (head.length < 9 || head[8] != '{') {
      return false;
    }
    long header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return header > 1 && header <= fileBytes - 8;
  }

  Refusal refusal() {
    return new Refusal(finding, remedy);
  }
}
