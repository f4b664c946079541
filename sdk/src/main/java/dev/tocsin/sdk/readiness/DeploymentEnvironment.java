package dev.tocsin.sdk.readiness;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the application runs, as it was told; nothing is guessed from names of hosts.
///
/// @param name in lower case
/// @param deployed whether others depend on it, so that required keys are enforced
public record DeploymentEnvironment(String name, boolean deployed) {

  /// The environment variable that tells it.
  public static final String VARIABLE = "TOCSIN_ENVIRONMENT";

  public static final DeploymentEnvironment LOCAL = new DeploymentEnvironment("local", false);

  private static final Set<String> NOT_DEPLOYED =
      Set.of("local", "dev", "development", "test", "ci");
  private static final Set<String> PRODUCTION = Set.of("production", "prod");

  /// Local when nothing is told. `local`, `dev`, `development`, `test` and `ci` are not deployed;
  /// every other name is, so that a name nobody thought of is enforced rather than let through.
  public static DeploymentEnvironment of(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return LOCAL;
    }
    String plain = name.strip().toLowerCase(Locale.ROOT);
    return new DeploymentEnvironment(plain, !NOT_DEPLOYED.contains(plain));
  }

  public boolean production() {
    return PRODUCTION.contains(name);
  }
}
