package dev.tocsin.marketplace.account;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;

/// Creates the operator's account from the settings, when both are given.
@Component
class AdminAccount implements ApplicationRunner {
  private final Accounts accounts;
  private final Options options;

  /// `MARKETPLACE_ADMIN_EMAIL` and `MARKETPLACE_ADMIN_PASSWORD`.
  @ConfigurationProperties(prefix = "marketplace.account", ignoreUnknownFields = false)
  record Options(@DefaultValue("") String adminEmail, @DefaultValue("") String adminPassword) {
    Options {
      if (adminEmail.isEmpty() != adminPassword.isEmpty()) {
        throw new IllegalArgumentException(
            "Set both MARKETPLACE_ADMIN_EMAIL and MARKETPLACE_ADMIN_PASSWORD, or none of them.");
      }
    }

    @Override
    public String toString() {
      return "Options[adminEmail=" + adminEmail + "]";
    }
  }

  AdminAccount(Accounts accounts, Options options) {
    this.accounts = accounts;
    this.options = options;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (!options.adminEmail().isEmpty()) {
      accounts.ensureAdmin(options.adminEmail(), options.adminPassword());
    }
  }
}
