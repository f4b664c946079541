package dev.tocsin.marketplace.admin;

import dev.tocsin.marketplace.admin.SwitchState.Position;
import dev.tocsin.marketplace.fault.Switch;
import dev.tocsin.marketplace.web.Envelope;
import dev.tocsin.marketplace.web.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The switches as JSON.
@RestController
class SwitchApi {
  private final SwitchDesk desk;

  SwitchApi(SwitchDesk desk) {
    this.desk = desk;
  }

  record Entry(
      String name,
      String title,
      String effect,
      String expectation,
      boolean on,
      Position position) {}

  record Setting(@Nullable Boolean on) {}

  @GetMapping("/admin/switches.json")
  Envelope list() {
    return Envelope.success("Switches", entries());
  }

  @PutMapping(path = "/admin/switches/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
  Envelope turn(@PathVariable String name, @RequestBody Setting setting) {
    var fault = named(name);
    if (setting.on() == null) {
      throw ProblemException.badRequest("MISSING", "Send {\"on\":true} or {\"on\":false}.");
    }
    if (setting.on()) {
      desk.turnOn(fault);
    } else {
      desk.heal(fault);
    }
    return Envelope.success(setting.on() ? "Broken" : "Healed", entries());
  }

  @PostMapping("/admin/switches/heal-all.json")
  Envelope healAll() {
    desk.healAll();
    return Envelope.success("Healed", entries());
  }

  static Switch named(String name) {
    return Switch.named(name)
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "There is no switch '"
                        + name
                        + "'. Known are: "
                        + Arrays.stream(Switch.values())
                            .map(Switch::label)
                            .collect(Collectors.joining(", "))));
  }

  private List<Entry> entries() {
    return desk.all().stream()
        .map(
            it ->
                new Entry(
                    it.fault().label(),
                    it.fault().title(),
                    it.fault().effect(),
                    it.fault().expectation(),
                    it.position() == Position.ON,
                    it.position()))
        .toList();
  }
}
