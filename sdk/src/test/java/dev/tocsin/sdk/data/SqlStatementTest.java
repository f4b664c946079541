package dev.tocsin.sdk.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlStatementTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT * FROM orders WHERE id = 12|select|orders|select * from orders where id = ?",
        "select 1|select|unknown|select ?",
        "select a.b from shop.orders a|select|orders|select a.b from shop.orders a",
        "select x from \"Order Lines\"|select|order lines|select x from \"order lines\"",
        "insert into t values (1, 'a'), (2, 'b')|insert|t|insert into t values (?)",
        "INSERT IGNORE INTO t VALUES (?)|insert|t|insert ignore into t values (?)",
        "update only t set a = 'it''s' where b in ($1, $2)|update|t|update only t set a = ? where b"
            + " in (?)",
        "delete from t -- why 'not'|delete|t|delete from t",
        "/* by ann */ delete from t|delete|t|delete from t",
        "with old as (select id from a) delete from b where id in (select id from old)|delete|b|"
            + "with old as (select id from a) delete from b where id in (select id from old)",
        "create table if not exists t (a int)|ddl|t|create table if not exists t (a int)",
        "merge into t using s on (t.a = s.a)|merge|t|merge into t using s on (t.a = s.a)",
        "{call f(3)}|other|unknown|{ call f (?) }",
        "call f(3)|call|unknown|call f (?)",
        "select $tag$ secret ' $tag$, E'it\\'s' from t|select|t|select ? from t",
        "rollback|transaction|unknown|rollback",
        "select 0x1F, 1.5e3 from t2|select|t2|select ? from t2",
        "explain select 1|other|unknown|explain select ?",
      })
  void statementsAreReadWithoutTheirValues(
      String sql, String operation, String table, String text) {
    assertEquals(new SqlStatement(text, operation, table), SqlStatement.of(sql));
  }

  @Test
  void whatIsNotClosedIsDroppedRatherThanShown() {
    for (String sql : new String[] {"select 'secret", "select $a$secret", "select /* secret", ""}) {
      assertFalse(SqlStatement.of(sql).text().contains("secret"), sql);
    }
  }

  @Test
  void aLongStatementIsCut() {
    SqlStatement statement = SqlStatement.of("select " + "column_name, ".repeat(5_000) + "1");
    assertEquals(SqlStatement.MAX_TEXT_LENGTH, statement.text().length());
  }

  @Test
  void noInputBreaksIt() {
    Random random = new Random(7);
    String alphabet = "select from 'x' \"\"``$$1.,();-/*eE\\with()";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder sql = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      SqlStatement statement = SqlStatement.of(sql.toString());
      assertTrue(statement.text().length() <= SqlStatement.MAX_TEXT_LENGTH, sql.toString());
      assertFalse(statement.table().isBlank() || statement.operation().isBlank(), sql.toString());
    }
  }
}
