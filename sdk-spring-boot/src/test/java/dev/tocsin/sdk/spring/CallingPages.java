package dev.tocsin.sdk.spring;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/// Ask the shop's own `/stock/{id}`, each through another client of Spring.
@RestController
class CallingPages {

  private final RestClient restClient;
  private final RestTemplate restTemplate;
  private final WebClient webClient;
  private final String stock;

  CallingPages(
      RestClient.Builder restClients,
      RestTemplateBuilder restTemplates,
      WebClient.Builder webClients,
      @Value("${shop.stock-port:0}") int port) {
    this.restClient = restClients.build();
    this.restTemplate = restTemplates.build();
    this.webClient = webClients.build();
    this.stock = "http://localhost:" + port + "/stock/7";
  }

  @GetMapping("/call/rest-client")
  String restClient() {
    return restClient.get().uri(stock).retrieve().body(String.class);
  }

  @GetMapping("/call/rest-template")
  String restTemplate() {
    return restTemplate.getForObject(stock, String.class);
  }

  @GetMapping("/call/web-client")
  String webClient() {
    return webClient.get().uri(stock).retrieve().bodyToMono(String.class).block();
  }
}
