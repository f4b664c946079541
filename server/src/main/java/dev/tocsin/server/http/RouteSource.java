package dev.tocsin.server.http;

import java.util.List;

/// A feature's HTTP class: hands its routes to the listener.
@FunctionalInterface
public interface RouteSource {
  List<Route> routes();
}
