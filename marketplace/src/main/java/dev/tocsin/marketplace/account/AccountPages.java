package dev.tocsin.marketplace.account;

import dev.tocsin.marketplace.web.Pages;
import dev.tocsin.marketplace.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Forms for registration and login. Who is logged in is sent on to the order list.
@Controller
class AccountPages {
  private static final String HOME = "/orders";

  private final Accounts accounts;
  private final Pages pages;

  AccountPages(Accounts accounts, Pages pages) {
    this.accounts = accounts;
    this.pages = pages;
  }

  @GetMapping("/account")
  ResponseEntity<String> show(Visitor visitor) {
    if (visitor.account() != null) {
      return Pages.seeOther(HOME);
    }
    return pages.show("account", visitor.frame("Account"), AccountForm.empty());
  }

  @PostMapping("/account/register")
  ResponseEntity<String> register(
      @RequestParam String email,
      @RequestParam String displayName,
      @RequestParam String password,
      Visitor visitor,
      HttpServletRequest request,
      HttpServletResponse response) {
    try {
      var entered = accounts.register(visitor, email, displayName, password);
      Sessions.send(entered.cookie(), request, response);
      return Pages.seeOther(HOME);
    } catch (ProblemException problem) {
      return again(visitor, problem, new AccountForm(email, displayName, "", problem.text()));
    }
  }

  @PostMapping("/account/login")
  ResponseEntity<String> login(
      @RequestParam String email,
      @RequestParam String password,
      Visitor visitor,
      HttpServletRequest request,
      HttpServletResponse response) {
    try {
      var entered = accounts.login(visitor, email, password);
      Sessions.send(entered.cookie(), request, response);
      return Pages.seeOther(HOME);
    } catch (ProblemException problem) {
      return again(visitor, problem, new AccountForm(email, "", problem.text(), ""));
    }
  }

  @PostMapping("/account/logout")
  ResponseEntity<String> logout(Visitor visitor) {
    accounts.logout(visitor);
    return Pages.seeOther("/");
  }

  private ResponseEntity<String> again(
      Visitor visitor, ProblemException problem, AccountForm form) {
    return pages.show(problem.status(), "account", visitor.frame("Account"), form);
  }
}
