package io.paastreams.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads constants in the form of options: {@code pass-through} is {@code PASS_THROUGH}.
 *
 * @param <E> the enum
 */
final class EnumConverter<E extends Enum<E>> implements ITypeConverter<E> {

  private final Class<E> type;

  EnumConverter(Class<E> type) {
    this.type = type;
  }

  @Override
  public E convert(String value) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> written(constant).equalsIgnoreCase(value.trim()))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + value
                        + "' is not one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(EnumConverter::written)
                            .collect(Collectors.joining(", "))));
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
