// SPDX-License-Identifier: Apache-2.0
// 收文登记 (domain.md 6.7): what came, from whom, under which number; and that it was filed. A paper that decides on a
// unit's organs stands as a ruling besides, until 机构修改 has carried it out.
#include <set>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

// An approval is carried out within a year at the most; one for later is another approval.
constexpr int kEffectiveMonthsMax = 12;

constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kTitleBytesMax = 600;  // 200 characters, as titles of official papers have at most
constexpr std::size_t kUnitBytesMax = 24;
// A paper of more pages comes in volumes, each registered on its own.
constexpr std::int64_t kPagesMax = 10'000;
// Units that one paper decides on: a reform of the whole county names its 133.
constexpr std::size_t kUnitsMax = 400;

struct Incoming {
    Object members;
    std::string from, doc_no, received_on;
    std::vector<std::string> reform_of;
};

// One unit as a text, several as a list.
void read_reform_of(codec::Reader& r, const Value& intent, Incoming& out) {
    if (const Value* told = intent.find("reform_of"); told != nullptr && told->is_array()) {
        out.reform_of = r.strings("reform_of", kUnitsMax, kUnitBytesMax);
        const std::set<std::string> once(out.reform_of.begin(), out.reform_of.end());
        if (r.ok() && (out.reform_of.empty() || once.size() != out.reform_of.size())) {
            r.fault("reform_of", "json.choice", "each unit once");
        }
    } else if (const std::string one = r.string_if("reform_of", kUnitBytesMax).value_or(""); !one.empty()) {
        out.reform_of = {one};
    }
}

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
    read_reform_of(r, act.intent, out);
    if (!out.reform_of.empty()) {
        out.members["reform_of"] =
            out.reform_of.size() == 1 ? Value(out.reform_of.front()) : Value(values_of(out.reform_of));
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
    if (const Value* there = act.work.get(key); there != nullptr && there->str_or("state") != "void") {
        return refuse("B10", "a decision of this number is there: " + in.doc_no);
    }
    Object ruling{{"doc_no", in.doc_no},
                  {"units", values_of(in.reform_of)},
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

// W18 looks for what an approval says from the day it takes effect; a day far off would keep it from being asked for.
Outcome dates_fit(const Incoming& in) {
    const auto received = *parse_date(in.received_on);
    const auto day = [&](const char* member) {
        const auto at = in.members.find(member);
        return at == in.members.end() ? std::nullopt : std::optional(*parse_date(at->second.string()));
    };
    if (const auto from = day("effective_on"); from && *from > add_months(received, kEffectiveMonthsMax)) {
        return malformed(bad_member("/effective_on", "more than a year after it was received"));
    }
    const auto signed_on = day("doc_date");
    return signed_on && *signed_on > received ? malformed(bad_member("/doc_date", "after it was received")) : applied();
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
    ZJ_RULE(dates_fit(in));
    const std::string key = doc_key(in);
    if (const Value* there = act.work.get(key); there != nullptr && there->str_or("state") != "void") {
        return refuse("B10", "the sender's paper of this number is registered");
    }
    for (const std::string& unit : in.reform_of) {
        ZJ_RULE(known_unit(act, unit));
    }
    if (!in.reform_of.empty()) {
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

namespace {

// The ruling that the paper made ends with it, unless a unit has been changed or people have moved by it. What is only
// under way does not bind the office to its error: those cases ask for the ruling again at each pass, and go back.
Outcome void_ruling(Act& act, const std::string& doc_no, const std::string& doc) {
    const std::string key = ruling_key(doc_no);
    const Value* ruling = act.work.get(key);
    if (ruling == nullptr || ruling->str_or("source") != doc) {
        return applied();
    }
    if (!ruling->items("done").empty() || ruling->int_or("moved") > 0) {
        return refuse("G8", "the approval " + doc_no + " has been carried out by a unit");
    }
    act.work.edit(key).set("state", "void");
    touch(act, key);
    return applied();
}

// What is done with a paper that is registered: `said` is why, or under which number it lies.
struct OnPaper {
    std::string key, said;
    const Value* doc = nullptr;  // null and good where a vault does not see it
};

Outcome read_on_paper(Act& act, std::string_view member, std::size_t bytes_max, OnPaper& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.key = r.string("doc", kKeyBytesMax, 1);
    out.said = r.string(member, bytes_max, 1);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(subject(act, out.key, "doc", out.doc));
    return fresh(act, {{out.key, Freshness::exact, {}, {}}});
}

}  // namespace

// Registered in error: the entry stays to be read, and the paper may be registered anew.
Outcome void_doc(Act& act) {
    ZJ_RULE(act.need_role({"ob_section"}));
    OnPaper on;
    ZJ_RULE(read_on_paper(act, "reason", kReasonBytesMax, on));
    if (on.doc == nullptr) {
        return applied();
    }
    if (on.doc->str_or("by") == act.author.person) {
        return refuse("B8", "who registered it");
    }
    if (on.doc->str_or("state") != "open") {
        return refuse("G8", "the paper is " + std::string(on.doc->str_or("state")));
    }
    ZJ_RULE(void_ruling(act, std::string(on.doc->str_or("doc_no")), on.key));
    act.work.edit(on.key)
        .set("state", "void")
        .set("void", Object{{"reason", on.said}, {"by", act.author.person}, {"at", format_time(act.at)}});
    touch(act, on.key);
    return applied();
}

Outcome file_doc(Act& act) {
    ZJ_RULE(act.need_role({"ob_clerk"}));
    OnPaper on;
    ZJ_RULE(read_on_paper(act, "archive_no", kNameBytesMax, on));
    if (on.doc == nullptr) {
        return applied();
    }
    if (on.doc->str_or("state") != "open") {
        return refuse("B10", "the paper is " + std::string(on.doc->str_or("state")));
    }
    act.work.edit(on.key).set("state", "filed").set("archive_no", on.said).set("filed_at", format_time(act.at));
    touch(act, on.key);
    return applied();
}

}  // namespace zj::model::rules1
