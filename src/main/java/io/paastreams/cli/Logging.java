package io.paastreams.cli;

import io.paastreams.config.LogConfig;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;

/**
 * The log of this process. It begins as text, because the configuration has not been read yet.
 *
 * <p>Threading: safe.
 */
final class Logging {

  private static final String OURS = "io.paastreams";

  private static final String JAVA_LOG_MANAGER = "java.util.logging.manager";

  private Logging() {}

  /**
   * Takes in what libraries write to the JDK's own log, such as OpenTelemetry if its collector does
   * not answer. Does nothing if the user has chosen another log manager; call it before anything
   * uses that log.
   */
  static void takeInJavaUtilLogging() {
    if (System.getProperty(JAVA_LOG_MANAGER) == null) {
      System.setProperty(JAVA_LOG_MANAGER, "org.apache.logging.log4j.jul.LogManager");
    }
  }

  /**
   * Applies the configuration to the log from now on; does nothing if the user has configured
   * another one.
   */
  static synchronized void apply(LogConfig config) {
    if (!(LogManager.getContext(false) instanceof LoggerContext context)) {
      return;
    }
    Configuration configuration = context.getConfiguration();
    Appender text = configuration.getAppender("stderr");
    Appender json = configuration.getAppender("json");
    LoggerConfig ours = configuration.getLoggers().get(OURS);
    if (text == null || json == null || ours == null) {
      return; // a configuration of the user's own
    }
    boolean asJson = config.format() == LogConfig.Format.JSON;
    LoggerConfig root = configuration.getRootLogger();
    root.removeAppender(asJson ? "stderr" : "json");
    Appender wanted = asJson ? json : text;
    if (!root.getAppenders().containsKey(wanted.getName())) {
      root.addAppender(wanted, null, null);
    }
    ours.setLevel(Level.valueOf(config.level().name()));
    context.updateLoggers();
  }
}
