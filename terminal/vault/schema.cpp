// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/schema.hpp"

namespace zj::vault {

const std::vector<store::Migration>& migrations() {
    static const std::vector<store::Migration> all{{"first", R"sql(
-- Single values: keys of the device, counters, checkpoint.
CREATE TABLE meta(name TEXT PRIMARY KEY, number INTEGER, data BLOB) WITHOUT ROWID;

-- Own change sets, every number once. `line` is the exact stored form (log::write_change_set); `writes` and the states are ours.
-- state: signed, sent, applied, merged, held, refused. `entry` is the log index + 1 (0 = no receipt).
CREATE TABLE outbox(
  seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, person TEXT NOT NULL, signed_at INTEGER NOT NULL, line TEXT NOT NULL,
  writes TEXT NOT NULL, state TEXT NOT NULL, code TEXT NOT NULL DEFAULT '', entry INTEGER NOT NULL DEFAULT 0, receipt TEXT,
  in_feed INTEGER NOT NULL DEFAULT 0, cause TEXT NOT NULL DEFAULT '');
CREATE INDEX outbox_waiting ON outbox(seq) WHERE receipt IS NULL;
CREATE INDEX outbox_unjudged ON outbox(seq) WHERE in_feed = 0;

-- The newest version of each record that a scope of this device may read.
CREATE TABLE record(key TEXT PRIMARY KEY, version INTEGER NOT NULL, owner TEXT NOT NULL, entry INTEGER NOT NULL, bytes TEXT NOT NULL)
  WITHOUT ROWID;

-- The feed as verified, in the order of each scope.
CREATE TABLE feed(scope TEXT NOT NULL, n INTEGER NOT NULL, entry TEXT NOT NULL, PRIMARY KEY(scope, n)) WITHOUT ROWID;
CREATE TABLE scope(name TEXT PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0, size INTEGER NOT NULL DEFAULT 0,
  head TEXT NOT NULL DEFAULT '') WITHOUT ROWID;

CREATE TABLE root(number INTEGER PRIMARY KEY, line TEXT NOT NULL);

-- The device's own count of cases (本机 n 号).
CREATE TABLE own_case(n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);

-- Documents by content (loose: stored for a change set that is not signed yet), and where own change sets name them. `note` is the county's signed word that it has all of it.
CREATE TABLE document(id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, media_type TEXT NOT NULL,
  title TEXT NOT NULL, chunks BLOB NOT NULL, loose INTEGER NOT NULL);
CREATE INDEX document_loose ON document(id) WHERE loose = 1;
CREATE TABLE chunk(document INTEGER NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE(document, n));
CREATE TABLE named(change_set BLOB NOT NULL, slot TEXT NOT NULL, sha256 BLOB NOT NULL, note TEXT,
  PRIMARY KEY(change_set, slot, sha256)) WITHOUT ROWID;
CREATE INDEX named_pending ON named(change_set) WHERE note IS NULL;

-- Which change set brought a material of a case: the county serves it under that name (reconcile.md, Session 3).
CREATE TABLE source(case_key TEXT NOT NULL, slot TEXT NOT NULL, sha256 BLOB NOT NULL, change_set BLOB NOT NULL,
  PRIMARY KEY(case_key, slot, sha256)) WITHOUT ROWID;
)sql"},
                                                   {"evidence", R"sql(
-- Answers of the gateway that do not prove what they should, for people to look at.
CREATE TABLE evidence(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, target TEXT NOT NULL, body BLOB NOT NULL);
)sql"},
                                                   {"case index", R"sql(
-- One row a case: its record, or an own submission that is no record yet (local). What lists and counts need, so that no
-- list parses records. Made from records and outbox alone (case_index.cpp), in the transaction that writes them.
-- place: who has it, "<matter>/<step>", "returned/<matter>", "signed/<matter>", empty where nobody. barred: "|person|…",
-- who may not decide at this step. seq: the own number that submitted it, 0 if none. Times in ms, 0 = none; entry: index + 1.
CREATE TABLE case_row(
  key TEXT PRIMARY KEY, local INTEGER NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL, case_no TEXT NOT NULL, matter TEXT NOT NULL,
  unit TEXT NOT NULL, state TEXT NOT NULL, step TEXT NOT NULL, place TEXT NOT NULL, open INTEGER NOT NULL, held INTEGER NOT NULL,
  subject TEXT NOT NULL, about TEXT NOT NULL, barred TEXT NOT NULL, received_at INTEGER NOT NULL, closed_at INTEGER NOT NULL,
  pauses TEXT NOT NULL, half_days INTEGER NOT NULL, changed_at INTEGER NOT NULL, entry INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX case_row_place ON case_row(place, received_at) WHERE place != '';
CREATE INDEX case_row_changed ON case_row(changed_at DESC, key, open);
CREATE INDEX case_row_matter ON case_row(matter, changed_at DESC, key, open);
CREATE INDEX case_row_open ON case_row(changed_at DESC, key) WHERE open = 1;
CREATE INDEX case_row_held ON case_row(changed_at DESC, key) WHERE held = 1;
CREATE INDEX case_row_entry ON case_row(entry);
CREATE INDEX case_row_own ON case_row(n DESC, key);
CREATE INDEX case_row_number ON case_row(case_no) WHERE case_no != '';
CREATE INDEX case_row_about ON case_row(about) WHERE about != '';
CREATE INDEX case_row_local ON case_row(seq) WHERE local = 1;

-- How many rows there are of each kind, so that no list counts them.
CREATE TABLE case_count(matter TEXT NOT NULL, state TEXT NOT NULL, open INTEGER NOT NULL, held INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(matter, state, open, held)) WITHOUT ROWID;
CREATE TRIGGER case_row_made AFTER INSERT ON case_row BEGIN
  INSERT INTO case_count VALUES(NEW.matter, NEW.state, NEW.open, NEW.held, 1)
    ON CONFLICT(matter, state, open, held) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER case_row_gone AFTER DELETE ON case_row BEGIN
  UPDATE case_count SET n = n - 1 WHERE matter = OLD.matter AND state = OLD.state AND open = OLD.open AND held = OLD.held;
END;
CREATE TRIGGER case_row_moved AFTER UPDATE OF matter, state, open, held ON case_row
WHEN NEW.matter != OLD.matter OR NEW.state != OLD.state OR NEW.open != OLD.open OR NEW.held != OLD.held BEGIN
  UPDATE case_count SET n = n - 1 WHERE matter = OLD.matter AND state = OLD.state AND open = OLD.open AND held = OLD.held;
  INSERT INTO case_count VALUES(NEW.matter, NEW.state, NEW.open, NEW.held, 1)
    ON CONFLICT(matter, state, open, held) DO UPDATE SET n = n + 1;
END;

-- Which own change sets name a record (writes: they move it), and whether their effects are still to come back (open).
CREATE TABLE own_act(key TEXT NOT NULL, seq INTEGER NOT NULL, writes INTEGER NOT NULL, open INTEGER NOT NULL, PRIMARY KEY(key, seq))
  WITHOUT ROWID;
CREATE INDEX own_act_open ON own_act(seq) WHERE open = 1;
CREATE INDEX own_act_open_key ON own_act(key, seq) WHERE open = 1;
CREATE TRIGGER outbox_back AFTER UPDATE OF in_feed ON outbox WHEN NEW.in_feed = 1 AND OLD.in_feed = 0 BEGIN
  UPDATE own_act SET open = 0 WHERE seq = NEW.seq AND open = 1;
END;
CREATE TRIGGER outbox_judged AFTER UPDATE OF state ON outbox WHEN (NEW.state = 'refused') != (OLD.state = 'refused') BEGIN
  UPDATE case_row SET state = iif(NEW.state = 'refused', 'refused', 'signed'), open = NEW.state != 'refused',
    place = iif(NEW.state = 'refused', '', 'signed/' || matter) WHERE seq = NEW.seq AND local = 1;
END;
CREATE INDEX outbox_refused ON outbox(seq) WHERE state = 'refused';
CREATE INDEX outbox_entry ON outbox(entry) WHERE entry > 0;

-- What a case asked for before it was changed: the only thing here that cannot be made again.
CREATE TABLE first_fields(key TEXT PRIMARY KEY, fields TEXT NOT NULL) WITHOUT ROWID;

-- Acts of two whose record says open.
CREATE TABLE open_pending(key TEXT PRIMARY KEY) WITHOUT ROWID;
)sql"},
                                                   {"drafts", R"sql(
-- Forms being filled, each one person's (JSON text as the desk keeps it), and the documents that must stay for them.
CREATE TABLE draft(id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, matter TEXT NOT NULL, unit TEXT NOT NULL,
  on_case TEXT NOT NULL, form TEXT NOT NULL, saved_at INTEGER NOT NULL);
CREATE INDEX draft_person ON draft(person, saved_at DESC);
CREATE TABLE draft_document(draft INTEGER NOT NULL, sha256 BLOB NOT NULL, PRIMARY KEY(draft, sha256)) WITHOUT ROWID;
CREATE INDEX draft_document_sha256 ON draft_document(sha256);
)sql"},
                                                   {"search", R"sql(
-- What records are found by (text_index.cpp): one row a record, id falling with each writing, so that the newest come
-- first; the index holds the words of terminal/search alone, without order or neighbourhood.
CREATE TABLE text_row(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE text_index USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');
)sql"}};
    return all;
}

}  // namespace zj::vault
