package dev.tocsin.server.deliver.email;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.Receipt;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/// Sends one mail to all recipients.
final class EmailChannel implements Channel {
  private final String name;
  private final MailServer server;
  private final String from;
  private final List<String> to;
  private final AlertMail mail;

  EmailChannel(String name, MailServer server, String from, List<String> to, AlertMail mail) {
    this.name = name;
    this.server = server;
    this.from = from;
    this.to = List.copyOf(to);
    this.mail = mail;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<ChangeKind> usualChanges() {
    return ChangeKind.ESSENTIAL;
  }

  @Override
  public boolean takesReceivers() {
    return true;
  }

  @Override
  public boolean reaches(String receiver) {
    return to.stream().anyMatch(receiver::equalsIgnoreCase);
  }

  @Override
  public Channel to(List<String> receivers) {
    return new EmailChannel(name, server, from, receivers, mail);
  }

  @Override
  public Receipt send(Envelope envelope) {
    var session = server.session();
    try {
      var message = mail.compose(session, envelope, from, to);
      return transport(session, message);
    } catch (AuthenticationFailedException e) {
      return new Receipt.Rejected(
          "AuthenticationFailedException: the mail server refuses the credentials");
    } catch (MessagingException e) {
      return receipt(e);
    }
  }

  private Receipt transport(Session session, MimeMessage message) throws MessagingException {
    try (var transport = session.getTransport("smtp")) {
      transport.connect(
          server.user().orElse(null), server.password().map(Secret::reveal).orElse(null));
      transport.sendMessage(message, message.getAllRecipients());
      return new Receipt.Accepted("SMTP 250");
    }
  }

  /// A temporary refusal of any recipient repeats the mail for all: twice is better than never, and
  /// the Message-ID lets mail programs drop the second.
  private static Receipt receipt(MessagingException failure) {
    boolean refusedForGood = false;
    int accepted = 0;
    for (Exception link = failure; link != null; link = next(link)) {
      int code = code(link);
      if (code >= 400 && code < 500) {
        return new Receipt.Retry("SMTP " + code);
      }
      refusedForGood |= code >= 500;
      if (link instanceof SMTPSendFailedException sent && sent.getValidSentAddresses() != null) {
        accepted = sent.getValidSentAddresses().length;
      }
    }
    if (accepted > 0) {
      return new Receipt.Accepted("SMTP 250, but not for every recipient");
    }
    if (refusedForGood) {
      return new Receipt.Rejected("SMTP refuses the sender, the recipients or the mail for good");
    }
    var cause = failure.getNextException();
    var kind = cause == null ? failure.getClass() : cause.getClass();
    return new Receipt.Retry(kind.getSimpleName() + ": the mail server cannot be talked to");
  }

  private static @Nullable Exception next(Exception link) {
    return link instanceof MessagingException failure ? failure.getNextException() : null;
  }

  private static int code(Exception link) {
    return switch (link) {
      case SMTPAddressFailedException refused -> refused.getReturnCode();
      case SMTPSenderFailedException refused -> refused.getReturnCode();
      case SMTPSendFailedException refused -> refused.getReturnCode();
      default -> 0;
    };
  }
}
