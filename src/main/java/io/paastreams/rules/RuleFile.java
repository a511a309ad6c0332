package io.paastreams.rules;

import io.paastreams.rules.CountSettings.By;
import io.paastreams.rules.YamlNode.Entry;
import io.paastreams.rules.YamlNode.Mapping;
import io.paastreams.text.CameraPattern;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rule files.
 *
 * <p>Threading: any thread; no state.
 */
public final class RuleFile {

  private static final int VERSION_DIGITS = 12;
  private static final Set<String> KEYS = Set.of("cameras", "counts", "events", "rules");
  private static final Duration LEAST_WINDOW = Duration.ofSeconds(1);
  private static final Duration LONGEST_WINDOW = Duration.ofDays(1);
  private static final Duration LEAST_UPDATE = Duration.ofMillis(100);

  private RuleFile() {}

  /**
   * The result of reading a rule file.
   *
   * @param rules null if there are errors
   * @param findings errors and warnings in the order of their lines
   */
  public record Parsed(@Nullable Rules rules, List<RuleFinding> findings) {

    public Parsed {
      findings = List.copyOf(findings);
    }

    public List<RuleFinding> errors() {
      return findings.stream().filter(RuleFinding::isError).toList();
    }

    public List<RuleFinding> warnings() {
      return findings.stream().filter(finding -> !finding.isError()).toList();
    }

    /**
     * The rules.
     *
     * @throws RulesException with all errors if there are any
     */
    public Rules orThrow() {
      if (rules == null) {
        throw new RulesException(errors());
      }
      return rules;
    }
  }

  /** Reads the text of a rule file. Faults in the text are returned, never thrown. */
  public static Parsed parse(String yaml) {
    return parse(yaml, List.of(), List.of());
  }

  /**
   * Reads the text of a rule file.
   *
   * @param labels the labels that the model knows; other labels give a warning. Empty if not known
   * @param cameras the camera ids that exist; patterns that match none of them give a warning.
   *     Empty if not known
   */
  public static Parsed parse(String yaml, Collection<String> labels, Collection<String> cameras) {
    Findings findings = new Findings();
    Mapping root = new YamlReader(findings).read(yaml);
    Rules rules = root == null ? null : rules(root, version(yaml), labels, cameras, findings);
    return new Parsed(findings.isSound() ? rules : null, findings.all());
  }

  /** The first 12 hexadecimal digits of the SHA-256 of a file's text in UTF-8. */
  public static String version(String yaml) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(yaml.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, VERSION_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static Rules rules(
      Mapping root,
      String version,
      Collection<String> labels,
      Collection<String> ids,
      Findings findings) {
    Fields fields = new Fields(root, "", findings);
    fields.allow(KEYS);
    KnownLabels known = new KnownLabels(labels, findings);
    List<CameraEntry> cameras = cameras(fields, ids, known, findings);
    List<Rule> rules = new ArrayList<>();
    for (Entry entry : section(fields, "rules", findings).entries()) {
      Rule rule = RuleReader.read(entry, cameras, known, findings);
      if (rule != null) {
        rules.add(rule);
      }
    }
    rules.sort(Comparator.comparing(Rule::name));
    return new Rules(
        version, cameras, counts(fields, findings), updateEvery(fields, findings), rules);
  }

  /** A section of the file, which is empty if it is missing. */
  private static Fields section(Fields root, String key, Findings findings) {
    return root.node(key)
        .map(node -> Fields.of(node, key, findings))
        .orElse(new Fields(new Mapping(List.of(), 0), key, findings));
  }

  private static List<CameraEntry> cameras(
      Fields root, Collection<String> ids, KnownLabels labels, Findings findings) {
    List<CameraEntry> cameras = new ArrayList<>();
    for (Entry entry : section(root, "cameras", findings).entries()) {
      if (!ids.isEmpty() && ids.stream().noneMatch(id -> CameraPattern.matches(entry.key(), id))) {
        findings.warning(
            entry.line(),
            "cameras." + entry.key(),
            null,
            "matches no camera" + Findings.suggestion(entry.key(), ids));
      }
      cameras.add(CameraReader.read(entry, labels, findings));
    }
    cameras.sort(Comparator.comparing(CameraEntry::cameras, CameraPattern.NARROWER_FIRST));
    return cameras;
  }

  private static CountSettings counts(Fields root, Findings findings) {
    Fields counts = section(root, "counts", findings);
    counts.allow(Set.of("window", "by"));
    EnumSet<By> by = EnumSet.noneOf(By.class);
    counts
        .words("by", List.of("camera", "zone", "line", "label"))
        .forEach(word -> by.add(By.valueOf(word.toUpperCase(Locale.ROOT))));
    if (by.equals(EnumSet.of(By.LABEL))) {
      counts.error("by", "must also name a place: camera, zone or line");
    }
    return new CountSettings(
        counts.duration("window", Rules.DEFAULT_COUNTS.window(), LEAST_WINDOW, LONGEST_WINDOW),
        by.isEmpty() ? Rules.DEFAULT_COUNTS.by() : by);
  }

  private static Duration updateEvery(Fields root, Findings findings) {
    Fields events = section(root, "events", findings);
    events.allow(Set.of("updateEvery"));
    return events.duration("updateEvery", Rules.DEFAULT_UPDATE_EVERY, LEAST_UPDATE, LONGEST_WINDOW);
  }
}
