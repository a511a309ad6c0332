package io.paastreams.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/**
 * The files in docker/, read as Docker and Kubernetes read them: anchors and merge keys are
 * resolved.
 */
final class DeploymentFiles {

  static final Path ROOT = Path.of("").toAbsolutePath();
  static final Path DOCKER = ROOT.resolve("docker");

  private static final ObjectMapper JSON = new ObjectMapper();

  private DeploymentFiles() {}

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each document of a YAML file. */
  static List<JsonNode> documents(Path file) {
    List<JsonNode> documents = new ArrayList<>();
    new Yaml().loadAll(read(file)).forEach(each -> documents.add(JSON.valueToTree(each)));
    return documents;
  }

  /** What a schema of src/test/resources/formats finds wrong with a document. */
  static List<String> faults(String schema, JsonNode document) {
    try (InputStream in =
        Objects.requireNonNull(
            DeploymentFiles.class.getResourceAsStream("/formats/" + schema), schema)) {
      JsonSchema parsed =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(JSON.readTree(in));
      return parsed.validate(document).stream().map(ValidationMessage::getMessage).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
