-- What is there because the folder of as_code wants it: when a file does not name it any more, it goes.
CREATE TABLE as_code_items (
  kind       TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  item_id    TEXT   NOT NULL,
  applied_at BIGINT NOT NULL,
  PRIMARY KEY (kind, name)
);
