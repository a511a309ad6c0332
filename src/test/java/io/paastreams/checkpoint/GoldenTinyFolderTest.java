package io.paastreams.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.ModelFolder.WeightFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundled folder equals the import of the reference's tiny checkpoint to the last byte, except
 * for the serving section, because random weights score too low for the standard one.
 */
@Tag("engine")
class GoldenTinyFolderTest {

  private static final Path SHIPPED = Path.of("models/golden-tiny");

  @Test
  void theShippedFolder_isTheImportedCheckpoint(@TempDir Path models) throws IOException {
    ImportedModel imported =
        PaaImporter.read(
            GoldenCheckpoints.file("tiny_zip.pth"),
            ImportOptions.derived().withName("golden-tiny").withGroups(8).withScale(320, 256));
    Model model = imported.model();
    Path again = models.resolve("golden-tiny");
    ModelFolder.write(
        again,
        model.recipe(),
        model.labels(),
        model.weights(),
        WeightFormat.FLOAT32,
        Map.of("import-report.txt", imported.report().text()));
    for (String name : new String[] {"labels.txt", "weights.safetensors", "import-report.txt"}) {
      assertThat(SHIPPED.resolve(name)).hasSameBinaryContentAs(again.resolve(name));
    }
    assertThat(untilServing(SHIPPED)).isEqualTo(untilServing(again));
    assertThat(ModelFolder.read(SHIPPED).recipe().serving().scoreThreshold()).isEqualTo(0.05f);
    assertThat(Files.size(SHIPPED.resolve("weights.safetensors"))).isLessThan(3_000_000);
  }

  private static String untilServing(Path model) throws IOException {
    String page = Files.readString(model.resolve("recipe.yaml"));
    return page.substring(0, page.indexOf("\n# Which of these detections users get"));
  }
}
