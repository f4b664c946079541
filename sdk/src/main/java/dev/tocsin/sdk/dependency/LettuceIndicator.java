package dev.tocsin.sdk.dependency;

import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.IndicatorKind;
import dev.tocsin.sdk.health.RedisFigures;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/// Asks Redis over a connection of the application's own Lettuce client, so that trouble of that
/// client shows as well. The connection stays the application's.
public final class LettuceIndicator implements HealthIndicator {

  private final StatefulRedisConnection<String, String> connection;

  public LettuceIndicator(StatefulRedisConnection<String, String> connection) {
    this.connection = connection;
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String displayName() {
    return "Redis";
  }

  @Override
  public IndicatorKind kind() {
    return IndicatorKind.REDIS;
  }

  @Override
  public HealthOutcome check() {
    RedisCommands<String, String> commands = connection.sync();
    String pong = commands.ping();
    if (!pong.equals("PONG")) {
      return HealthOutcome.down("Redis answered PING with '" + pong + "'");
    }
    StringBuilder information = new StringBuilder();
    for (String section : RedisFigures.SECTIONS) {
      information.append(commands.info(section)).append("\r\n");
    }
    return new HealthOutcome.Up(RedisFigures.of(information.toString()));
  }
}
