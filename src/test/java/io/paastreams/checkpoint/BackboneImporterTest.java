package io.paastreams.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.model.ParameterTable;
import io.paastreams.model.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackboneImporterTest {

  @TempDir Path folder;

  @Test
  void aClassifier_givesItsLayersUnderTheDetectorsNames() throws IOException {
    MadeCheckpoint made = classifier(34, 4);
    made.shapes.put("fc.weight", new long[] {1000, 32});
    made.shapes.put("fc.bias", new long[] {1000});
    ImportedBackbone imported = BackboneImporter.read(made.write(folder));
    assertThat(imported.backbone()).isEqualTo(new Recipe.Backbone(34, 4));
    assertThat(imported.weights().tensors().keySet())
        .containsExactlyElementsOf(ParameterTable.of(new Recipe.Backbone(34, 4)).keySet());
  }

  @Test
  void aDetector_givesItsBackbone() throws IOException {
    ImportedBackbone imported = BackboneImporter.read(GoldenCheckpoints.file("tiny_zip.pth"));
    assertThat(imported.backbone()).isEqualTo(new Recipe.Backbone(50, 8));
    assertThat(imported.weights().tensor("backbone.bn1.weight").values()[0])
        .isEqualTo(1.0012465715408325f);
  }

  @Test
  void otherNetworks_areRefused() throws IOException {
    MadeCheckpoint wide = classifier(18, 4);
    wide.shapes.put("layer1.0.conv1.weight", new long[] {9, 4, 3, 3});
    assertThatThrownBy(() -> BackboneImporter.read(wide.write(folder)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("backbone.layer1.0.conv1.weight is [9, 4, 3, 3]");
    assertThatThrownBy(() -> BackboneImporter.read(GoldenCheckpoints.file("forms_zip.pth")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("it has no backbone.conv1.weight");
  }

  private static MadeCheckpoint classifier(int depth, int width) {
    MadeCheckpoint made = new MadeCheckpoint();
    made.under = "";
    for (Map.Entry<String, long[]> entry :
        ParameterTable.of(new Recipe.Backbone(depth, width)).entrySet()) {
      made.shapes.put(entry.getKey().substring("backbone.".length()), entry.getValue());
    }
    return made;
  }
}
