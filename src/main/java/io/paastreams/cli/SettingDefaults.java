package io.paastreams.cli;

import io.paastreams.config.PaaStreamsConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;

/** Gives an option whose description key is a configuration key the default of that key. */
final class SettingDefaults implements IDefaultValueProvider {

  @Override
  public @Nullable String defaultValue(ArgSpec option) {
    return option.descriptionKey() == null
        ? null
        : PaaStreamsConfig.defaultText(option.descriptionKey());
  }
}
