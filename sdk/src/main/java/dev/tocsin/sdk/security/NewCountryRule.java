package dev.tocsin.sdk.security;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// A login from a country where the user was not seen before. The first country of a user is learnt
/// in silence; without a country there is nothing to say.
public final class NewCountryRule implements AccessRule {

  private static final int MAX_COUNTRIES = 8;

  private final Recent<Set<String>> known = new Recent<>(Recent.MAX_KEYS);

  @Override
  public synchronized Optional<Finding> judge(Access access, Instant at) {
    String country = access.origin().country();
    if (access.kind() != Access.Kind.LOGIN || country == null) {
      return Optional.empty();
    }
    Set<String> countries = known.of(access.user(), LinkedHashSet::new);
    boolean isFirst = countries.isEmpty();
    if (countries.contains(country)) {
      return Optional.empty();
    }
    String before = String.join(",", countries);
    if (countries.size() == MAX_COUNTRIES) {
      countries.remove(countries.iterator().next());
    }
    countries.add(country);
    return isFirst
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "new_country",
                Finding.account(access.user()),
                "from " + country + ", before: " + before));
  }
}
