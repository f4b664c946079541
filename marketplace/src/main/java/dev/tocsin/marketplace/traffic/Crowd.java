package dev.tocsin.marketplace.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The shoppers with accounts, so that some of them come back.
final class Crowd {
  private static final int REMEMBERED = 200;
  private static final List<String> NAMES =
      List.of(
          "Alma", "Bruno", "Chiara", "Dario", "Elif", "Femke", "Goran", "Hana", "Ilse", "Jamal",
          "Kari", "Luis", "Mira", "Nils", "Olga", "Pavel", "Rosa", "Sven", "Tuva", "Yara");

  private final String run;
  private final RandomGenerator random;
  private final List<Member> members = new ArrayList<>();
  private int born;

  /// @param run tells the people of this run from those of earlier ones
  Crowd(String run, RandomGenerator random) {
    this.run = run;
    this.random = random;
  }

  /// A shopper with an account.
  record Member(String name, String email, String password) {}

  synchronized Member stranger() {
    born++;
    var name = NAMES.get(random.nextInt(NAMES.size()));
    var email = name.toLowerCase(Locale.ROOT) + "." + run + born + "@shoppers.example";
    return new Member(name, email, "a long password " + run + born);
  }

  synchronized void joined(Member member) {
    if (members.size() == REMEMBERED) {
      members.removeFirst();
    }
    members.add(member);
  }

  synchronized Optional<Member> member() {
    return members.isEmpty()
        ? Optional.empty()
        : Optional.of(members.get(random.nextInt(members.size())));
  }
}
