package dev.tocsin.marketplace.account;

/// What was typed into the account page before, and what was wrong with it; empty when nothing was.
public record AccountForm(
    String email, String displayName, String loginProblem, String registerProblem) {
  static AccountForm empty() {
    return new AccountForm("", "", "", "");
  }
}
