package dev.tocsin.server.deliver;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The ways to reach people with their tests, the preview of templates, and the stream of notices.
public final class ChannelPages implements RouteSource {
  private static final String PATH = "/admin/channels";
  private static final String NOTICES = "/admin/notices";
  private static final int FORM_LIMIT_BYTES = 128 * 1024;
  private static final int NOTICES_SHOWN = 100;
  private static final int MESSAGES_SHOWN = 10;

  private final Channels channels;
  private final DeliveryLog log;
  private final Notifier notifier;
  private final Notices notices;
  private final Pages pages;

  /// A template and what it makes.
  ///
  /// @param kind of the template
  /// @param delivery whose message is shown; empty for a made-up one
  /// @param result text, or what is wrong
  public record Preview(
      String template, String kind, String delivery, String result, boolean isGood) {
    static final Preview NONE = new Preview("", "json", "", "", true);
  }

  /// Which lines of the stream are shown.
  ///
  /// @param key a pattern of the ends of their keys
  public record NoticeFilter(String kind, String key, boolean onlyOpen) {}

  /// What the page shows.
  ///
  /// @param recent messages that templates can be tried with
  public record View(
      List<Channels.Standing> standings,
      List<Transport> transports,
      List<Delivery> recent,
      Preview preview) {}

  public ChannelPages(
      Channels channels, DeliveryLog log, Notifier notifier, Notices notices, Pages pages) {
    this.channels = channels;
    this.log = log;
    this.notifier = notifier;
    this.notices = notices;
    this.pages = pages;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.VIEWER, request -> page(request, Preview.NONE)),
        Route.post(PATH + "/test", Role.ADMIN, this::test).accepting(FORM_LIMIT_BYTES),
        Route.post(PATH + "/preview", Role.OPERATOR, this::preview).accepting(FORM_LIMIT_BYTES),
        Route.get(
            "/admin/alarm-banner", Role.VIEWER, _ -> pages.page("layout/banner.jte", Map.of())),
        Route.get(NOTICES, Role.VIEWER, this::notices),
        Route.post(NOTICES + "/read", Role.VIEWER, this::read).accepting(FORM_LIMIT_BYTES),
        Route.post(NOTICES + "/{id}/acknowledge", Role.OPERATOR, this::acknowledge)
            .accepting(FORM_LIMIT_BYTES));
  }

  private Reply page(Request request, Preview preview) {
    var recent = log.list(Set.of(), MESSAGES_SHOWN, 0).deliveries();
    var view = new View(channels.standings(), channels.transports(), recent, preview);
    return pages.page("deliver/channels.jte", Map.of("actor", request.actor(), "view", view));
  }

  private Reply test(Request request) {
    var name = request.form().getOrDefault("channel", "");
    if (!channels.exists(name)) {
      throw HttpFailure.notFound("the channel " + name);
    }
    notifier.test(name, request.actor().name());
    return Reply.redirect(PATH);
  }

  private Reply preview(Request request) {
    var form = request.form();
    var text = form.getOrDefault("template", "");
    var kind = form.getOrDefault("kind", "json");
    var delivery = form.getOrDefault("delivery", "");
    var message = log.find(delivery).map(Delivery::message).orElseGet(MessageTemplate::sample);
    try {
      var template =
          MessageTemplate.of(text, MessageTemplate.Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
      var result = template.render(new Envelope("preview", message));
      return page(request, new Preview(text, kind, delivery, result, true));
    } catch (IllegalArgumentException | IllegalStateException e) {
      var problem = "The template " + e.getMessage();
      return page(request, new Preview(text, kind, delivery, problem, false));
    }
  }

  private Reply notices(Request request) {
    var filter =
        new NoticeFilter(
            request.query("kind").orElse(""),
            request.query("key").orElse(""),
            request.query("state").orElse("").equals("open"));
    var lines = notices.list(filter.kind(), filter.onlyOpen(), filter.key(), NOTICES_SHOWN, 0);
    long unread = notices.unread(request.actor().id());
    return pages.page(
        "deliver/notices.jte",
        Map.of("actor", request.actor(), "notices", lines, "unread", unread, "filter", filter));
  }

  private Reply read(Request request) {
    notices.markRead(request.actor().id());
    return Reply.redirect(NOTICES);
  }

  private Reply acknowledge(Request request) {
    notices.acknowledge(request.parameter("id"), request.actor().name());
    return Reply.redirect(NOTICES);
  }
}
