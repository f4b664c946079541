package dev.tocsin.server.silence;

import java.util.List;

/// A silence or window that cannot be had as asked.
public final class SilenceRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean isUnknown;
  private final transient List<String> errors;

  private SilenceRefusal(boolean isUnknown, List<String> errors) {
    super(String.join("; ", errors));
    this.isUnknown = isUnknown;
    this.errors = List.copyOf(errors);
  }

  static SilenceRefusal unknown(String what, String id) {
    return new SilenceRefusal(true, List.of("the " + what + " " + id + " does not exist"));
  }

  static SilenceRefusal invalid(List<String> errors) {
    return new SilenceRefusal(false, errors);
  }

  public boolean isUnknown() {
    return isUnknown;
  }

  public List<String> errors() {
    return errors;
  }
}
