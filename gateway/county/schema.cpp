// SPDX-License-Identifier: Apache-2.0
#include "gateway/county/schema.hpp"

#include <string>

#include "gateway/county/projection_flows.hpp"

namespace zj::county {

namespace {

// The log and what finds a place in it.
constexpr const char* kLog = R"sql(
-- One row an entry: its exact bytes, and the scope items as [{"n","salt","scope"}] in order.
CREATE TABLE entries(idx INTEGER PRIMARY KEY, bytes TEXT NOT NULL, scopes TEXT NOT NULL);
-- Leaf hashes alone, so that opening reads little.
CREATE TABLE leaves(idx INTEGER PRIMARY KEY, hash BLOB NOT NULL);
-- Change entries only: the envelope with the header, and the intent bodies beside it, as received.
CREATE TABLE headers(idx INTEGER PRIMARY KEY, envelope TEXT NOT NULL, bodies TEXT NOT NULL);
-- id = idx * 8192 + ordinal among the entry's effects.
CREATE TABLE records(id INTEGER PRIMARY KEY, salt BLOB NOT NULL, bytes TEXT NOT NULL);
-- Signed checkpoint notes, one a group commit; the one of the greatest size is the county's head.
CREATE TABLE checkpoints(size INTEGER PRIMARY KEY, note TEXT NOT NULL);
-- Root statements with their catalogues, as they travel.
CREATE TABLE roots(number INTEGER PRIMARY KEY, line TEXT NOT NULL);
-- Newest version of each record, and where it stands. The one table keyed by record key.
CREATE TABLE current(key TEXT PRIMARY KEY, version INTEGER NOT NULL, idx INTEGER NOT NULL, ordinal INTEGER NOT NULL) WITHOUT ROWID;
-- Head of each device's chain, and the entry of each of its numbers.
CREATE TABLE chains(device TEXT PRIMARY KEY, seq INTEGER NOT NULL, id BLOB NOT NULL, seen_size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE chain_items(device TEXT NOT NULL, seq INTEGER NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY(device, seq)) WITHOUT ROWID;
-- Scopes by a short number; the last n given in each; the entry of each n.
CREATE TABLE scopes(scope INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last INTEGER NOT NULL);
CREATE TABLE scope_items(scope INTEGER NOT NULL, n INTEGER NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY(scope, n)) WITHOUT ROWID;
-- Attachments that applied or held change sets name: hashes of the chunks one after the other, and the unit they were sent under.
CREATE TABLE materials(change_set BLOB NOT NULL, slot TEXT NOT NULL, sha256 BLOB NOT NULL, scope TEXT NOT NULL, size INTEGER NOT NULL,
  chunks BLOB NOT NULL, PRIMARY KEY(change_set, slot, sha256)) WITHOUT ROWID;
-- Attachment contents, per scope that sent them: nobody learns what another unit holds. And per signed list of chunks (digests is
-- its SHA-256): whoever signs false ones keeps no other from storing the document. blob_chunks.id = blob * 1024 + chunk.
CREATE TABLE blobs(id INTEGER PRIMARY KEY, scope TEXT NOT NULL, sha256 BLOB NOT NULL, size INTEGER NOT NULL, digests BLOB NOT NULL,
  chunks INTEGER NOT NULL, complete INTEGER NOT NULL, UNIQUE(scope, sha256, size, digests));
CREATE INDEX blobs_incomplete ON blobs(id) WHERE complete = 0;
CREATE TABLE blob_chunks(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
-- Enrolments under a ticket that the log refused, so that the door can say no: ticket is the name that headers give as prev.
CREATE TABLE ticket_refusals(ticket BLOB PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
-- Outside the log: hello counters, doors closed for a device, what was noticed (bounded) and how often.
CREATE TABLE sessions(device TEXT PRIMARY KEY, session INTEGER NOT NULL, random BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE doors(device TEXT PRIMARY KEY, at INTEGER NOT NULL, why TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE incidents(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, device TEXT NOT NULL, detail TEXT NOT NULL,
  evidence TEXT NOT NULL);
CREATE TABLE incident_counts(kind TEXT NOT NULL, device TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(kind, device)) WITHOUT ROWID;
)sql";

// Registers for other county systems, by plain SQL. Names and meanings are stable; the log is the truth, these are
// rebuilt from it. Codes are those of the catalogue's lists; dates are 2026-11-23, times milliseconds since 1970;
// `version` is the record's.
constexpr const char* kRegisters = R"sql(
-- 单位. data: the whole record as JSON.
CREATE TABLE unit(code TEXT PRIMARY KEY, name TEXT, short_name TEXT, rank TEXT, nature TEXT, category TEXT, system TEXT, parent TEXT,
  uscc TEXT, division TEXT, state TEXT, version INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
-- 人员, one row a person record; state active, out, retired, or void where the entry was reversed.
CREATE TABLE person(id TEXT PRIMARY KEY, name TEXT, id_no TEXT, sex TEXT, birth TEXT, unit TEXT, inner_organ TEXT, quota_type TEXT,
  staff_class TEXT, post_name TEXT, status TEXT, state TEXT, entered_on TEXT, version INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
-- 编制账: approved 核定 h, actual 实有 a, reserved 预占 r, leaving 待出 o, turnover 周转 t.
CREATE TABLE quota_ledger(unit TEXT NOT NULL, quota_type TEXT NOT NULL, h INTEGER NOT NULL, a INTEGER NOT NULL, r INTEGER NOT NULL,
  o INTEGER NOT NULL, t INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY(unit, quota_type)) WITHOUT ROWID;
-- 职数账 by level.
CREATE TABLE post(unit TEXT NOT NULL, level TEXT NOT NULL, authorised INTEGER NOT NULL, actual INTEGER NOT NULL, reserved INTEGER NOT NULL,
  version INTEGER NOT NULL, PRIMARY KEY(unit, level)) WITHOUT ROWID;
-- 案件 ("case" is a word of SQL).
CREATE TABLE case_file(id TEXT PRIMARY KEY, case_no TEXT, matter TEXT, unit TEXT, state TEXT, clerk TEXT, result TEXT, received_at TEXT,
  accepted_at TEXT, closed_at TEXT, version INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
-- 案件各环节.
CREATE TABLE case_step(case_id TEXT NOT NULL, ordinal INTEGER NOT NULL, step TEXT, act TEXT, person TEXT, data TEXT NOT NULL,
  PRIMARY KEY(case_id, ordinal)) WITHOUT ROWID;
-- 用编核准 ("grant" is a word of SQL).
CREATE TABLE grant_file(id TEXT PRIMARY KEY, grant_no TEXT, case_id TEXT, unit TEXT, quota_type TEXT, entry_mode TEXT, count INTEGER NOT NULL,
  used INTEGER NOT NULL, valid_until TEXT, state TEXT, version INTEGER NOT NULL) WITHOUT ROWID;
-- 年度用编计划.
CREATE TABLE plan_line(id TEXT PRIMARY KEY, unit TEXT, year INTEGER NOT NULL, quota_type TEXT, entry_mode TEXT, count INTEGER NOT NULL,
  used INTEGER NOT NULL, reserved INTEGER NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID;
-- 四部门联动各环节.
-- chain entry (stages 1 to 5 of a grant) or exit (1 to 3 of a 下编 or of a transfer); state open, closed, or void where a reversal ended it;
-- for_month: the month it counts for.
CREATE TABLE stage(id TEXT PRIMARY KEY, stage INTEGER NOT NULL, chain TEXT, owner TEXT, state TEXT, for_month TEXT, version INTEGER NOT NULL,
  data TEXT NOT NULL) WITHOUT ROWID;
-- 暂存、拒绝及其后果 by change-set id.
CREATE TABLE outcome(id TEXT PRIMARY KEY, state TEXT, code TEXT, device TEXT, seq INTEGER NOT NULL, person TEXT, case_id TEXT,
  version INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX person_unit ON person(unit, state);
CREATE INDEX case_unit ON case_file(unit, state);
-- What is counted each time somebody looks at the gateway; few rows of many.
CREATE INDEX case_open ON case_file(id) WHERE state NOT IN ('approved', 'refused', 'withdrawn');
CREATE INDEX outcome_held ON outcome(id) WHERE state = 'held';
)sql";

// What is not of the log alone: when a device was last here, and the warnings of a day (domain.md 7).
constexpr const char* kOversight = R"sql(
ALTER TABLE sessions ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
-- 预警 as found on the morning of warning_run.on_day, by the log of so many entries. level notice, yellow or red; state new, verified, rectifying, closed or false. evidence: [{"record","zh","en"}].
-- A person whom only an ID number names stands in id, subject and evidence by a keyed reference, the same on every day, never by the
-- log's digest of the number (ops/references.hpp): join by it, but do not look it up in the log.
CREATE TABLE warning_finding(id TEXT PRIMARY KEY, rule TEXT NOT NULL, level TEXT NOT NULL, unit TEXT NOT NULL, subject TEXT NOT NULL,
  since TEXT NOT NULL, due TEXT NOT NULL, owner TEXT NOT NULL, state TEXT NOT NULL, evidence TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE warning_run(on_day TEXT NOT NULL, size INTEGER NOT NULL);
CREATE INDEX warning_finding_unit ON warning_finding(unit, rule);
)sql";

// Warnings are kept up while the gateway serves: warning_run says by how many entries and on which day they are what
// the records give, and this with which last days of devices. What an earlier build found stands without them, and is
// found anew.
constexpr const char* kKeptWarnings = R"sql(
CREATE TABLE warning_use(device TEXT PRIMARY KEY, on_day TEXT NOT NULL) WITHOUT ROWID;
DELETE FROM warning_finding;
DELETE FROM warning_run;
)sql";

}  // namespace

// Which device signed the change set that names a document, and so may send it whatever its scopes are.
constexpr const char* kSenders = "ALTER TABLE materials ADD COLUMN device TEXT NOT NULL DEFAULT ''";

// 周转编制 T before and after a posting. Postings of an earlier build say 0 until a rebuild.
constexpr const char* kRevolving = R"sql(
ALTER TABLE quota_posting ADD COLUMN before_t INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quota_posting ADD COLUMN t INTEGER NOT NULL DEFAULT 0;
)sql";

const std::vector<store::Migration>& migrations() {
    static const std::vector<store::Migration> all = {{"log", kLog},
                                                      {"registers", kRegisters},
                                                      {"flows", flow_schema()},
                                                      {"oversight", kOversight},
                                                      {"kept warnings", kKeptWarnings},
                                                      {"senders", kSenders},
                                                      {"files", file_schema()},
                                                      {"revolving", kRevolving}};
    return all;
}

}  // namespace zj::county
