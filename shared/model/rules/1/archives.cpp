// SPDX-License-Identifier: Apache-2.0
// 归档 (domain.md 9): one file a closed case, numbered by DA/T 22. A file is closed only when it is complete: every
// material of the case by its digest, and what the office adds by its title. That blocks the file, never the case.
#include <algorithm>
#include <optional>
#include <set>

#include "shared/codec/text.hpp"
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kKeyBytesMax = 100;
constexpr std::size_t kTitleBytesMax = 600;
// The materials of a case with several times as much of the office's own.
constexpr std::size_t kItemsMax = 200;
constexpr std::int64_t kPagesMax = 10'000;
constexpr std::int64_t kYearMax = 2199;

struct File {
    std::string case_key;
    std::int64_t fonds_year = 0;
    std::optional<std::string> secrecy;
    Array items;
};

Outcome read_item(const Act& act, const Value& value, std::size_t i, File& out) {
    codec::Reader r(value, "/items/" + std::to_string(i));
    Object item{{"n", i + 1}};
    item["title"] = r.string("title", kTitleBytesMax, 1);
    if (r.ok() && (codec::steers_screen(item["title"].string()) ||
                   item["title"].string().find_first_of("\t\n") != std::string::npos)) {
        r.fault("title", "json.choice", "one line");
    }
    if (r.has("doc_no")) {
        item["doc_no"] = doc_no_in(r, "doc_no");
    }
    if (const auto doc_date = date_if(r, "doc_date")) {
        item["doc_date"] = *doc_date;
    }
    if (r.has("kind")) {
        item["kind"] = code_in(r, "kind", act.catalogue, "item_kind");
    }
    item["pages"] = r.integer("pages", 1, kPagesMax);
    item["sha256"] = sha256_in(r, "sha256");
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    out.items.push_back(std::move(item));
    return applied();
}

Outcome read_file(const Act& act, File& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.case_key = r.string("case", kKeyBytesMax, 1);
    out.fonds_year = r.integer("fonds_year", 1, kYearMax);
    if (r.has("secrecy")) {
        out.secrecy = code_in(r, "secrecy", act.catalogue, "secrecy");
    }
    const Array& items = r.array("items", kItemsMax);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        ZJ_RULE(read_item(act, items[i], i, out));
    }
    return applied();
}

// 正本 before 定稿, 正文 before 附件, 复文 before 来文 (DA/T 22, domain.md 9): items lie in the order of the list
// item_kind. Those whose kind is not told, such as the office's forms, may lie anywhere.
Outcome in_order(const Catalogue& catalogue, const Array& items) {
    const std::vector<CodeItem>* kinds = catalogue.codes("item_kind");
    if (kinds == nullptr) {
        return applied();
    }
    auto last = kinds->begin();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string_view kind = items[i].str_or("kind");
        const auto at = std::ranges::find(*kinds, kind, &CodeItem::code);
        if (at < last) {
            return malformed(
                bad_member("/items/" + std::to_string(i) + "/kind", at->label.zh + " lies before " + last->label.zh));
        }
        last = kind.empty() ? last : at;
    }
    return applied();
}

Outcome case_closed(const Value& value) {
    const std::string_view state = value.str_or("state");
    if (state != "approved" && state != "refused") {
        return refuse("G8", "a case in state " + std::string(state) + " has no file yet");
    }
    return value.str_or("archived").empty() ? applied()
                                            : refuse("B10", "filed as " + std::string(value.str_or("archived")));
}

// The year of the file is one between that of the decision and this one.
Outcome year_fits(const Act& act, const Value& value, std::int64_t year) {
    const auto closed = parse_time(value.str_or("closed_at"));
    const int first = ymd_of(date_of(closed ? *closed : act.at)).year, last = ymd_of(date_of(act.at)).year;
    return first <= year && year <= last ? applied() : malformed(bad_member("/fonds_year", "not a year of the case"));
}

// G21 with all that is missing, so that it is looked for once.
Outcome complete(const ArchiveClass& kept, const Value& value, const Array& items) {
    std::set<std::string, std::less<>> digests, titles;
    for (const Value& item : items) {
        digests.emplace(item.str_or("sha256"));
        titles.emplace(item.str_or("title"));
    }
    std::string missing;
    const auto miss = [&](std::string_view what) {
        missing += (missing.empty() ? "" : ", ") + std::string(what);
    };
    for (const Value& material : value.items("materials")) {
        if (!digests.contains(material.str_or("sha256"))) {
            miss(material.str_or("slot"));
        }
    }
    for (const ArchiveClass::Paper& paper : kept.papers) {
        if (contains(paper.results, value.str_or("state")) && !titles.contains(paper.zh)) {
            miss(paper.zh);
        }
    }
    return missing.empty() ? applied() : refuse("G21", "missing: " + missing);
}

std::string next_archive_number(Act& act, const ArchiveClass& kept, std::int64_t year) {
    const std::string series = "archive-" + kept.retention + "-" + kept.code;
    return act.catalogue.archive().number(kept, year, next_number(act.work, series, static_cast<int>(year)));
}

}  // namespace

// The case's trail does not move: nothing that others sign rests on where its paper lies.
Outcome close_archive(Act& act) {
    ZJ_RULE(act.need_role({"ob_clerk"}));
    File file;
    ZJ_RULE(read_file(act, file));
    const Value* value = nullptr;
    ZJ_RULE(subject(act, file.case_key, "case", value));
    ZJ_RULE(fresh(act, {{file.case_key, Freshness::exact, {}, {}}}));
    if (value == nullptr) {
        return applied();
    }
    act.unit = value->str_or("unit");
    ZJ_RULE(case_closed(*value));
    ZJ_RULE(year_fits(act, *value, file.fonds_year));
    const ArchiveClass* kept = act.catalogue.archive().of(value->str_or("matter"));
    if (kept == nullptr) {
        return refuse("G8", "the catalogue in force has no class for this matter");
    }
    ZJ_RULE(in_order(act.catalogue, file.items));
    ZJ_RULE(complete(*kept, *value, file.items));
    const std::string number = next_archive_number(act, *kept, file.fonds_year);
    Value filed = Object{{"no", number},
                         {"case", file.case_key},
                         {"case_no", value->str_or("case_no")},
                         {"matter", value->str_or("matter")},
                         {"unit", act.unit},
                         {"fonds_year", file.fonds_year},
                         {"class", kept->code},
                         {"retention", kept->retention},
                         {"items", std::move(file.items)},
                         {"by", act.author.person},
                         {"name", act.author.name},
                         {"at", format_time(act.at)}};
    if (file.secrecy) {
        filed.set("secrecy", *file.secrecy);
    }
    act.work.put("archive/" + std::string(after_slash(file.case_key)), "office", std::move(filed));
    act.work.edit(file.case_key).set("archived", number);
    return applied();
}

}  // namespace zj::model::rules1
