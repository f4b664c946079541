-- Which version of which rules came when, and from whom. name is that of an imported file, or
-- packs/<name> for a shipped pack; the text of those is in the program, so theirs is empty here, as is
-- that of a removal. rules maps each rule to a digest, so that the next version can say what changed.
CREATE TABLE rule_imports (
  id          TEXT    NOT NULL PRIMARY KEY,
  name        TEXT    NOT NULL,
  version     TEXT    NOT NULL,
  step        TEXT    NOT NULL,
  rules       TEXT    NOT NULL,
  changes     TEXT    NOT NULL,
  text        TEXT    NOT NULL,
  imported_by TEXT    NOT NULL,
  imported_at BIGINT  NOT NULL,
  is_current  INTEGER NOT NULL
);

CREATE UNIQUE INDEX rule_imports_current ON rule_imports (name) WHERE is_current = 1;
CREATE INDEX rule_imports_at ON rule_imports (imported_at);
