package dev.tocsin.sdk.lifecycle;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A lifecycle in `/health/ops`: counts with the limits next to them.
final class LifecycleBlock implements OpsBlock {

  private final LifecycleWatch watch;

  LifecycleBlock(LifecycleWatch watch) {
    this.watch = watch;
  }

  @Override
  public String name() {
    String name = watch.lifecycle().name();
    StringBuilder camelCase = new StringBuilder();
    for (String word : name.split("[.-]")) {
      boolean first = camelCase.length() == 0;
      camelCase.append(first ? word.charAt(0) : Character.toUpperCase(word.charAt(0)));
      camelCase.append(word.substring(1));
    }
    return camelCase.toString();
  }

  @Override
  public BlockReport collect() throws Exception {
    List<StageView> views = watch.look();
    Verdict worst =
        views.stream().map(StageView::verdict).max(Verdict::compareTo).orElse(Verdict.GREEN);
    List<String> reasons =
        views.stream()
            .filter(view -> view.verdict() != Verdict.GREEN)
            .map(StageView::reason)
            .toList();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("lifecycle", watch.lifecycle().name());
    fields.put("stages", views.stream().map(StageView::fields).toList());
    fields.put("details", "/ops/work/" + watch.lifecycle().name());
    return new BlockReport(worst, reasons, fields);
  }
}
