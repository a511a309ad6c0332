package io.paastreams.event;

import io.paastreams.event.avro.v1.FrameEvent;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Avro creates objects only of trusted classes, because a schema from outside may name any class.
 * This class makes it trust the generated ones, in addition to those that the JVM already trusts.
 */
final class GeneratedClasses {

  private static final String PACKAGE = FrameEvent.class.getPackageName();

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(PACKAGE)));
  }

  private GeneratedClasses() {}

  /** Trusts the classes once, however often it is called. */
  static void trust() {}
}
