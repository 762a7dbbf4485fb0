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
)sql"}};
    return all;
}

}  // namespace zj::vault
