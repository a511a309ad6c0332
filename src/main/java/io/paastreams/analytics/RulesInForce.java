package io.paastreams.analytics;

import io.paastreams.rules.CameraRules;
import io.paastreams.rules.Rules;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules by which the next record is judged.
 *
 * <p>Threading: safe. The stream threads read; the follower of the rules topic writes.
 */
public final class RulesInForce {

  private final AnalyticsListener listener;
  private volatile Content content;

  /**
   * Rules together with those of each camera that was queried, because finding them takes some
   * time.
   */
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

  /** Puts rules in force. */
  void replace(Rules rules) {
    content = new Content(rules, new ConcurrentHashMap<>());
    listener.rulesInForce(rules.version());
  }

  /** Reports that new rules cannot be used; the rules in force remain. */
  void refuse(String reason) {
    listener.rulesRefused(reason);
  }
}
