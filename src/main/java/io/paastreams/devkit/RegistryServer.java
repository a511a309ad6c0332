package io.paastreams.devkit;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apicurio Registry as a separate process, reachable only on the loopback interface. It offers
 * Confluent's API under {@link #url} and refuses schemas that are not {@code
 * BACKWARD_TRANSITIVE}-compatible.
 *
 * <p>Threading: safe; {@link #close} may be called twice. The process ends with this JVM, however
 * that terminates.
 */
public final class RegistryServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);

  private static final String API = "/apis/ccompat/v7";
  private static final long START_TIMEOUT_SECONDS = 60;
  private static final long STOP_TIMEOUT_SECONDS = 20;

  // The variables that a JVM needs; others (LOG_LEVEL, REGISTRY_*, JAVA_TOOL_OPTIONS) would
  // configure it.
  private static final Set<String> INHERITED_ENVIRONMENT =
      Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH");

  private final Process process;
  private final String url;
  private final Path archiveDraft;
  private final Path archive;
  private final Thread stopAtExit = new Thread(this::stop, "registry-stop");

  private RegistryServer(Process process, String url, Path archiveDraft, Path archive) {
    this.process = process;
    this.url = url;
    this.archiveDraft = archiveDraft;
    this.archive = archive;
  }

  /** Starts a registry on a free port; its schemas are lost when it is closed. */
  public static RegistryServer start() {
    return start(RegistryServerConfig.throwaway());
  }

  /**
   * Starts a registry and returns when it answers.
   *
   * @throws IllegalStateException if the build has no server, the port is in use, or the registry
   *     does not come up; in the last case the message ends with its log
   */
  public static RegistryServer start(RegistryServerConfig config) {
    return start(config, RegistryInstallation.besideThisCode());
  }

  static RegistryServer start(RegistryServerConfig config, RegistryInstallation installation) {
    if (config.port() != 0) {
      Loopback.requireFree(config.port(), "the registry");
    }
    Path archive = installation.classArchive();
    Path draft = installation.archiveDraft();
    Process process;
    try {
      installation.deleteOrphanedDrafts();
      process = launch(config, installation, archive, draft);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the registry's process cannot be started (%s); its program is in %s"
              .formatted(e, installation.dir()),
          e);
    }
    ServerLog log = new ServerLog(process.getInputStream());
    Thread pump = new Thread(log, "registry-log");
    pump.setDaemon(true);
    pump.start();
    try {
      String url = log.address().get(START_TIMEOUT_SECONDS, TimeUnit.SECONDS) + API;
      requireCompatibility(url);
      RegistryServer server = new RegistryServer(process, url, draft, archive);
      Runtime.getRuntime().addShutdownHook(server.stopAtExit);
      return server;
    } catch (ExecutionException | TimeoutException | IOException e) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "the registry did not start (%s); its log ends with:%n%s".formatted(e, log.tail()), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the registry started", e);
    }
  }

  /** The value for clients' {@code schema.registry.url}. */
  public String url() {
    return url;
  }

  /** Ends the process and returns when it is gone. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      LOG.trace("this JVM is already ending", e);
    }
    stop();
  }

  private synchronized void stop() {
    if (!process.isAlive()) {
      return;
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the registry did not end by itself and is killed");
        process.destroyForcibly().waitFor();
      }
      if (Files.exists(archiveDraft)) {
        RegistryInstallation.putInPlace(archiveDraft, archive);
      }
    } catch (IOException e) {
      process.destroyForcibly();
      LOG.debug("the registry's end was not clean", e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Process launch(
      RegistryServerConfig config, RegistryInstallation installation, Path archive, Path draft)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The server is short-lived and rarely used, so a quick start matters more than high speed.
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Xlog:disable");
    if (Files.exists(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive);
    } else if (installation.keepsArchives()) {
      command.add("-XX:ArchiveClassesAtExit=" + draft);
    }
    command.add("-Dquarkus.http.host=" + Loopback.HOST);
    command.add("-Dquarkus.http.port=" + config.port());
    if (config.dataDir() != null) {
      Path database =
          Files.createDirectories(config.dataDir()).resolve("registry").toAbsolutePath();
      command.add("-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + database);
    }
    command.add("-cp");
    command.add(
        installation.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(RegistryMain.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(installation.dir().toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().retainAll(INHERITED_ENVIRONMENT);
    return builder.start();
  }

  private static void requireCompatibility(String url) throws IOException {
    HttpURLConnection put =
        (HttpURLConnection) URI.create(url + "/config").toURL().openConnection();
    put.setRequestMethod("PUT");
    put.setRequestProperty("Content-Type", "application/json");
    put.setDoOutput(true);
    try (OutputStream body = put.getOutputStream()) {
      body.write("{\"compatibility\": \"BACKWARD_TRANSITIVE\"}".getBytes(StandardCharsets.UTF_8));
    }
    if (put.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException("it answered " + put.getResponseCode() + " to the compatibility rule");
    }
    put.disconnect();
  }
}
