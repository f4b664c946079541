package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.deliver.MessageTemplate.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTemplateTest {
  private static final Envelope ENVELOPE =
      new Envelope("key-1", ChannelContract.message(ChangeKind.OPENED));

  @Test
  void textsAreEscapedForJson() throws Exception {
    var template =
        MessageTemplate.of(
            """
            {"fields": {"summary": "{{headline}}", "labels": "{{#alerts}}{{name}}={{value}} {{/alerts}}",
              "priority": "{{severity}}"{{#cause}}, "cause": "{{cause}}"{{/cause}}}}
            """,
            Kind.JSON);

    var fields = new ObjectMapper().readTree(template.render(ENVELOPE)).path("fields");

    assertEquals("[P1] Payments <fail> & \"stop\"", fields.path("summary").asText());
    assertEquals("PaymentsFail=0.25 ", fields.path("labels").asText());
    assertEquals("The provider does not answer", fields.path("cause").asText());
  }

  @Test
  void textsAreEscapedForHtmlAndNotAtAllForText() {
    assertEquals(
        "<b>Payments &lt;fail&gt; &amp; &quot;stop&quot;</b>",
        MessageTemplate.of("<b>{{title}}</b>", Kind.HTML).render(ENVELOPE));
    assertEquals(
        "Payments <fail> & \"stop\"", MessageTemplate.of("{{title}}", Kind.TEXT).render(ENVELOPE));
  }

  private static String text(String template) {
    return MessageTemplate.of(template, Kind.TEXT).render(ENVELOPE);
  }

  @Test
  void ifAsksWhetherAFieldIsThereOrWhatItIs() {
    assertEquals("yes", text("{{if cause}}yes{{else}}no{{end}}"));
    assertEquals("no", text("{{if resolved}}yes{{else}}no{{end}}"));
    assertEquals("once", text("{{if alerts}}once{{end}}"));
    assertEquals("page", text("{{if severity == \"P1\"}}page{{else}}mail{{end}}"));
    assertEquals("mail", text("{{if severity != \"P1\"}}page{{else}}mail{{end}}"));
    assertEquals("none", text("{{if not missing}}none{{end}}"));
    assertEquals("-", text("{{if event == \"resolved\"}}over{{end}}-"));
  }

  @Test
  void rangeRepeatsForEachAndSeesWhatIsAround() {
    assertEquals(
        "PaymentsFail on P1 route=/pay;",
        text(
            "{{range alerts}}{{name}}{{if severity == \"P1\"}} on {{severity}}{{end}}"
                + "{{range labelList}} {{name}}={{value}}{{end}};{{end}}"));
  }

  @Test
  void listsOfJsonAreSeparated() throws Exception {
    var made =
        MessageTemplate.of(
                "{\"lines\": [{{range serviceList}}\"{{name}}\"{{^-last}},{{/-last}}{{end}}]}",
                Kind.JSON)
            .render(ENVELOPE);
    assertEquals("{\"lines\": [\"checkout\"]}", made);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{if cause}}never closed",
        "{{end}}",
        "{{else}}",
        "{{range alerts}}{{else}}{{end}}",
        "{{if severity > 3}}{{end}}",
        "{{if title.length == \"3\"}}{{end}}",
        "{{if (printf \"x\")}}{{end}}",
        "{{range $i, $x := alerts}}{{end}}"
      })
  void otherQuestionsAreRefused(String template) {
    assertThrows(IllegalArgumentException.class, () -> MessageTemplate.of(template, Kind.TEXT));
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertEquals("--", MessageTemplate.of("-{{nothing}}-", Kind.TEXT).render(ENVELOPE));
  }

  @Test
  void noMethodOfAnythingCanBeReached() {
    var template =
        MessageTemplate.of(
            "-{{title.class}}{{title.length}}{{#title}}{{hashCode}}{{/title}}-", Kind.TEXT);

    assertEquals("--", template.render(ENVELOPE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": \"{{{title}}}\"}",
        "{\"a\": \"{{&title}}\"}",
        "{{> other}}",
        "{{=<% %>=}}",
        "{{#alerts}}{{#alerts}}{{#alerts}}{{#alerts}}x{{/alerts}}{{/alerts}}{{/alerts}}{{/alerts}}",
        "{{#alerts}}",
        "{\"a\": }"
      })
  void whatIsUnsafeOrBrokenIsRefusedAtTheStart(String text) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> MessageTemplate.of(text, Kind.JSON));
    assertTrue(!String.valueOf(refusal.getMessage()).isEmpty());
  }

  @Test
  void whatGrowsTooLongIsStopped() {
    var long1 = "x".repeat(8_000);
    var template =
        MessageTemplate.of(
            "{{#timeline}}{{#timeline}}{{#alerts}}"
                + long1
                + "{{/alerts}}{{/timeline}}{{/timeline}}",
            Kind.TEXT);
    var line = new Message.Line(0, "update", "");
    var sample = MessageTemplate.sample();
    var wide =
        new Message(
            sample.event(),
            sample.incidentId(),
            sample.title(),
            sample.severity(),
            sample.status(),
            sample.services(),
            sample.cause(),
            sample.update(),
            sample.readings(),
            0,
            0,
            sample.links(),
            List.of(line, line, line, line, line));

    assertThrows(IllegalStateException.class, () -> template.render(new Envelope("k", wide)));
  }
}
