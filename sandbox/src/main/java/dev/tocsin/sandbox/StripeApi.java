package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The payment provider's interface: card payments with test cards, refunds, balance and webhook
/// endpoints.
///
/// Source: Stripe's API reference.
final class StripeApi implements StandIn {
  private static final String PREFIX = "/stripe/v1/";
  private static final long MAXIMUM_AMOUNT = 99_999_999;
  private static final int MAXIMUM_METADATA = 50;

  /// Echoed as they come.
  private static final List<String> TEXTS = List.of("description", "receipt_email", "customer");

  /// Taken without effect: here every payment is by card, at once, without a detour.
  private static final List<String> WITHOUT_EFFECT =
      List.of("automatic_payment_methods", "payment_method_types", "off_session", "return_url");

  private static final List<String> CONFIRM_NAMES =
      joined(List.of("payment_method"), WITHOUT_EFFECT);

  private static final List<String> CREATE_NAMES =
      joined(joined(CONFIRM_NAMES, TEXTS), List.of("amount", "currency", "confirm", "metadata"));

  private static final Set<String> REFUND_REASONS =
      Set.of("duplicate", "fraudulent", "requested_by_customer");

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(currency -> currency.getCurrencyCode().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private final Identifiers identifiers;
  private final StripeLedger ledger;
  private final StripeEvents events;
  private final IdempotencyKeys keys = new IdempotencyKeys();

  StripeApi(Identifiers identifiers, StripeLedger ledger, StripeEvents events) {
    this.identifiers = identifiers;
    this.ledger = ledger;
    this.events = events;
  }

  private static List<String> joined(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /// A request that passed the door.
  ///
  /// @param route method and path with `*` in place of the id
  private record Call(String route, String id, Form form, boolean declining) {}

  @Override
  public Service service() {
    return Service.STRIPE;
  }

  @Override
  public Response answer(Request request) {
    return answer(request, false);
  }

  @Override
  public Response decline(Request request) {
    return answer(request, true);
  }

  private Response answer(Request request, boolean declining) {
    return refusable(
            () -> {
              checkKey(request);
              Call call = call(request, declining);
              Optional<String> key = request.header("Idempotency-Key");
              if (key.isEmpty() || !request.method().equals("POST")) {
                return carriedOut(call);
              }
              String signature = request.path() + "?" + call.form.canonical();
              return keys.once(key.get(), signature, () -> carriedOut(call));
            })
        .with("Request-Id", identifiers.next("req"));
  }

  private static Response refusable(Supplier<Response> work) {
    try {
      return work.get();
    } catch (StripeProblem problem) {
      return problem.response();
    }
  }

  private static void checkKey(Request request) {
    Optional<String> token = request.bearerToken();
    if (token.isEmpty()) {
      throw StripeProblem.of(
          401,
          StripeProblem.INVALID_REQUEST,
          "You did not provide an API key. You need to provide your API key in the Authorization"
              + " header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
    }
    if (!token.get().startsWith("sk_test_")) {
      throw StripeProblem.of(
          401,
          StripeProblem.INVALID_REQUEST,
          "Invalid API Key provided: only keys that begin with sk_test_ are known here.");
    }
  }

  private static Call call(Request request, boolean declining) {
    String[] parts = request.path().substring(PREFIX.length()).split("/", -1);
    String id = parts.length > 1 ? parts[1] : "";
    if (parts.length > 1) {
      parts[1] = "*";
    }
    Optional<Form> form = Form.parse(request.body());
    if (form.isEmpty()) {
      throw StripeProblem.of(
          400, StripeProblem.INVALID_REQUEST, "Invalid request: the form body cannot be read.");
    }
    String route = request.method() + " " + String.join("/", parts);
    return new Call(route, id, form.get(), declining);
  }

  /// A decline is an outcome like a success, so it is an answer here and not a refusal: the
  /// idempotency key remembers it.
  private Response carriedOut(Call call) {
    try {
      return Response.json(200, result(call));
    } catch (StripeProblem problem) {
      if (problem.isDecline()) {
        return problem.response();
      }
      throw problem;
    }
  }

  private ObjectNode result(Call call) {
    return switch (call.route) {
      case "POST payment_intents" -> create(call);
      case "GET payment_intents/*" -> ledger.read(call.id);
      case "POST payment_intents/*/confirm" -> {
        checkNames(call.form, CONFIRM_NAMES);
        yield ledger.confirm(
            call.id, call.form.text("payment_method").orElse(null), call.declining);
      }
      case "POST payment_intents/*/cancel" -> ledger.cancel(call.id);
      case "POST refunds" -> refund(call.form);
      case "GET refunds/*" -> ledger.readRefund(call.id);
      case "GET balance" -> ledger.balance();
      case "POST webhook_endpoints" -> {
        checkNames(call.form, List.of("url", "enabled_events", "description", "metadata"));
        String url = call.form.text("url").orElseThrow(() -> StripeProblem.missing("url"));
        yield events.register(url, call.form.list("enabled_events"));
      }
      case "GET webhook_endpoints" -> events.list();
      case "GET webhook_endpoints/*" -> events.read(call.id);
      case "DELETE webhook_endpoints/*" -> events.delete(call.id);
      default ->
          throw StripeProblem.of(
              404,
              StripeProblem.INVALID_REQUEST,
              "Unrecognized request URL (%s).".formatted(call.route.replace(" ", ": /v1/")));
    };
  }

  private ObjectNode create(Call call) {
    Form form = call.form;
    checkNames(form, CREATE_NAMES);
    boolean confirm = flag(form, "confirm");
    var texts = new LinkedHashMap<String, String>();
    TEXTS.forEach(name -> form.text(name).ifPresent(text -> texts.put(name, text)));
    long amount = amount(form).orElseThrow(() -> StripeProblem.missing("amount"));
    var order = new PaymentIntent.Order(amount, currency(form), metadata(form), texts);
    String card = form.text("payment_method").orElse(null);
    if (confirm && card == null) {
      throw StripeProblem.missing("payment_method");
    }
    PaymentIntent intent = ledger.create(order, card);
    return confirm ? ledger.confirm(intent.id(), null, call.declining) : ledger.read(intent.id());
  }

  private ObjectNode refund(Form form) {
    checkNames(form, List.of("payment_intent", "amount", "reason", "metadata"));
    String payment =
        form.text("payment_intent").orElseThrow(() -> StripeProblem.missing("payment_intent"));
    ObjectNode notes = Json.object();
    String reason = form.text("reason").orElse(null);
    if (reason != null && !REFUND_REASONS.contains(reason)) {
      throw StripeProblem.parameter(
          "reason",
          "parameter_invalid_string_enum",
          "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer");
    }
    notes.put("reason", reason);
    ObjectNode metadata = notes.putObject("metadata");
    metadata(form).forEach(metadata::put);
    return ledger.refund(payment, amount(form), notes);
  }

  private static void checkNames(Form form, Collection<String> known) {
    for (String name : form.names()) {
      if (!known.contains(name)) {
        throw StripeProblem.parameter(
            name, "parameter_unknown", "Received unknown parameter: " + name);
      }
    }
  }

  private static boolean flag(Form form, String name) {
    String value = form.text(name).orElse("false");
    if (!value.equals("true") && !value.equals("false")) {
      throw StripeProblem.parameter(name, "parameter_invalid_boolean", "Invalid boolean: " + value);
    }
    return value.equals("true");
  }

  private static Optional<Long> amount(Form form) {
    Optional<String> text = form.text("amount");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.get().matches("-?\\d{1,18}")) {
      throw StripeProblem.parameter(
          "amount", "parameter_invalid_integer", "Invalid integer: " + text.get());
    }
    long amount = Long.parseLong(text.get());
    if (amount < 1) {
      throw StripeProblem.parameter(
          "amount", "parameter_invalid_integer", "This value must be greater than or equal to 1.");
    }
    if (amount > MAXIMUM_AMOUNT) {
      throw StripeProblem.parameter(
          "amount", "amount_too_large", "Amount must be no more than " + MAXIMUM_AMOUNT + ".");
    }
    return Optional.of(amount);
  }

  private static String currency(Form form) {
    String currency =
        form.text("currency")
            .orElseThrow(() -> StripeProblem.missing("currency"))
            .toLowerCase(Locale.ROOT);
    if (!CURRENCIES.contains(currency)) {
      throw StripeProblem.parameter(
          "currency", "parameter_invalid_string_enum", "Invalid currency: " + currency);
    }
    return currency;
  }

  private static Map<String, String> metadata(Form form) {
    Map<String, String> metadata = form.map("metadata");
    if (metadata.size() > MAXIMUM_METADATA) {
      throw StripeProblem.parameter(
          "metadata", "parameter_invalid", "Metadata has at most 50 keys.");
    }
    return metadata;
  }

  @Override
  public Response failure(int status) {
    ObjectNode error = Json.object().put("type", "api_error");
    return StripeProblem.errorResponse(
        status, error.put("message", "An unknown error occurred on our side."));
  }

  @Override
  public Response rateLimited() {
    ObjectNode error = Json.object().put("type", StripeProblem.INVALID_REQUEST);
    error.put("code", "rate_limit").put("message", "Too many requests hit the API too quickly.");
    return StripeProblem.errorResponse(429, error);
  }
}
