package dev.tocsin.marketplace.account;

import dev.tocsin.marketplace.web.Envelope;
import dev.tocsin.marketplace.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Registration and login as JSON.
@RestController
class AccountApi {
  private final Accounts accounts;

  AccountApi(Accounts accounts) {
    this.accounts = accounts;
  }

  record Registration(
      @Nullable String email, @Nullable String displayName, @Nullable String password) {}

  record Login(@Nullable String email, @Nullable String password) {}

  @PostMapping("/api/v2/accounts")
  @ResponseStatus(HttpStatus.CREATED)
  Envelope register(
      @RequestBody Registration body,
      Visitor visitor,
      HttpServletRequest request,
      HttpServletResponse response) {
    var entered =
        accounts.register(
            visitor,
            required(body.email(), "email"),
            required(body.displayName(), "displayName"),
            required(body.password(), "password"));
    Sessions.send(entered.cookie(), request, response);
    return Envelope.success("Registered", entered.account());
  }

  @PostMapping("/api/v2/sessions")
  Envelope login(
      @RequestBody Login body,
      Visitor visitor,
      HttpServletRequest request,
      HttpServletResponse response) {
    var entered =
        accounts.login(
            visitor, required(body.email(), "email"), required(body.password(), "password"));
    Sessions.send(entered.cookie(), request, response);
    return Envelope.success("Logged in", entered.account());
  }

  @DeleteMapping("/api/v2/sessions")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void logout(Visitor visitor) {
    accounts.logout(visitor);
  }

  private static String required(@Nullable String value, String name) {
    if (value == null) {
      throw ProblemException.badRequest("MISSING", "The field " + name + " is missing.");
    }
    return value;
  }
}
