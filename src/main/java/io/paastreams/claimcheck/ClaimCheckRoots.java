package io.paastreams.claimcheck;

import static io.paastreams.claimcheck.ClaimCheckReader.notAllowed;
import static io.paastreams.claimcheck.ClaimCheckReader.shown;

import io.paastreams.claimcheck.ClaimCheckException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folders that {@code file:} claim checks may name. Whoever writes to the frames topic may read
 * our answers in the dead letters, so an answer must not reveal anything about other folders: a
 * name outside the folders is refused by its text, before the file system is asked, and a symbolic
 * link that leads out of them gets the same answer whether its target exists, is readable, or
 * neither.
 *
 * <p>Threading: safe.
 */
final class ClaimCheckRoots {

  private static final String OUTSIDE =
      "it is not in any of claimChecks.fileRoots (by its own name, and with symbolic links"
          + " followed)";

  private final List<Path> roots;

  ClaimCheckRoots(List<Path> roots) {
    this.roots = roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
  }

  /** Refuses a URI whose text leads out of the folders, without asking the file system. */
  Path requireBelow(URI uri) throws ClaimCheckException {
    try {
      Path file = Path.of(uri).normalize();
      if (roots.stream().anyMatch(file::startsWith)) {
        return file;
      }
    } catch (IllegalArgumentException e) {
      throw notAllowed(uri, "it does not name a local file");
    }
    throw notAllowed(uri, OUTSIDE);
  }

  /**
   * The file without symbolic links. All refusals are thrown in one place, because stack traces are
   * answers too.
   */
  Path resolve(URI uri) throws ClaimCheckException {
    Path file = requireBelow(uri);
    @Nullable Path real = null;
    @Nullable IOException failure = null;
    try {
      real = file.toRealPath();
    } catch (IOException e) {
      failure = e;
    }
    if (real == null ? leadsOut(file) : !isReallyBelow(real)) {
      throw notAllowed(uri, OUTSIDE);
    }
    if (real == null) {
      throw new ClaimCheckException(
          Reason.NOT_FOUND, shown(uri) + " cannot be read: " + failure, failure);
    }
    return real;
  }

  private boolean isReallyBelow(Path real) {
    return roots.stream().anyMatch(root -> real.startsWith(realOrSame(root)));
  }

  /**
   * Whether a path that cannot be followed leads out, judged by its links and by the nearest parent
   * that can be followed.
   */
  private boolean leadsOut(Path file) {
    for (Path part = file; part != null && !roots.contains(part); part = part.getParent()) {
      try {
        return !isReallyBelow(part.toRealPath());
      } catch (IOException e) {
        if (Files.isSymbolicLink(part)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Path realOrSame(Path root) {
    try {
      return root.toRealPath();
    } catch (IOException e) {
      return root;
    }
  }
}
