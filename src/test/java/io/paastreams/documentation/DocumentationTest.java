package io.paastreams.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.event.TopicKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the pages of {@code src/site} and the README against the code. */
class DocumentationTest {

  private static final Path PAGES = Path.of("src/site/markdown");

  /** Lie beside the rendered pages. */
  private static final Path RESOURCES = Path.of("src/site/resources");

  private static final Path CONFIGURATION = PAGES.resolve("configuration.md");
  private static final String TABLE_BEGIN = "| key | value | default | meaning |";

  /** A Markdown link to something that is not on the web. */
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#\\s]+)");

  /** {@code -Dpaa.docs.write=true} writes the table instead of comparing it. */
  @Test
  void theConfigurationPage_listsEveryKeyAsTheCodeHasIt() throws IOException {
    String page = Files.readString(CONFIGURATION);
    int begin = page.indexOf(TABLE_BEGIN);
    String introduction = begin < 0 ? page : page.substring(0, begin);
    String expected = introduction + PaaStreamsConfig.reference();
    if (Boolean.getBoolean("paa.docs.write")) {
      Files.writeString(CONFIGURATION, expected);
    }

    assertThat(Files.readString(CONFIGURATION))
        .as("run: mvn test -Dtest=DocumentationTest -Dpaa.docs.write=true")
        .isEqualTo(expected);
  }

  @Test
  void readmeAndTopicsPage_nameEveryTopicWithItsRecord() throws IOException {
    for (Path page : List.of(Path.of("README.md"), PAGES.resolve("topics.md"))) {
      List<String> lines = Files.readAllLines(page);
      for (TopicKind<?> kind : TopicKind.all()) {
        String record = kind.schema().map(schema -> "`" + nameOf(schema) + "`").orElse("own bytes");
        assertThat(lines)
            .as("%s lacks a row of %s with %s", page, kind.defaultName(), record)
            .anyMatch(
                line ->
                    line.startsWith("|")
                        && line.contains("`" + kind.defaultName() + "`")
                        && line.contains(record));
      }
    }
  }

  private static String nameOf(String schema) {
    Matcher name = Pattern.compile("\"name\" : \"(\\w+)\"").matcher(schema);
    assertThat(name.find()).as(schema).isTrue();
    return name.group(1);
  }

  @Test
  void everyLink_leadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        Path target = parent(page).resolve(source(page, link.group(1)));
        if (!Files.exists(target) && !Files.exists(RESOURCES.resolve(link.group(1)))) {
          broken.add(page + " -> " + link.group(1));
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void everyPage_namesItsReadersFirst() throws IOException {
    for (Path page : pages()) {
      List<String> lines = Files.readAllLines(page);
      if (page.startsWith(PAGES) && !page.endsWith("index.md")) {
        assertThat(lines.get(0)).as("%s", page).startsWith("# ");
        assertThat(lines.get(2)).as("%s", page).startsWith("*For people who");
      }
    }
  }

  @Test
  void theMenu_hasEveryPage() throws IOException {
    String menu = Files.readString(Path.of("src/site/site.xml"));
    String index = Files.readString(PAGES.resolve("index.md"));
    for (Path page : pages()) {
      if (page.startsWith(PAGES)) {
        String html = rendered(page);
        assertThat(menu).contains("href=\"" + html + "\"");
        if (!page.endsWith("index.md")) {
          assertThat(index).contains("(" + html + ")");
        }
      }
    }
  }

  @Test
  void theReadme_staysShort() throws IOException {
    assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(150);
  }

  /** Pages link to rendered pages; the README links to the files. */
  private static String source(Path page, String link) {
    return page.startsWith(PAGES) && link.endsWith(".html")
        ? link.substring(0, link.length() - "html".length()) + "md"
        : link;
  }

  private static String rendered(Path page) {
    String name = String.valueOf(page.getFileName());
    return name.substring(0, name.length() - "md".length()) + "html";
  }

  private static Path parent(Path page) {
    Path parent = page.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> site = Files.list(PAGES);
        Stream<Path> models = Files.walk(Path.of("models"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), Stream.concat(site, models))
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
