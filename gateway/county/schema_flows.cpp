// SPDX-License-Identifier: Apache-2.0
#include "gateway/county/projection_flows.hpp"

namespace zj::county {

// Money is in 分 (fen), months are 2026-11; the rest as in schema.cpp. A database that had these tables before they
// were a step of their own keeps those that have not changed since; the changed ones are filled by check --rebuild.
const char* flow_schema() {
    return R"sql(
DROP TABLE IF EXISTS quota_posting;
DROP TABLE IF EXISTS consent;
DROP TABLE IF EXISTS budget;
DROP TABLE IF EXISTS county_total;
-- 编制账流水: each posting of a version, in order: why (what), by which case, document and person, what stood before and after it, and
-- its moves as JSON, [[from, to, n] …] between pool, free, reserved and actual. entry: that of the log which wrote it.
CREATE TABLE quota_posting(unit TEXT NOT NULL, quota_type TEXT NOT NULL, version INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  entry INTEGER NOT NULL, what TEXT, case_id TEXT, doc TEXT, by_person TEXT, at TEXT, before_h INTEGER NOT NULL, before_a INTEGER NOT NULL,
  before_r INTEGER NOT NULL, before_o INTEGER NOT NULL, h INTEGER NOT NULL, a INTEGER NOT NULL, r INTEGER NOT NULL, o INTEGER NOT NULL,
  moves TEXT NOT NULL, PRIMARY KEY(unit, quota_type, version, ordinal)) WITHOUT ROWID;
-- 收文登记. secrecy by the list 密级; state open, filed, or void where it was registered in error.
CREATE TABLE IF NOT EXISTS doc(id TEXT PRIMARY KEY, no TEXT, sender TEXT, doc_no TEXT, received_on TEXT, title TEXT, secrecy TEXT, pages INTEGER NOT NULL,
  handler TEXT, reform_of TEXT, effective_on TEXT, state TEXT, archive_no TEXT, version INTEGER NOT NULL) WITHOUT ROWID;
-- 批复、三定: what 机构修改 carries out. units: JSON list of codes; state open, carried_out or void (with its paper); source: the paper or case it came by; case_id where
-- it is a case.
CREATE TABLE IF NOT EXISTS ruling(id TEXT PRIMARY KEY, doc_no TEXT, doc_date TEXT, effective_on TEXT, units TEXT NOT NULL, kind TEXT, state TEXT, source TEXT,
  case_id TEXT, version INTEGER NOT NULL) WITHOUT ROWID;
-- 征求意见 (调出单位同意, 主管部门审核) by case: who is asked (unit), and for whom (of_unit); state asked, given, refused or void (the case went
-- back or ended).
CREATE TABLE IF NOT EXISTS consent(id TEXT PRIMARY KEY, kind TEXT, unit TEXT, of_unit TEXT, matter TEXT, state TEXT, by_person TEXT,
  at TEXT, reason TEXT, version INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
-- 平台检查与处置. state in_force or lifted; person of a locked account.
CREATE TABLE IF NOT EXISTS sanction(id TEXT PRIMARY KEY, unit TEXT, measure TEXT, ground TEXT, from_date TEXT, until_date TEXT, person TEXT, state TEXT,
  proposer TEXT, approver TEXT, version INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
-- 工资发放 of a unit and month as last loaded; source: SHA-256 of the file.
CREATE TABLE IF NOT EXISTS pay(month TEXT NOT NULL, unit TEXT NOT NULL, source TEXT, count INTEGER NOT NULL, total INTEGER NOT NULL, loaded_at TEXT,
  version INTEGER NOT NULL, PRIMARY KEY(month, unit)) WITHOUT ROWID;
-- Its rows in the order of the file. item active (在职), retired (离退休) or other.
CREATE TABLE IF NOT EXISTS pay_row(month TEXT NOT NULL, unit TEXT NOT NULL, ordinal INTEGER NOT NULL, id_no TEXT, name TEXT, paid INTEGER NOT NULL, item TEXT,
  PRIMARY KEY(month, unit, ordinal)) WITHOUT ROWID;
-- 年度经费预算: amount of the year, funded 财政供养人数 where it is told.
CREATE TABLE IF NOT EXISTS budget(year INTEGER NOT NULL, unit TEXT NOT NULL, amount INTEGER NOT NULL, funded INTEGER, source TEXT,
  version INTEGER NOT NULL, PRIMARY KEY(year, unit)) WITHOUT ROWID;
-- 请假: one row a person, and one a leave. person: id of the table person; kind sick (病假) or personal (事假).
CREATE TABLE IF NOT EXISTS leave_file(person TEXT PRIMARY KEY, unit TEXT, version INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS leave_item(person TEXT NOT NULL, ordinal INTEGER NOT NULL, kind TEXT, from_date TEXT, until_date TEXT, pay_reduced INTEGER NOT NULL,
  PRIMARY KEY(person, ordinal)) WITHOUT ROWID;
-- 全县总量: quota_group admin (行政) or institution (事业); h is what is authorised, ceiling 上级核定总量 where one is set, reserve 预留.
CREATE TABLE IF NOT EXISTS county_total(quota_group TEXT PRIMARY KEY, h INTEGER NOT NULL, ceiling INTEGER, reserve INTEGER NOT NULL, doc TEXT,
  version INTEGER NOT NULL) WITHOUT ROWID;
-- 年度审查: state open, rectify, closed or cancelled; opinions given of four, items to put right and how many of them are done. data: the figures, all texts.
CREATE TABLE IF NOT EXISTS review(year INTEGER NOT NULL, unit TEXT NOT NULL, state TEXT, funded INTEGER NOT NULL, opinions INTEGER NOT NULL, items INTEGER NOT NULL,
  done INTEGER NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY(year, unit)) WITHOUT ROWID;
-- 预警处理: what was done about a warning (name: its id), state verified, rectifying, closed or false; and each act, the newest 32.
CREATE TABLE IF NOT EXISTS warning(id TEXT PRIMARY KEY, name TEXT, state TEXT, owner TEXT, due TEXT, version INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS warning_act(id TEXT NOT NULL, ordinal INTEGER NOT NULL, act TEXT, person TEXT, at TEXT, reason TEXT, PRIMARY KEY(id, ordinal)) WITHOUT ROWID;
-- 案卷 by case, and what lies in it in order. no: 档号; retention Y, D30, D10.
CREATE TABLE IF NOT EXISTS archive_file(id TEXT PRIMARY KEY, no TEXT, case_no TEXT, matter TEXT, unit TEXT, fonds_year INTEGER NOT NULL, class TEXT, retention TEXT,
  version INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS archive_item(id TEXT NOT NULL, ordinal INTEGER NOT NULL, title TEXT, doc_no TEXT, doc_date TEXT, pages INTEGER NOT NULL, sha256 TEXT,
  PRIMARY KEY(id, ordinal)) WITHOUT ROWID;
-- 各环节人员 (stage_id: that of the table stage): who is hired, has entered, or leaves; amount (a month), grade and from_month once pay is approved.
CREATE TABLE IF NOT EXISTS stage_person(stage_id TEXT NOT NULL, ordinal INTEGER NOT NULL, id_no TEXT, name TEXT, person TEXT, amount INTEGER NOT NULL, grade TEXT,
  from_month TEXT, PRIMARY KEY(stage_id, ordinal)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pay_row_number ON pay_row(id_no, month);
)sql";
}

// 案卷 as of what it is: of a case, or of a sanction, review, incoming paper or the statistics of a year. Filled by
// check
// --rebuild where a database had them without.
const char* file_schema() {
    return R"sql(
DROP TABLE IF EXISTS archive_file;
DROP TABLE IF EXISTS archive_item;
-- 案卷, and what lies in it in order. no: 档号; retention Y, D30, D10; matter: of a case, or sanction, review, doc, statistics; of: what it is the file of
-- where that is no case; secrecy by the list 密级, empty where it is not told.
CREATE TABLE archive_file(id TEXT PRIMARY KEY, no TEXT, case_no TEXT, matter TEXT, of TEXT, unit TEXT, fonds_year INTEGER NOT NULL, class TEXT, retention TEXT,
  secrecy TEXT, version INTEGER NOT NULL) WITHOUT ROWID;
-- kind by the list item_kind (正本, 定稿, 附件 …), empty where it is not told.
CREATE TABLE archive_item(id TEXT NOT NULL, ordinal INTEGER NOT NULL, title TEXT, doc_no TEXT, doc_date TEXT, kind TEXT, pages INTEGER NOT NULL, sha256 TEXT,
  PRIMARY KEY(id, ordinal)) WITHOUT ROWID;
)sql";
}

}  // namespace zj::county
