package dev.tocsin.marketplace.admin;

import java.util.List;

/// All switches as they stand.
public record SwitchPage(List<SwitchState> switches) {
  public SwitchPage {
    switches = List.copyOf(switches);
  }
}
