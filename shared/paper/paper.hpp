// SPDX-License-Identifier: Apache-2.0
#pragma once
// Papers of the county as PDF, A4, in Chinese: the receipt 收件回执 that a clerk takes home, and the quota-use notice
// 编制使用通知单 that a unit hires by. Plain values in, bytes out; nothing is looked up, no clock is read, and equal
// input gives equal bytes. Whatever is too long wraps or goes on on a further page; nothing is cut.
//
// A paper that is made before the county's receipt for it is there says 待同步 across the page and carries the hash of
// the change set; a final one carries log entry, checkpoint and a QR code of both.
//
// Errors: paper.content (a value is missing or too long; `where` names it), paper.number (not a document number),
// paper.characters (no installed font has the character in args), paper.qr (its text is too long), paper.pages, and
// paper.draw (the drawing library failed). One thread at a time.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace zj::paper {

// Where the county's log holds what the paper says.
struct Entered {
    std::uint64_t entry = 0;       // counted from 0, as in the log
    std::uint64_t checkpoint = 0;  // size of the tree; above entry
    Hash root;
    int witnesses = 0, quorum = 0;  // cosignatures seen and needed
};

struct Proof {
    std::string origin;  // zhijian/421125/1
    Hash change_set;
    std::optional<Entered> entered;  // absent: 待同步
    std::string device;              // that made the paper
    Time made_at;
    std::string qr;  // what the QR code says; empty: proof_text()
};
// Five lines of ASCII that name the change set and its place in the log; the last two are missing while it has none.
std::string proof_text(const Proof& proof);

struct Material {
    std::string name;
    int pages = 0;  // 0: not known
    Hash sha256;
};

struct ReceiptPaper {
    std::string office;   // 中共浠水县委机构编制委员会办公室
    std::string number;   // USE-2026-0012; 本机 17 号 before the county's receipt
    std::string unit;     // who handed it in
    std::string matter;   // 用编核准
    std::string subject;  // what or whom it is about, in a few words; may be empty
    std::string clerk, head;
    Time signed_at;
    std::optional<Time> received_at;  // there exactly if proof.entered is
    std::string limit;                // 3 个工作日
    std::string phone;
    std::string note;  // may be empty
    std::vector<Material> materials;
    Proof proof;
};
Result<Bytes> receipt(const ReceiptPaper& paper);

// Who decided at which step.
struct Decided {
    std::string step, name;
    Date on;
};

// The unit's quota of this type as the decision found it.
struct QuotaState {
    int authorised = 0, actual = 0, reserved = 0, available = 0;
};

struct NoticePaper {
    std::string office;
    std::string number;   // 浠编用〔2026〕12号; [] and () are mended; may be empty only while 待同步
    std::string unit;     // whose notice it is
    std::string case_no;  // the case it answers
    std::string quota_type, entry_mode, source_scope, post_kind, funding;
    int count = 1;                                                        // 1 to 99
    std::string post_name, leader_level, conditions, person, plan, note;  // may be empty
    std::optional<QuotaState> quota;  // absent where the ledger has moved on and nothing here tells what it was
    Date decided_on, valid_until;
    std::vector<Decided> decided;
    std::vector<std::string> copies;  // 抄送
    Proof proof;
};
Result<Bytes> quota_notice(const NoticePaper& paper);

}  // namespace zj::paper
