package dev.tocsin.cli.demo;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.regex.Pattern;

/// The server as the story uses it: its JSON, and its pages with their forms. While the server is
/// down every answer is empty.
final class ServerApi {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final String url;
  private final String password;
  private final Web web;
  private final ObjectMapper json = new ObjectMapper();

  ServerApi(String url, String password, Web web) {
    this.url = url;
    this.password = password;
    this.web = web;
  }

  boolean signIn() {
    var fields = Map.of("name", "admin", "password", password, "next", "");
    var answer = web.postForm(url + "/sign-in", fields);
    return answer.isFine() && answer.body().contains("Sign out");
  }

  JsonNode get(String path) {
    return read(web.get(url + path));
  }

  String page(String path) {
    return web.get(url + path).body();
  }

  JsonNode query(String query) {
    return get("/api/v1/query?query=" + Web.encoded(query));
  }

  JsonNode queryAt(String query, String atSeconds) {
    return get("/api/v1/query?time=" + atSeconds + "&query=" + Web.encoded(query));
  }

  /// Sends a form of a page, with the token that the page holds.
  ///
  /// @return the page that follows; empty when it was not taken
  String submit(String pagePath, String action, Map<String, String> fields) {
    var token = CSRF.matcher(page(pagePath));
    if (!token.find()) {
      return "";
    }
    var all = new java.util.LinkedHashMap<>(fields);
    all.put("_csrf", token.group(1));
    var answer = web.postForm(url + action, all);
    return answer.isFine() ? answer.body() : "";
  }

  JsonNode read(Web.Answer answer) {
    try {
      return json.readTree(answer.body());
    } catch (JacksonException e) {
      return json.createObjectNode();
    }
  }
}
