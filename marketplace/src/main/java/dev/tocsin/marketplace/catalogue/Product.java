package dev.tocsin.marketplace.catalogue;

import dev.tocsin.marketplace.money.Money;

/// A digital product. The slug is its address; the type is a label in metrics.
public record Product(
    String id,
    String slug,
    String title,
    String creator,
    String type,
    Money price,
    String summary,
    String description,
    boolean available,
    long views) {
  public Cover cover() {
    return Cover.of(this);
  }
}
