package io.paastreams.cli;

import io.paastreams.checkpoint.CheckpointDownload;
import io.paastreams.checkpoint.DownloadPolicy;
import io.paastreams.checkpoint.ImportOptions;
import io.paastreams.checkpoint.ImportReport;
import io.paastreams.checkpoint.ImportedModel;
import io.paastreams.checkpoint.PaaImporter;
import io.paastreams.checkpoint.PublishedCheckpoint;
import io.paastreams.model.ActivationRanges;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.ModelFolder.WeightFormat;
import io.paastreams.model.Recipe;
import io.paastreams.text.MaskedUrl;
import io.paastreams.training.TrainingRecipe.Published;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models fetch}: downloads published weights into a model folder. */
@Command(
    name = "fetch",
    description = {
      "Download the published checkpoint of a model, check its SHA-256 against the 8 digits"
          + " in its name, and import it. A file that does not match is refused, and nothing of"
          + " it is kept.",
      "An interrupted download resumes where it stopped. Redirects to other hosts are" + " refused."
    })
final class ModelsFetchCommand implements Runnable {

  private static final List<String> PAGES = List.of("README.md", ModelEntry.TRAINING);

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "A model from 'models list'.")
  private String name;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Folder of the models. Default: models, here or beside the jar's folder.")
  private @Nullable Path models;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The model folder to write. Default: the model's own, models/NAME.")
  private @Nullable Path out;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Use this copy of the checkpoint; no network is used.")
  private @Nullable Path from;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description =
          "Mirror with the same folders, http or https. Default:"
              + " http://download.openmmlab.com/mmdetection/v2.0/paa/")
  private URI base = PublishedCheckpoint.BASE;

  @Option(
      names = "--allow-host",
      paramLabel = "HOST[:PORT]",
      description = "A host to which redirects may lead; may be repeated.")
  private List<String> hosts = List.of();

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "Require this full SHA-256 of the checkpoint, not only the digits in its name.")
  private @Nullable String sha256;

  @Option(names = "--force", description = "Replace existing weights.")
  private boolean force;

  @Option(
      names = "--max-size",
      paramLabel = "MIB",
      defaultValue = "1024",
      description = "Refuse larger files, in MiB. Default: ${DEFAULT-VALUE}.")
  private int maxSize;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "2h",
      description = "Time limit of the download. Default: ${DEFAULT-VALUE}.")
  private Duration timeout;

  @Option(
      names = "--stall-timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "60s",
      description = "Longest time without receiving a byte. Default: ${DEFAULT-VALUE}.")
  private Duration stallTimeout;

  @Option(
      names = "--calibrate",
      paramLabel = "DIR",
      description =
          "Folder of images like those that the model will see; prepares the model for"
              + " --precision int8, as 'quantize' does.")
  private @Nullable Path calibrate;

  @Mixin private TorchOption torch;

  @Mixin private JsonOutput json;

  @Override
  public void run() {
    checkOptions();
    try {
      ModelEntry entry = ShippedModels.named(models, name);
      PublishedCheckpoint checkpoint = checkpoint(entry);
      Path target = out == null ? entry.folder() : out;
      if (!force && Files.exists(target.resolve("weights.safetensors"))) {
        throw new CommandFailedException(
            target
                + " already has weights: add --force to replace them, or --out for another folder");
      }
      if (from == null) {
        download(entry, checkpoint, target);
      } else {
        checkpoint.verify(from, from.toString(), Optional.ofNullable(sha256));
        importInto(entry, from, target);
      }
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted; run the same command again to continue", e);
    }
  }

  private void checkOptions() {
    if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
      throw new ParameterException(
          spec.commandLine(), "--sha256 " + sha256 + ": must be 64 hexadecimal digits");
    }
    if (maxSize < 1) {
      throw new ParameterException(
          spec.commandLine(), "--max-size " + maxSize + ": must be at least 1 MiB");
    }
    if (timeout.isZero() || stallTimeout.isZero()) {
      throw new ParameterException(
          spec.commandLine(), "--timeout and --stall-timeout must be above 0");
    }
  }

  private static PublishedCheckpoint checkpoint(ModelEntry entry) {
    Published published = entry.published();
    if (published == null) {
      throw new CommandFailedException(
          entry.folder()
              + " has no published checkpoint: its training.yaml has no section 'published'."
              + " Train it, or choose a model that 'models list' marks 'to fetch'");
    }
    try {
      return new PublishedCheckpoint(published.checkpoint());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(
          entry.folder().resolve(ModelEntry.TRAINING) + ": published.checkpoint " + e.getMessage(),
          e);
    }
  }

  private void download(ModelEntry entry, PublishedCheckpoint checkpoint, Path target)
      throws IOException, InterruptedException {
    URI address = checkpoint.address(base, entry.recipe().name());
    PrintWriter err = spec.commandLine().getErr();
    err.println(MaskedUrl.of(address.toString()));
    err.flush();
    // Beside the target, so that the model's folder remains unchanged until the import has
    // succeeded.
    Path folder = Files.createDirectories(target.toAbsolutePath().normalize().resolveSibling("."));
    Path partial = folder.resolve("." + checkpoint.file() + ".part").normalize();
    DownloadPolicy policy =
        new DownloadPolicy((long) maxSize << 20, timeout, stallTimeout, lowerCase(hosts));
    new CheckpointDownload(
            policy, new DownloadProgress(err, System.console() != null, System::nanoTime))
        .fetch(address, partial);
    Path file = folder.resolve(checkpoint.file()).normalize();
    try {
      checkpoint.verify(partial, address.toString(), Optional.ofNullable(sha256));
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      importInto(entry, file, target);
    } finally {
      Files.deleteIfExists(partial);
      Files.deleteIfExists(file);
    }
  }

  private static Set<String> lowerCase(List<String> hosts) {
    return hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /**
   * The warnings about what was assumed; values in the folder's recipe do not count, whatever the
   * checkpoint left out.
   */
  private static List<String> warnings(ImportReport report) {
    return new ImportReport(
            report.source(),
            report.decisions().stream().filter(each -> each.key().equals("labels")).toList(),
            report.mapped(),
            report.ignored(),
            report.unread(),
            report.notes())
        .warnings();
  }

  private void importInto(ModelEntry entry, Path file, Path target) throws IOException {
    Recipe recipe = entry.recipe();
    ImportedModel imported =
        PaaImporter.read(
            file,
            ImportOptions.derived()
                .withName(recipe.name())
                .withGroups(recipe.head().groups())
                .withScale(recipe.input().maxLongSide(), recipe.input().maxShortSide()));
    Map<String, String> notes = new TreeMap<>();
    for (String page : PAGES) {
      if (Files.exists(entry.folder().resolve(page))) {
        notes.put(page, Files.readString(entry.folder().resolve(page)));
      }
    }
    notes.put(ImportCommand.REPORT, imported.report().text());
    List<String> labels = imported.model().labels();
    try {
      // Uses the folder's recipe, not the derived one, because a checkpoint need not say
      // everything.
      ModelFolder.write(
          target, recipe, labels, imported.model().weights(), WeightFormat.FLOAT32, notes);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(
          file + " is a different network from " + entry.folder() + ": " + e.getMessage(), e);
    }
    List<String> warnings = warnings(imported.report());
    PrintWriter text = json.text(spec);
    text.printf(
        "%s: %s, %d classes, %d tensors mapped, none left over; checkpoint's SHA-256 %s%n%s",
        target,
        entry.backbone(),
        labels.size(),
        imported.report().mapped().size(),
        imported.model().sha256(),
        ImportCommand.lines(warnings));
    text.flush();
    @Nullable ActivationRanges ranges =
        Quantizing.calibrate(target, calibrate, spec.commandLine().getErr());
    text.print(ranges == null ? "" : Quantizing.report(target, ranges));
    text.flush();
    json.write(
        spec, ImportCommand.figures(target, imported.model(), imported.report(), warnings, ranges));
  }
}
