package io.paastreams.analytics;

import io.paastreams.rules.CameraRules;
import io.paastreams.rules.Rules;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules that the next record is judged by.
 *
 * <p>Threading: safe. The stream threads read, whoever follows the rules topic writes.
 */
public final class RulesInForce {

  private final AnalyticsListener listener;
  private volatile Content content;

  /** Rules, and what they are for each camera as far as it was asked: finding that is not free. */
  private record Content(Rules rules, Map<String, CameraRules> byCamera) {}

  RulesInForce(Rules rules, AnalyticsListener listener) {
    this.listener = listener;
    this.content = new Content(rules, new ConcurrentHashMap<>());
  }

  Rules rules() {
    return content.rules();
  }

  CameraRules forCamera(String cameraId) {
    Content now = content;
    return now.byCamera().computeIfAbsent(cameraId, now.rules()::forCamera);
  }

  /** From now on these are in force. */
  void replace(Rules rules) {
    content = new Content(rules, new ConcurrentHashMap<>());
    listener.rulesInForce(rules.version());
  }

  /** New rules cannot be used: those in force stay. */
  void refuse(String reason) {
    listener.rulesRefused(reason);
  }
}
