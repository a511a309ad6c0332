package io.paastreams.claimcheck;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Where images are written to. */
public sealed interface StoreLocation {

  /** The allowed forms, for messages. */
  String ALLOWED = "file:///FOLDER, s3://BUCKET or s3://BUCKET/PREFIX";

  /** A folder, which must exist. */
  record Folder(Path path) implements StoreLocation {
    @Override
    public String toString() {
      return path.toUri().toString();
    }
  }

  /**
   * A bucket.
   *
   * @param prefix the prefix of all keys, without slashes around it; may be empty
   */
  record Bucket(String name, String prefix) implements StoreLocation {
    @Override
    public String toString() {
      return "s3://" + name + (prefix.isEmpty() ? "" : "/" + prefix);
    }
  }

  /** Matches the names that a bucket may have, including old ones. */
  Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");

  /**
   * Parses a location.
   *
   * @throws IllegalArgumentException if the text is not a location
   */
  static StoreLocation parse(String text) {
    URI uri = URI.create(text);
    String path = uri.getPath();
    if (path == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must be " + ALLOWED);
    }
    if ("file".equalsIgnoreCase(uri.getScheme())) {
      try {
        return new Folder(Path.of(uri).normalize());
      } catch (FileSystemNotFoundException e) {
        throw new IllegalArgumentException(e);
      }
    }
    String bucket = uri.getRawAuthority();
    String prefix = path.replaceAll("^/+|/+$", "");
    if (!"s3".equalsIgnoreCase(uri.getScheme())
        || bucket == null
        || !BUCKET.matcher(bucket).matches()
        || hasDotSegments(prefix)) {
      throw new IllegalArgumentException("must be " + ALLOWED);
    }
    return new Bucket(bucket, prefix);
  }

  /** Whether a key has dot segments, which a server might follow into another bucket. */
  static boolean hasDotSegments(String key) {
    return Arrays.stream(key.split("/", -1)).anyMatch(part -> part.matches("\\.{1,2}"));
  }
}
