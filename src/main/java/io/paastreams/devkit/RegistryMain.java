package io.paastreams.devkit;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * Runs in the registry's process: starts the server and ends it when standard input ends.
 *
 * <p>The parent holds the other end of that pipe. The kernel closes it however the parent dies, so
 * no server outlives its parent, even if that is killed. This class is self-contained, because the
 * child's class path contains nothing else of this project.
 */
final class RegistryMain {

  private static final String SERVER_MAIN = "io.quarkus.runner.GeneratedMain";

  private RegistryMain() {}

  public static void main(String[] args) throws Exception {
    Thread watchdog = new Thread(RegistryMain::exitWithParent, "parent-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
    try {
      Class.forName(SERVER_MAIN).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the registry server failed", e.getCause());
    }
  }

  private static void exitWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever written to this pipe.
      }
    } catch (IOException e) {
      // A broken pipe means the same as a closed one.
    }
    System.exit(0);
  }
}
