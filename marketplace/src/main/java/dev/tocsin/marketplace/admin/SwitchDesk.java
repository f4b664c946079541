package dev.tocsin.marketplace.admin;

import dev.tocsin.marketplace.admin.SwitchState.Position;
import dev.tocsin.marketplace.fault.Switch;
import dev.tocsin.marketplace.fault.Switchboard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Turns switches: those of this process on its switchboard, the others at the sandbox.
///
/// The payment provider can have one fault at a time, so turning one on turns another off.
@Component
class SwitchDesk {
  private static final Logger LOG = System.getLogger(SwitchDesk.class.getName());
  private static final String WELL = "ok";

  private final Switchboard switchboard;
  private final SandboxControl sandbox;

  /// Where a fault is produced.
  private sealed interface Place {
    record Here() implements Place {}

    record AtSandbox(String service, String mode) implements Place {}
  }

  SwitchDesk(Switchboard switchboard, SandboxControl sandbox) {
    this.switchboard = switchboard;
    this.sandbox = sandbox;
  }

  List<SwitchState> all() {
    var modes = sandbox.modes();
    return Arrays.stream(Switch.values())
        .map(it -> new SwitchState(it, position(it, modes)))
        .toList();
  }

  void turnOn(Switch fault) {
    LOG.log(Level.INFO, "Switch {0} goes on", fault.label());
    switch (place(fault)) {
      case Place.Here _ -> switchboard.turnOn(fault);
      case Place.AtSandbox at -> sandbox.setMode(at.service(), at.mode());
    }
  }

  void heal(Switch fault) {
    LOG.log(Level.INFO, "Switch {0} goes off", fault.label());
    switch (place(fault)) {
      case Place.Here _ -> switchboard.heal(fault);
      case Place.AtSandbox at -> {
        if (position(fault, sandbox.modes()) != Position.OFF) {
          sandbox.setMode(at.service(), WELL);
        }
      }
    }
  }

  /// Heals what this process produces first, so that an absent sandbox cannot keep that broken.
  void healAll() {
    for (var fault : Switch.values()) {
      if (place(fault) instanceof Place.Here) {
        heal(fault);
      }
    }
    for (var fault : Switch.values()) {
      if (place(fault) instanceof Place.AtSandbox) {
        heal(fault);
      }
    }
  }

  private Position position(Switch fault, Optional<Map<String, String>> modes) {
    return switch (place(fault)) {
      case Place.Here _ -> switchboard.isOn(fault) ? Position.ON : Position.OFF;
      case Place.AtSandbox at ->
          modes
              .map(it -> at.mode().equals(it.get(at.service())) ? Position.ON : Position.OFF)
              .orElse(Position.UNKNOWN);
    };
  }

  private static Place place(Switch fault) {
    return switch (fault) {
      case PAYMENT_PROVIDER -> new Place.AtSandbox("stripe", "error");
      case PAYMENT_PROVIDER_SLOW -> new Place.AtSandbox("stripe", "hang");
      case PAYMENT_DECLINES -> new Place.AtSandbox("stripe", "decline");
      case SMTP -> new Place.AtSandbox("smtp", "error");
      case DATABASE, SEARCH_SLOW, CHECKOUT_STUCK, HTTP_500 -> new Place.Here();
    };
  }
}
