package io.paastreams.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class QuickCompilationTest {

  private static String diagnostic(String command) throws JMException {
    return String.valueOf(
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                command,
                new Object[0],
                new String[0]));
  }

  @Test
  void allCodeButOurs_isLeftToTheQuickCompiler() throws JMException {
    QuickCompilation.exceptForOurs();
    try {
      String directives = diagnostic("compilerDirectivesPrint");
      int ours = directives.indexOf("matching: io/paastreams/*.*");
      int others = directives.indexOf("matching: *.*");
      assertThat(ours).as(directives).isNotNegative().isLessThan(others);
      assertThat(directives.substring(ours, others)).doesNotContain("Exclude:true");
      assertThat(directives.substring(others)).contains("Exclude:true");
    } finally {
      diagnostic("compilerDirectivesClear");
    }
  }
}
