package dev.tocsin.marketplace.catalogue;

import java.util.List;
import java.util.stream.IntStream;

/// A drawn cover: two colours and a few shapes that follow from the product's slug, so a product
/// always looks the same and no two look alike. Coordinates are those of a 320 by 200 picture.
public record Cover(
    String background, String foreground, String accent, String initials, List<Shape> shapes) {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 200;
  private static final int SHAPES = 6;

  /// A circle of a cover.
  public record Shape(int x, int y, int radius, boolean accented) {}

  public Cover {
    shapes = List.copyOf(shapes);
  }

  static Cover of(Product product) {
    var seed = product.slug().hashCode() & Integer.MAX_VALUE;
    var hue = seed % 360;
    var shapes = IntStream.range(0, SHAPES).mapToObj(index -> shape(seed, index)).toList();
    return new Cover(
        "hsl(%d 42%% 26%%)".formatted(hue),
        "hsl(%d 48%% 40%%)".formatted((hue + 25) % 360),
        "hsl(%d 70%% 62%%)".formatted((hue + 160) % 360),
        initials(product.title()),
        shapes);
  }

  private static Shape shape(int seed, int index) {
    var mixed = (seed ^ (index * 0x9E3779B9)) * 0x85EBCA6B;
    var x = Math.floorMod(mixed >>> 3, WIDTH);
    var y = Math.floorMod(mixed >>> 11, HEIGHT);
    return new Shape(x, y, 18 + Math.floorMod(mixed >>> 19, 62), index % 3 == 0);
  }

  private static String initials(String title) {
    var text = new StringBuilder();
    for (var word : title.split(" ", -1)) {
      if (text.length() < 2 && !word.isEmpty() && Character.isUpperCase(word.charAt(0))) {
        text.append(word.charAt(0));
      }
    }
    return text.toString();
  }
}
