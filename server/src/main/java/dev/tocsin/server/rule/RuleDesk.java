package dev.tocsin.server.rule;

import java.time.InstantSource;
import java.util.List;

/// What people do with simple rules beside storing them: trying how they are told, and leaving a
/// trace of who did what.
public final class RuleDesk {
  private final MetricKinds kinds;
  private final List<String> recipients;
  private final TestNotice notice;
  private final Audit audit;

  /// Sends a notification that is marked as a test.
  @FunctionalInterface
  public interface TestNotice {
    /// @return the idempotency key of the notification
    /// @throws RuleRefusal if nothing can be sent that way
    String send(StoredRule rule, String by);
  }

  /// Remembers who did what.
  @FunctionalInterface
  public interface Audit {
    void record(String actor, String action, String target, String detail);
  }

  /// @param recipients who gets the mails of a rule that names nobody
  public RuleDesk(
      RuleQuery query,
      InstantSource clock,
      List<String> recipients,
      TestNotice notice,
      Audit audit) {
    this.kinds = new MetricKinds(query, clock);
    this.recipients = List.copyOf(recipients);
    this.notice = notice;
    this.audit = audit;
  }

  /// A refusal of a test, with its reason.
  public static RuleRefusal refusal(String reason) {
    return new RuleRefusal(reason);
  }

  MetricKinds kinds() {
    return kinds;
  }

  String test(StoredRule rule, String by) {
    if (rule.rule().notice().channel().needsRecipients()
        && rule.rule().notice().recipients().isEmpty()) {
      throw new RuleRefusal(
          "the rule has no recipients; add some, or set " + Recipients.VARIABLE + " and restart");
    }
    return notice.send(rule, by);
  }

  void note(String by, String action, StoredRule rule) {
    var what = rule.rule();
    audit.record(by, action, rule.id(), what.name() + ": " + what.promQl());
  }

  /// The usual receivers for a new rule that tells by mail and names nobody.
  SimpleRuleBody withUsual(SimpleRuleBody body) {
    boolean isMail = "EMAIL".equalsIgnoreCase(body.channel());
    if (!isMail || body.recipients() != null || recipients.isEmpty()) {
      return body;
    }
    return body.withRecipients(recipients);
  }
}
