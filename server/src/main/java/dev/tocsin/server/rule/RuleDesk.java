package dev.tocsin.server.rule;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What people do with simple rules: make, change, delete and try them, with a trace of who did
/// what.
public final class RuleDesk {
  private final SimpleRules rules;
  private final MetricKinds kinds;
  private final List<String> recipients;
  private final TestNotice notice;
  private final Audit audit;

  /// Sends a notification that is marked as a test.
  @FunctionalInterface
  public interface TestNotice {
    /// Puts it into the queue.
    ///
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
      SimpleRules rules,
      InstantSource clock,
      List<String> recipients,
      TestNotice notice,
      Audit audit) {
    this.rules = rules;
    this.kinds = new MetricKinds(rules.query(), clock);
    this.recipients = List.copyOf(recipients);
    this.notice = notice;
    this.audit = audit;
  }

  /// A refusal of a test, with its reason.
  public static RuleRefusal refusal(String reason) {
    return new RuleRefusal(reason);
  }

  public List<StoredRule> all() {
    return rules.all();
  }

  public Optional<StoredRule> find(String id) {
    return rules.find(id);
  }

  /// The rule that was sent, without keeping it.
  ///
  /// @throws InvalidRuleException with everything that is wrong
  public SimpleRule draft(SimpleRuleBody body) {
    return new SimpleRuleForm(withUsual(body), null, kinds::of).read();
  }

  /// The rule that was sent for the place of another, without keeping it. A default of a server
  /// without recipients has none, and may stay so.
  ///
  /// @throws InvalidRuleException with everything that is wrong
  public SimpleRule draft(SimpleRuleBody body, SimpleRule before) {
    var sent = withUsual(body);
    var named = sent.recipients();
    var told = before.notice();
    boolean stillNobody =
        told.channel() == AlertChannel.EMAIL
            && told.recipients().isEmpty()
            && (named == null || named.isEmpty())
            && told.channel().name().equalsIgnoreCase(sent.channel());
    return stillNobody
        ? new SimpleRuleForm(sent.withoutReceivers(), withoutRecovery(before), kinds::of).read()
        : draft(body);
  }

  /// A recovery threshold that was not sent is not wanted.
  private static SimpleRule withoutRecovery(SimpleRule rule) {
    var test = rule.test();
    var bare =
        new SimpleRule.Test(
            test.condition(),
            test.threshold(),
            test.duration(),
            test.interval(),
            null,
            test.consecutive());
    return new SimpleRule(
        rule.name(), rule.description(), rule.signal(), bare, rule.notice(), rule.active());
  }

  /// @throws InvalidRuleException with everything that is wrong
  /// @throws RuleRefusal if another has its name or there are too many
  public StoredRule create(SimpleRuleBody body, String by) {
    var stored = rules.create(draft(body));
    note(by, "created a rule", stored);
    return stored;
  }

  /// Changes the members that were sent.
  ///
  /// @return the rule as it is now, or nothing if there is none
  /// @throws InvalidRuleException with everything that is wrong
  /// @throws RuleRefusal if another has its name
  public Optional<StoredRule> change(String id, SimpleRuleBody body, String by) {
    var before = rules.find(id);
    if (before.isEmpty()) {
      return before;
    }
    var rule = new SimpleRuleForm(body, before.orElseThrow().rule(), kinds::of).read();
    var stored = rules.update(id, rule);
    stored.ifPresent(it -> note(by, "changed a rule", it));
    return stored;
  }

  /// Puts a whole rule into the place of another.
  ///
  /// @return the rule as it is now, or nothing if there is none
  /// @throws RuleRefusal if another has its name
  public Optional<StoredRule> replace(String id, SimpleRule rule, String by) {
    var stored = rules.find(id).flatMap(_ -> rules.update(id, rule));
    stored.ifPresent(it -> note(by, "changed a rule", it));
    return stored;
  }

  /// Whether there was one.
  public boolean delete(String id, String by) {
    var before = rules.find(id);
    boolean deleted = before.isPresent() && rules.delete(id);
    if (deleted) {
      note(by, "deleted a rule", before.orElseThrow());
    }
    return deleted;
  }

  /// Tries how a rule is told.
  ///
  /// @return the idempotency key of the notification, or nothing if there is no such rule
  /// @throws RuleRefusal if it cannot be told
  public Optional<String> test(String id, String by) {
    var rule = rules.find(id);
    if (rule.isEmpty()) {
      return Optional.empty();
    }
    var stored = rule.orElseThrow();
    var told = stored.rule().notice();
    if (told.channel().needsRecipients() && told.recipients().isEmpty()) {
      throw new RuleRefusal(
          "the rule has no recipients; add some, or set " + Recipients.VARIABLE + " and restart");
    }
    var key = notice.send(stored, by);
    note(by, "tested a rule", stored);
    return Optional.of(key);
  }

  private void note(String by, String action, StoredRule rule) {
    var what = rule.rule();
    audit.record(by, action, rule.id(), what.name() + ": " + what.promQl());
  }

  /// The usual receivers for a new rule that tells by mail and names nobody.
  private SimpleRuleBody withUsual(SimpleRuleBody body) {
    boolean isMail = "EMAIL".equalsIgnoreCase(body.channel());
    var named = body.recipients();
    boolean namesSome = named != null && !named.isEmpty();
    return !isMail || namesSome || recipients.isEmpty() ? body : body.withRecipients(recipients);
  }
}
