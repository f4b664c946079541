package dev.tocsin.sdk.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `GET /ops/usage/{day}`: the aggregate of a day (`2026-01-31`, or `today`), with reported and
/// estimated apart, and its differences from the events. `?user=…` shows one user only.
public final class UsageEndpoint implements OpsEndpoint {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private final UsageLedger ledger;
  private final InstantSource clock;

  public UsageEndpoint(UsageLedger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/ops/usage/{day}";
  }

  @Override
  public OpsResponse answer(OpsRequest request) {
    String text = request.variable("day");
    try {
      LocalDate day =
          text.equals("today")
              ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
              : LocalDate.parse(text);
      return OpsResponse.json(200, JSON.writeValueAsString(body(day, request)));
    } catch (DateTimeParseException e) {
      return problem(400, "The day in /ops/usage/{day} must look like 2026-01-31, or be 'today'.");
    } catch (SQLException e) {
      UsageLog.storeFailed("reading a day", e);
      return problem(503, "The usage ledger does not answer; look at the application's database.");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: a map cannot be written as JSON", e);
    }
  }

  private Map<String, Object> body(LocalDate day, OpsRequest request) throws SQLException {
    String user = request.parameter("user").orElse("");
    List<UsageRow> rows = user.isEmpty() ? ledger.totals(day) : ledger.ofUser(day, user);
    List<UsageRow> differences =
        ledger.differences(day).stream()
            .filter(row -> user.isEmpty() || row.user().equals(user))
            .toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("day", day.toString());
    for (UsageSource source : UsageSource.values()) {
      body.put(source.label(), UsageJson.side(rows, source));
    }
    body.put("consistent", differences.isEmpty());
    body.put("eventsLessAggregate", UsageJson.entries(differences));
    body.put("truncated", rows.size() == UsageLedger.MAX_ROWS);
    return body;
  }

  private static OpsResponse problem(int status, String message) {
    try {
      return OpsResponse.json(status, JSON.writeValueAsString(Map.of("error", message)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: a map cannot be written as JSON", e);
    }
  }
}
