package dev.tocsin.marketplace.admin;

import dev.tocsin.marketplace.web.Frame;
import dev.tocsin.marketplace.web.Pages;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page that breaks something. It works without the database, because that may be broken.
@Controller
class SwitchPages {
  private static final String PAGE = "/admin/switches";

  private final SwitchDesk desk;
  private final Pages pages;

  SwitchPages(SwitchDesk desk, Pages pages) {
    this.desk = desk;
    this.pages = pages;
  }

  @GetMapping("/admin")
  ResponseEntity<String> start() {
    return Pages.seeOther(PAGE);
  }

  @GetMapping(PAGE)
  ResponseEntity<String> show() {
    return pages.show(
        "switches", new Frame("Break something", null, 0, true), new SwitchPage(desk.all()));
  }

  @PostMapping(PAGE + "/{name}")
  ResponseEntity<String> turn(@PathVariable String name, @RequestParam boolean on) {
    var fault = SwitchApi.named(name);
    if (on) {
      desk.turnOn(fault);
    } else {
      desk.heal(fault);
    }
    return Pages.seeOther(PAGE);
  }

  @PostMapping(PAGE + "/heal-all")
  ResponseEntity<String> healAll() {
    desk.healAll();
    return Pages.seeOther(PAGE);
  }
}
