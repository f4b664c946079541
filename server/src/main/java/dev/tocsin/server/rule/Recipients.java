package dev.tocsin.server.rule;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Checks to whom a simple rule is told.
public final class Recipients {
  /// The variable with those of the default rules.
  public static final String VARIABLE = "ALERT_EMAIL_RECIPIENTS";

  static final int LIMIT = 50;
  private static final int LENGTH_LIMIT = 2_000;
  private static final Pattern MAIL =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*");

  private Recipients() {}

  /// The addresses between commas, without blanks around them.
  static List<String> split(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(address -> !address.isEmpty())
        .toList();
  }

  static boolean isMail(String text) {
    return text.length() <= LENGTH_LIMIT && MAIL.matcher(text).matches();
  }

  /// What is wrong with the receivers of a channel. Web addresses are not repeated, because they
  /// may hold secrets.
  static List<String> errors(AlertChannel channel, List<String> recipients) {
    var errors = new ArrayList<String>();
    if (recipients.size() > LIMIT) {
      errors.add("recipients: " + recipients.size() + " are too many; name at most " + LIMIT);
    }
    if (!channel.takesRecipients() && !recipients.isEmpty()) {
      errors.add("recipients: " + channel + " goes where the server is set up; leave them out");
      return errors;
    }
    if (channel.needsRecipients() && recipients.isEmpty()) {
      errors.add("recipients: " + channel + " needs at least one");
    }
    for (int i = 0; i < recipients.size(); i++) {
      var recipient = recipients.get(i);
      if (channel == AlertChannel.EMAIL && !isMail(recipient)) {
        errors.add("recipients[" + i + "]: \"" + recipient + "\" is no mail address");
      } else if (channel != AlertChannel.EMAIL && !isWebAddress(recipient)) {
        errors.add("recipients[" + i + "]: is no web address; write https://host/path");
      }
    }
    return errors;
  }

  private static boolean isWebAddress(String text) {
    try {
      var address = URI.create(text);
      var scheme = String.valueOf(address.getScheme());
      return text.length() <= LENGTH_LIMIT
          && address.getHost() != null
          && (scheme.equals("https") || scheme.equals("http"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
