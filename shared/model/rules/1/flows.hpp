// SPDX-License-Identifier: Apache-2.0
#pragma once
// The further flows (domain.md 5, 6 and 9): small intents beside the cases, one file a flow, and the words they share;
// inside of rules version 1 only. What each intent carries, names and writes: shared/model/INTENTS.md.

#include <string>
#include <string_view>

#include "shared/model/named_key.hpp"
#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {

// --- flow_words.cpp: members of an intent, each with the fault of its form
// ------------------------------------------------
std::string date_in(codec::Reader& r, std::string_view member);                 // 2026-11-23
std::optional<std::string> date_if(codec::Reader& r, std::string_view member);  // the same, or absent
std::string month_in(codec::Reader& r, std::string_view member);                // 2026-11
std::string doc_no_in(codec::Reader& r, std::string_view member);               // 浠编办发〔2026〕12号
std::string code_in(codec::Reader& r, std::string_view member, const Catalogue& catalogue, std::string_view list);
std::string sha256_in(codec::Reader& r, std::string_view member);  // 64 hex digits
using model::named_key;
std::string month_of(Date day);  // 2026-11
// G17: pay and funds are settled for this year and the next; a later month is one typed wrong.
Outcome month_near(const Act& act, std::string_view month);
// The record that an intent is about. B6 where there is none; null and good where a vault cannot see it.
Outcome subject(Act& act, const std::string& key, std::string_view kind, const Value*& value);
Outcome known_unit(Act& act, std::string_view unit);  // B6
// The code of a unit; a fault of the reader where it is none.
std::string unit_code_in(codec::Reader& r, std::string_view member);

// --- docs.cpp: 收文登记 (domain.md 6.7)
// ------------------------------------------------------------------------------------------
Outcome register_doc(Act& act);
Outcome void_doc(Act& act);
Outcome file_doc(Act& act);

// --- urges.cpp: 催办 (domain.md 6.9)
// ---------------------------------------------------------------------------------------------
Outcome urge(Act& act);

// --- sanctions.cpp: 平台检查与处置 (domain.md 6.10)
// --------------------------------------------------------------------------------
Outcome impose(Act& act);
Outcome imposed(Act& act, const Value& body);
Outcome lift(Act& act);
Outcome lifted(Act& act, const Value& body);
// C8: a suspended unit's sign-offs wait for the end of the suspension. 下编 passes, or the fault could not be healed.
Outcome not_suspended(Act& act, const std::string& case_key, std::string_view matter, std::string_view unit);

// --- reversal.cpp: a closed case was wrong (domain.md 3.2-10)
// ----------------------------------------------------------
Outcome reverse(Act& act);
Outcome reversed(Act& act, const Value& body);
// --- reversal_given.cpp, of an approved USE, PLAN or SETUP. G27 where what it gave out is in use.
Outcome given_unused(Act& act, const std::string& case_key);
void take_given_back(Act& act, const std::string& case_key);
// The grant ends and gives its places back; what departments were still to close for it is not done any more.
void withdraw_grant(Act& act, const std::string& key);
// A line of none has room for nobody and counts in no plan; what it was issued for stays to be read.
void withdraw_line(Act& act, const std::string& key);
// --- reversal_opening.cpp: a grant or plan line that the opening books had wrongly
Outcome reverse_opening(Act& act);
Outcome opening_reversed(Act& act, const Value& body);

// --- stages.cpp: the exit chain 下编 – 工资停发 – 经费核减 (domain.md 5)
// ----------------------------------------------------------
// The person has left the unit by this case, which gives the chain its name: an exit, or a transfer to another unit.
// `doc_no` may be empty.
void open_exit_chain(Act& act, const std::string& case_key, const std::string& person, std::string_view doc_no,
                     std::string_view left_on);

// --- pay.cpp, leaves.cpp, ceiling.cpp, reviews.cpp, warnings.cpp, archives.cpp
// ----------------------------------------------------
Outcome load_pay(Act& act);
Outcome load_budget(Act& act);
Outcome record_leave(Act& act);
Outcome set_ceiling(Act& act);
Outcome ceiling_confirmed(Act& act, const Value& body);
Outcome open_review(Act& act);
Outcome cancel_review(Act& act);
Outcome sign_review(Act& act);
Outcome accept_review(Act& act);
// --- review_check.cpp: the unit's own part
Outcome check_review(Act& act);
Outcome unit_has_checked(const Act& act, const Value& review);  // G8 until then, or until its term is over
Outcome warning_act(Act& act);
Outcome close_archive(Act& act);
Outcome file_archive(Act& act);

// --- revolving.cpp: 编制周转 (domain.md 1, 3.1)
// -----------------------------------------------------------------------------------
Outcome lend_revolving(Act& act);
Outcome revolving_lent(Act& act, const Value& body);
Outcome end_revolving(Act& act);
Outcome revolving_ended(Act& act, const Value& body);

}  // namespace zj::model::rules1
