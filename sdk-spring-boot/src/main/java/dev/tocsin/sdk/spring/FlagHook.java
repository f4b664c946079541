package dev.tocsin.sdk.spring;

import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/// Puts the hook on OpenFeature's one API while the application runs. The API can only forget all
/// of its hooks, so the others are put back.
final class FlagHook implements SmartLifecycle {

  private final Hook<?> hook;
  private boolean running;

  FlagHook(Hook<?> hook) {
    this.hook = hook;
  }

  @Override
  public void start() {
    OpenFeatureAPI.getInstance().addHooks(hook);
    running = true;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void stop() {
    OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    List<Hook> others = new ArrayList<>(api.getHooks());
    others.remove(hook);
    api.clearHooks();
    others.forEach(api::addHooks);
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
