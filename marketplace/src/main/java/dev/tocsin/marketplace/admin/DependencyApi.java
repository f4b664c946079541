package dev.tocsin.marketplace.admin;

import dev.tocsin.sdk.health.HealthEngine;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Every indicator with its reason, also the outside ones that readiness must not depend on.
@RestController
class DependencyApi {
  private final HealthEngine engine;

  DependencyApi(HealthEngine engine) {
    this.engine = engine;
  }

  @GetMapping("/admin/dependencies.json")
  ResponseEntity<String> show() {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(engine.detailed().detailedJson());
  }
}
