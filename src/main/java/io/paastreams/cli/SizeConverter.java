package io.paastreams.cli;

import io.paastreams.geometry.Size;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 640x512}: width x height in pixels. */
final class SizeConverter implements ITypeConverter<Size> {

  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,4})[xX]([1-9]\\d{0,4})");

  @Override
  public Size convert(String value) {
    Matcher matcher = FORM.matcher(value.trim());
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is not a size: write WIDTHxHEIGHT in pixels, for example 640x512");
    }
    return new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }
}
