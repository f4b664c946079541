-- The last tick that was claimed for each rule group, by whichever replica.
CREATE TABLE rule_ticks (
  group_key TEXT   NOT NULL PRIMARY KEY,
  tick      BIGINT NOT NULL
);
