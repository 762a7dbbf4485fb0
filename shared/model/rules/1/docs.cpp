// SPDX-License-Identifier: Apache-2.0
// 收文登记 (domain.md 6.7): what came, from whom, under which number; and that it was filed. A paper that decides on a
// unit's organs stands as a ruling besides, until 机构修改 has carried it out.
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kTitleBytesMax = 600;  // 200 characters, as titles of official papers have at most
constexpr std::size_t kUnitBytesMax = 24;
constexpr std::size_t kKeyBytesMax = 100;
// A paper of more pages comes in volumes, each registered on its own.
constexpr std::int64_t kPagesMax = 10'000;

struct Incoming {
    Object members;
    std::string from, doc_no, received_on, reform_of;
};

Outcome read_incoming(const Act& act, Incoming& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.from = r.string("from", kNameBytesMax, 1);
    out.doc_no = doc_no_in(r, "doc_no");
    out.received_on = date_in(r, "received_on");
    out.members = {{"from", out.from}, {"doc_no", out.doc_no}, {"received_on", out.received_on}};
    out.members["title"] = r.string("title", kTitleBytesMax, 1);
    out.members["secrecy"] = code_in(r, "secrecy", act.catalogue, "secrecy");
    out.members["pages"] = r.integer("pages", 1, kPagesMax);
    out.members["handler"] = r.string("handler", kNameBytesMax, 1);
    out.reform_of = r.string_if("reform_of", kUnitBytesMax).value_or("");
    if (!out.reform_of.empty()) {
        out.members["reform_of"] = out.reform_of;
        out.members["effective_on"] = date_in(r, "effective_on");
        if (const auto doc_date = date_if(r, "doc_date")) {
            out.members["doc_date"] = *doc_date;
        }
        if (r.has("change_kind")) {
            out.members["change_kind"] = code_in(r, "change_kind", act.catalogue, "change_kind");
        }
    }
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    return applied();
}

// By sender and number: the same paper is not registered twice.
std::string doc_key(const Incoming& in) {
    return named_key("doc", in.from + "\n" + in.doc_no);
}

Outcome put_ruling(Act& act, const Incoming& in, const std::string& doc) {
    const std::string key = ruling_key(in.doc_no);
    if (act.work.has(key)) {
        return refuse("B10", "a decision of this number is there: " + in.doc_no);
    }
    Object ruling{{"doc_no", in.doc_no},
                  {"units", Array{in.reform_of}},
                  {"state", "open"},
                  {"source", doc},
                  {"trail", fresh_trail(act)}};
    for (const auto& [from, to] : {std::pair{"effective_on", "effective_on"}, std::pair{"doc_date", "doc_date"},
                                   std::pair{"change_kind", "kind"}}) {
        if (const auto at = in.members.find(from); at != in.members.end()) {
            ruling[to] = at->second;
        }
    }
    act.work.put(key, "office", std::move(ruling));
    return applied();
}

}  // namespace

Outcome register_doc(Act& act) {
    ZJ_RULE(act.need_role({"ob_clerk"}));
    Incoming in;
    ZJ_RULE(read_incoming(act, in));
    ZJ_RULE(fresh(act, {}));
    if (*parse_date(in.received_on) > date_of(act.at)) {
        return refuse("G17", "received on " + in.received_on);
    }
    const std::string key = doc_key(in);
    if (act.work.has(key)) {
        return refuse("B10", "the sender's paper of this number is registered");
    }
    if (!in.reform_of.empty()) {
        ZJ_RULE(known_unit(act, in.reform_of));
        ZJ_RULE(put_ruling(act, in, key));
    }
    const int year = ymd_of(date_of(act.at)).year;
    const std::string number = std::to_string(next_number(act.work, "doc", year));
    Value doc(std::move(in.members));
    doc.set("no", std::to_string(year) + "-" + std::string(number.size() < 4 ? 4 - number.size() : 0, '0') + number)
        .set("state", "open")
        .set("by", act.author.person)
        .set("at", format_time(act.at))
        .set("trail", fresh_trail(act));
    act.work.put(key, "office", std::move(doc));
    return applied();
}

Outcome file_doc(Act& act) {
    ZJ_RULE(act.need_role({"ob_clerk"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("doc", kKeyBytesMax, 1), archive_no = r.string("archive_no", kNameBytesMax, 1);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    const Value* doc = nullptr;
    ZJ_RULE(subject(act, key, "doc", doc));
    ZJ_RULE(fresh(act, {{key, Freshness::exact, {}, {}}}));
    if (doc == nullptr) {
        return applied();
    }
    if (doc->str_or("state") != "open") {
        return refuse("B10", "filed as " + std::string(doc->str_or("archive_no")));
    }
    act.work.edit(key).set("state", "filed").set("archive_no", archive_no).set("filed_at", format_time(act.at));
    touch(act, key);
    return applied();
}

}  // namespace zj::model::rules1
