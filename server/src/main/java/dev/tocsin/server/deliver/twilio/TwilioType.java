package dev.tocsin.server.deliver.twilio;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Message;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Pace;
import dev.tocsin.server.deliver.PlainText;
import dev.tocsin.server.deliver.PostingChannel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: twilio` with `account_sid`, `auth_token`, `from`, `to`, `voice` and `url`.
public final class TwilioType implements ChannelType {
  private static final URI PUBLIC_URL = URI.create("https://api.twilio.com");
  private static final int HEADLINE_LIMIT = 300;

  private final OutboundHttp http;

  public TwilioType(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public String name() {
    return "twilio";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    return List.of();
  }

  @Override
  public Pace usualPace() {
    return Pace.limited(1);
  }

  /// One number for each channel, so that no retry reaches somebody twice because of another.
  @Override
  public Channel read(ChannelSettings settings) {
    var section = settings.section();
    var account = section.required("account_sid", "write the SID of the account");
    var token = new Secret(section.required("auth_token", "write its token"));
    var from = section.required("from", "write a number such as +15551234567");
    var to = section.required("to", "write a number such as +15551234567");
    boolean voice = section.flag("voice", false);
    var root = section.address("url").orElse(PUBLIC_URL);
    var path = "/2010-04-01/Accounts/" + account + (voice ? "/Calls.json" : "/Messages.json");
    var pair = account + ":" + token.reveal();
    var basic =
        new Secret(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    var target = settings.target(settings.below(root, path), token, basic);
    return new PostingChannel(
        settings.name(),
        ChangeKind.ESSENTIAL,
        http,
        it -> {
          var content =
              voice ? Map.of("Twiml", spoken(it.message())) : Map.of("Body", text(it.message()));
          var form = new LinkedHashMap<String, String>(content);
          form.put("From", from);
          form.put("To", to);
          var post = OutboundHttp.Post.form(form).with("Authorization", "Basic " + basic.reveal());
          return new PostingChannel.Letter(target, post);
        });
  }

  private static String text(Message message) {
    return PlainText.clipped(message.headline(), HEADLINE_LIMIT) + " " + message.links().incident();
  }

  /// Said twice, because nobody understands a machine at once.
  private static String spoken(Message message) {
    var words =
        PlainText.clipped(message.headline(), HEADLINE_LIMIT)
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;");
    return "<Response><Say loop=\"2\">Tocsin. " + words + "</Say></Response>";
  }
}
