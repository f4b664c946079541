package dev.tocsin.sdk.usage;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The budgets of the users who are active in this process, never more than the limit. Users beyond
/// it get a budget for the single call, which is as right and only slower.
final class UserBudgets {

  private static final long IDLE_MILLIS = 2 * 60_000;

  private final BudgetTable table;
  private final int limit;
  private final Map<String, UserBudget> byUser = new ConcurrentHashMap<>();

  UserBudgets(BudgetTable table, int limit) {
    this.table = table;
    this.limit = limit;
  }

  BudgetTable table() {
    return table;
  }

  UserBudget of(String user) {
    UserBudget known = byUser.get(user);
    if (known != null) {
      return known;
    }
    if (byUser.size() >= limit) {
      return UserBudget.ofOneCall(user, table);
    }
    return byUser.computeIfAbsent(user, name -> UserBudget.ofActiveUser(name, table));
  }

  void releaseIdle(long nowMillis) throws SQLException {
    releaseWhereIdleSince(nowMillis - IDLE_MILLIS);
  }

  void releaseAll() throws SQLException {
    releaseWhereIdleSince(Long.MAX_VALUE);
  }

  /// A call that comes at the same moment leases anew: the slice that it finds is retired.
  private void releaseWhereIdleSince(long millis) throws SQLException {
    for (UserBudget budget : List.copyOf(byUser.values())) {
      if (budget.isIdleSince(millis)) {
        byUser.remove(budget.user(), budget);
        budget.release();
      }
    }
  }
}
