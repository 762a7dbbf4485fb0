// SPDX-License-Identifier: Apache-2.0
// 归档 (domain.md 9): one file a closed case, and files of sanctions, reviews, incoming papers and the annual
// statistics, numbered by DA/T 22. A file is closed only when it is complete: every
// material of the case by its digest, and what the office adds by its title. That blocks the file, never the case.
#include <algorithm>
#include <optional>
#include <set>

#include "shared/codec/text.hpp"
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kTitleBytesMax = 600;
// The materials of a case with several times as much of the office's own.
constexpr std::size_t kItemsMax = 200;
constexpr std::int64_t kPagesMax = 10'000;
constexpr std::int64_t kYearMax = 2199;

struct File {
    std::string of;  // key of the case or record; statistics/<year>
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

Outcome read_file(const Act& act, const char* subject_member, File& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.of = r.string(subject_member, kKeyBytesMax, 1);
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

// Looks for what must lie in a file, and remembers all that is missing, so that it is looked for once.
class Contents {
public:
    explicit Contents(const Array& items) {
        for (const Value& item : items) {
            digests_.emplace(item.str_or("sha256"));
            titles_.emplace(item.str_or("title"));
            numbers_.emplace(item.str_or("doc_no"));
        }
    }
    void material(const Value& one) {
        if (!digests_.contains(one.str_or("sha256"))) {
            miss(one.str_or("slot"));
        }
    }
    void numbered(std::string_view doc_no) {
        if (!numbers_.contains(doc_no)) {
            miss(doc_no);
        }
    }
    void papers(const ArchiveClass& kept, std::string_view state) {
        for (const ArchiveClass::Paper& paper : kept.papers) {
            if (contains(paper.results, state) && !titles_.contains(paper.zh)) {
                miss(paper.zh);
            }
        }
    }
    Outcome complete() const { return missing_.empty() ? applied() : refuse("G21", "missing: " + missing_); }

private:
    void miss(std::string_view what) { missing_ += (missing_.empty() ? "" : ", ") + std::string(what); }

    std::set<std::string, std::less<>> digests_, titles_, numbers_;
    std::string missing_;
};

Outcome complete(const ArchiveClass& kept, const Value& value, const Array& items) {
    Contents contents(items);
    for (const Value& material : value.items("materials")) {
        contents.material(material);
    }
    contents.papers(kept, value.str_or("state"));
    return contents.complete();
}

std::string next_archive_number(Act& act, const ArchiveClass& kept, std::int64_t year) {
    const std::string series = "archive-" + kept.retention + "-" + kept.code;
    return act.catalogue.archive().number(kept, year, next_number(act.work, series, static_cast<int>(year)));
}

// What every file says of itself.
Value record_of(const Act& act, const ArchiveClass& kept, const std::string& number, const File& file) {
    Value out = Object{{"no", number},
                       {"unit", act.unit},
                       {"fonds_year", file.fonds_year},
                       {"class", kept.code},
                       {"retention", kept.retention},
                       {"items", file.items},
                       {"by", act.author.person},
                       {"name", act.author.name},
                       {"at", format_time(act.at)}};
    return file.secrecy ? out.set("secrecy", *file.secrecy) : out;
}

// --- files of what is no case

constexpr std::string_view kStatistics = "statistics/";

// The year whose statistics they are; 0 where the text names none.
int statistics_year(std::string_view of) {
    const auto day = parse_date(std::string(of.substr(kStatistics.size())) + "-01-01");
    return of.size() == kStatistics.size() + 4 && day ? ymd_of(*day).year : 0;
}

// A measure is filed when it has been lifted, a circular at once; a review when it is closed; a paper as it lies there.
Outcome has_ended(std::string_view kind, const Value& value) {
    const std::string state(value.str_or("state"));
    const bool ended = kind == "sanction" ? state == "lifted" || value.str_or("measure") == "circulate"
                       : kind == "review" ? state == "closed"
                                          : state == "open";
    if (!value.str_or("archived").empty() || (kind == "doc" && state == "filed")) {
        return refuse("B10", "it is filed already");
    }
    return ended ? applied() : refuse("G8", "a record in state " + state + " has no file yet");
}

std::string file_key(std::string_view of) {
    std::string out(of);
    std::ranges::replace(out, '/', '-');
    return "archive/" + out;
}

Outcome file_statistics(Act& act, const File& file) {
    const ArchiveClass* kept = act.catalogue.archive().of_file("statistics");
    const int year = statistics_year(file.of), running = ymd_of(date_of(act.at)).year;
    if (year == 0 || (file.fonds_year != year && file.fonds_year != year + 1)) {
        return malformed(bad_member("/of", "statistics/<year>, filed under that year or the next"));
    }
    if (year >= running) {
        return refuse("G17", "the year " + std::to_string(year) + " is not over");
    }
    if (kept == nullptr) {
        return refuse("G8", "the catalogue in force has no class for it");
    }
    if (act.work.has(file_key(file.of))) {
        return refuse("B10", "it is filed already");
    }
    Contents contents(file.items);
    contents.papers(*kept, "ended");
    ZJ_RULE(contents.complete());
    Value filed = record_of(act, *kept, next_archive_number(act, *kept, file.fonds_year), file);
    act.work.put(file_key(file.of), "office", std::move(filed.set("of", file.of).set("matter", "statistics")));
    return applied();
}

Outcome file_record(Act& act, const File& file, const std::string& kind, const Value& value) {
    const ArchiveClass* kept = act.catalogue.archive().of_file(kind);
    if (kept == nullptr) {
        return refuse("G8", "the catalogue in force has no class for it");
    }
    ZJ_RULE(has_ended(kind, value));
    Contents contents(file.items);
    if (kind == "doc") {
        contents.numbered(value.str_or("doc_no"));
    }
    contents.papers(*kept, value.str_or("state"));
    ZJ_RULE(contents.complete());
    act.unit = value.str_or("unit");
    const std::string number = next_archive_number(act, *kept, file.fonds_year);
    Value filed = record_of(act, *kept, number, file);
    act.work.put(file_key(file.of), "office", std::move(filed.set("of", file.of).set("matter", kind)));
    Value& now = act.work.edit(file.of);
    if (kind == "doc") {
        now.set("state", "filed").set("archive_no", number).set("filed_at", format_time(act.at));
        touch(act, file.of);
    } else {
        now.set("archived", number);
    }
    return applied();
}

}  // namespace

// The case's trail does not move: nothing that others sign rests on where its paper lies.
Outcome close_archive(Act& act) {
    ZJ_RULE(act.need_role({"ob_clerk"}));
    File file;
    ZJ_RULE(read_file(act, "case", file));
    const Value* value = nullptr;
    ZJ_RULE(subject(act, file.of, "case", value));
    ZJ_RULE(fresh(act, {{file.of, Freshness::exact, {}, {}}}));
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
    Value filed = record_of(act, *kept, number, file);
    filed.set("case", file.of).set("case_no", value->str_or("case_no")).set("matter", value->str_or("matter"));
    act.work.put("archive/" + std::string(after_slash(file.of)), "office", std::move(filed));
    act.work.edit(file.of).set("archived", number);
    return applied();
}

Outcome file_archive(Act& act) {
    ZJ_RULE(act.need_role({"ob_clerk"}));
    File file;
    ZJ_RULE(read_file(act, "of", file));
    ZJ_RULE(in_order(act.catalogue, file.items));
    if (std::string_view(file.of).starts_with(kStatistics)) {
        ZJ_RULE(fresh(act, {}));
        return file_statistics(act, file);
    }
    const std::string kind = file.of.substr(0, file.of.find('/'));
    if (kind != "sanction" && kind != "review" && kind != "doc") {
        return malformed(bad_member("/of", "a sanction, review or paper, or the statistics of a year"));
    }
    const Value* value = nullptr;
    ZJ_RULE(subject(act, file.of, kind, value));
    ZJ_RULE(fresh(act, {{file.of, Freshness::exact, {}, {}}}));
    const int running = ymd_of(date_of(act.at)).year;
    if (file.fonds_year != running && file.fonds_year != running - 1) {
        return malformed(bad_member("/fonds_year", "this year or the last"));
    }
    return value == nullptr ? applied() : file_record(act, file, kind, *value);
}

}  // namespace zj::model::rules1
