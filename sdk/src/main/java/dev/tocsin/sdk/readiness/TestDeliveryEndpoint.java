package dev.tocsin.sdk.readiness;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import java.io.IOException;

/// `POST /ops/incident-transport/secondary/test` sends a test message through the second webhook:
/// 200 when it was taken, 502 when it was not, 409 when the webhook is not configured.
public final class TestDeliveryEndpoint implements OpsEndpoint {

  private static final int TAKEN = 200;
  private static final int NOT_CONFIGURED = 409;
  private static final int NOT_TAKEN = 502;

  private final TestDeliveries deliveries;

  public TestDeliveryEndpoint(TestDeliveries deliveries) {
    this.deliveries = deliveries;
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return "/ops/incident-transport/secondary/test";
  }

  @Override
  public OpsResponse answer(OpsRequest request) {
    try {
      String told = deliveries.send();
      return told.startsWith("HTTP 2") ? answer(TAKEN, told) : answer(NOT_TAKEN, told);
    } catch (IllegalStateException e) {
      return answer(NOT_CONFIGURED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return answer(NOT_TAKEN, e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return answer(NOT_TAKEN, "interrupted");
    }
  }

  private static OpsResponse answer(int status, String told) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("delivered", status == TAKEN).put("told", told);
    return OpsResponse.json(status, json.toString());
  }
}
