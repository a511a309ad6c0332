package io.paastreams.image;

import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;

/** How JPEG files become pixels. */
public enum JpegDecode {
  /** Decode at the file's own size, bit for bit like the reference's loader. */
  FULL,

  /**
   * Decode at a half, a quarter or an eighth of that size if the network's image is no larger than
   * that: faster, but not bit for bit the same. Files that cannot be decoded this way are decoded
   * in full.
   */
  SCALED;

  public static final SettingSection SETTINGS = SettingSection.named("image");

  public static final Setting<JpegDecode> SETTING =
      SETTINGS.standard(
          "jpegDecode",
          SettingType.constant(JpegDecode.class),
          FULL,
          "scaled decodes a JPEG at 1/2, 1/4 or 1/8 of its size if the network's image is no"
              + " larger than that: faster, but not bit for bit the same.");
}
