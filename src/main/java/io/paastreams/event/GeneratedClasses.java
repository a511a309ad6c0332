package io.paastreams.event;

import io.paastreams.event.avro.v1.FrameEvent;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Avro makes objects only of classes that somebody vouched for, because a schema from outside may
 * name any class. This vouches for the generated ones, in addition to what the JVM trusts already.
 */
final class GeneratedClasses {

  private static final String PACKAGE = FrameEvent.class.getPackageName();

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(PACKAGE)));
  }

  private GeneratedClasses() {}

  /** Has its effect once, however often it is called. */
  static void trust() {}
}
