package io.paastreams.model.torch;

import java.nio.file.Path;
import java.util.Locale;

/** Where PyTorch's libraries come from, as a user names it. */
public sealed interface TorchSource {

  /** What {@link #parse} accepts, for people. */
  String ALLOWED =
      "auto, shipped, download, or the folder of a PyTorch such as"
          + " venv/lib/python3.12/site-packages/torch";

  /**
   * Reads what a user wrote.
   *
   * @throws java.nio.file.InvalidPathException if it is neither one of the words nor a path
   */
  static TorchSource parse(String text) {
    return switch (text) {
      case "auto" -> new Auto();
      case "shipped" -> new Shipped();
      case "download" -> new Download();
      default -> new Folder(Path.of(text));
    };
  }

  /** What a user would write for this source. */
  default String text() {
    if (this instanceof Folder folder) {
      return folder.path.toString();
    }
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /**
   * Those that {@code PYTORCH_LIBRARY_PATH} names; otherwise those of an activated Python
   * environment that has the right PyTorch for a GPU; otherwise the shipped ones.
   */
  record Auto() implements TorchSource {}

  /** Those that come with the jar, for the CPU. */
  record Shipped() implements TorchSource {}

  /** Those for a GPU that DJL downloads into its cache. */
  record Download() implements TorchSource {}

  /**
   * Those of the user's own PyTorch.
   *
   * @param path of the package {@code torch}, of its {@code lib}, of the environment that it is
   *     installed in, or of an unpacked libtorch
   */
  record Folder(Path path) implements TorchSource {}
}
