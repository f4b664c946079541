package dev.tocsin.sdk.metrics;

/// Stock by class of item, never by item: a catalogue has more items than a metric may have series.
public final class InventoryMetrics {

  private final GaugeFamily level;
  private final GaugeFamily reserved;
  private final GaugeFamily lowStock;

  InventoryMetrics(Telemetry telemetry) {
    level = telemetry.gauge("stock_level");
    reserved = telemetry.gauge("stock_reserved");
    lowStock = telemetry.gauge("low_stock_items");
  }

  /// @param itemClass a class such as `shoes`, of which there are few
  public void setStock(String itemClass, long items, long reservedItems) {
    level.set((double) items, itemClass);
    reserved.set((double) reservedItems, itemClass);
  }

  /// How many items are below their limit now.
  public void setLowStockItems(long items) {
    lowStock.set((double) items);
  }
}
