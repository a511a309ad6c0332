package io.paastreams.event;

/** The schema registry did not answer for as long as {@link RegistryConfig#patience()}. */
public final class RegistryUnavailableException extends RegistryException {

  private static final long serialVersionUID = 1L;

  RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
