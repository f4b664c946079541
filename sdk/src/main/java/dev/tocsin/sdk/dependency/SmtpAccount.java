package dev.tocsin.sdk.dependency;

import org.jspecify.annotations.Nullable;

/// Where mail leaves, and as whom. The password is never printed.
///
/// @param user null when the server asks for no credentials
public record SmtpAccount(String host, int port, @Nullable String user, @Nullable String password) {

  private static final int IMPLICIT_TLS_PORT = 465;
  private static final int MAX_PORT = 65_535;

  public SmtpAccount {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("The SMTP port must be from 1 to 65535, not " + port);
    }
  }

  boolean implicitTls() {
    return port == IMPLICIT_TLS_PORT;
  }

  @Override
  public String toString() {
    return "SmtpAccount[" + host + ":" + port + "]";
  }
}
