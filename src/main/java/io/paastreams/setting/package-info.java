/**
 * The settings of a user: {@link io.paastreams.setting.Setting} declares one setting beside the
 * record that holds its value, {@link io.paastreams.setting.SettingSection} groups those of a
 * record, {@link io.paastreams.setting.SettingValues} holds what was chosen, and {@link
 * io.paastreams.setting.Fault} says what is wrong with a choice. Keys, names of environment
 * variables, defaults, checks of ranges and the configuration page all read the declaration.
 */
@NullMarked
package io.paastreams.setting;

import org.jspecify.annotations.NullMarked;
