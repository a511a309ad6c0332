package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.config.PaaStreamsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SettingDefaultsTest {

  @Test
  void everyOptionThatNamesAKey_hasItsDefault() {
    List<OptionSpec> options = new ArrayList<>();
    collect(Main.commandLine(), options);

    assertThat(options).extracting(OptionSpec::descriptionKey).contains("model.device");
    assertThat(options)
        .allSatisfy(
            option ->
                assertThat(option.defaultValueString())
                    .isEqualTo(PaaStreamsConfig.defaultText(option.descriptionKey()))
                    .isNotNull());
  }

  @Test
  void theHelp_saysIt() {
    CommandLine detect = Objects.requireNonNull(Main.commandLine().getSubcommands().get("detect"));

    String help = detect.getUsageMessage();

    assertThat(help.replaceAll("\\s+", " "))
        .contains("as measured at the start. Default: float32.");
  }

  private static void collect(CommandLine command, List<OptionSpec> options) {
    command.getCommandSpec().options().stream()
        .filter(option -> option.descriptionKey() != null)
        .filter(option -> !option.descriptionKey().matches("|mixinStandard.*|helpCommand.*"))
        .forEach(options::add);
    command.getSubcommands().values().forEach(each -> collect(each, options));
  }
}
