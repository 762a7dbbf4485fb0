// SPDX-License-Identifier: Apache-2.0
#include "shared/model/catalogue_chain.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "shared/codec/reader.hpp"

namespace zj::model {

namespace {

using codec::Reader;
using codec::Value;

constexpr std::size_t kKeyBytesMax = 40;
constexpr std::size_t kLabelBytesMax = 200;
// The longest chain of the sources has six stages (domain.md 5).
constexpr std::size_t kStagesMax = 12;
constexpr std::size_t kClassesMax = 32;  // as many as there may be matters
constexpr std::size_t kPapersMax = 20;

// A chain begins with the office's own case, and the entry chain goes on with who is hired: every other stage is about
// them. The rest stands in the order that the county works in.
constexpr std::array<std::string_view, 3> kLeading{"use", "staffing", "exit"};
constexpr std::string_view kOwners[] = {"office", "org", "hr", "fin", "hire"};
constexpr std::string_view kRecordKeys[] = {"doc_no",          "doc_date",   "persons",   "budget_unit",
                                            "first_pay_month", "stop_month", "cut_month", "pay_unit"};

template <typename List>
bool is_in(const List& list, std::string_view text) {
    return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

// Capital letters and digits, as archive numbers have them.
bool archive_code(std::string_view text) {
    return !text.empty() && text.size() <= 8 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

// Y for ever, else D and a number of years (DA/T 22-2015).
bool is_retention(std::string_view text) {
    const std::string_view years = text.substr(text.empty() ? 0 : 1);
    const bool counted = !years.empty() && years.size() <= 2 && years.find_first_not_of("0123456789") == years.npos;
    return text == "Y" || (text.starts_with("D") && counted);
}

Result<> record_keys(Reader& r, std::string_view member, std::vector<std::string>& out) {
    out = r.strings(member, std::size(kRecordKeys), kKeyBytesMax);
    for (const std::string& key : out) {
        if (!is_in(kRecordKeys, key)) {
            return fail("catalogue.chain", r.pointer(member), "no such member of a closing: " + key);
        }
    }
    return {};
}

Result<ChainStage> stage_from(const Value& value, const std::string& at, std::int64_t n) {
    Reader r(value, at);
    ChainStage out;
    out.n = r.integer("n", n, n);
    out.key = r.string("key", kKeyBytesMax, 1);
    out.zh = r.string("zh", kLabelBytesMax, 1);
    out.en = r.string("en", kLabelBytesMax, 1);
    out.owner = r.string("owner", kKeyBytesMax, 1);
    ZJ_CHECK(record_keys(r, "record", out.record));
    ZJ_CHECK(record_keys(r, "may", out.may));
    ZJ_CHECK(r.finish());
    if (!is_in(kOwners, out.owner)) {
        return fail("catalogue.chain", r.pointer("owner"), "office, org, hr, fin or hire");
    }
    return out;
}

// States of what a file is of.
constexpr std::string_view kCaseResults[] = {"approved", "refused"};
constexpr std::string_view kFileResults[] = {"in_force", "lifted", "closed", "open", "ended"};
constexpr std::string_view kFileKinds[] = {"sanction", "review", "doc", "statistics"};

Result<ArchiveClass::Paper> paper_from(const Value& value, const std::string& at,
                                       std::span<const std::string_view> results) {
    Reader r(value, at);
    ArchiveClass::Paper out;
    out.zh = r.string("zh", kLabelBytesMax, 1);
    out.en = r.string("en", kLabelBytesMax, 1);
    out.results = r.strings("results", results.size(), kKeyBytesMax);
    ZJ_CHECK(r.finish());
    for (const std::string& result : out.results) {
        if (std::ranges::find(results, result) == results.end()) {
            return fail("catalogue.archive", r.pointer("results"), "no such result");
        }
    }
    return out;
}

Result<ArchiveClass> class_from(const Value& value, const std::string& at, std::span<const std::string_view> results) {
    Reader r(value, at);
    ArchiveClass out;
    out.matter = r.string("matter", kKeyBytesMax, 1);
    out.code = r.string("class", kKeyBytesMax, 1);
    out.zh = r.string("zh", kLabelBytesMax, 1);
    out.en = r.string("en", kLabelBytesMax, 1);
    out.retention = r.string("retention", kKeyBytesMax, 1);
    const codec::Array& papers = r.array("papers", kPapersMax);
    ZJ_CHECK(r.finish());
    if (!archive_code(out.code)) {
        return fail("catalogue.archive", r.pointer("class"), "capital letters and digits");
    }
    if (!is_retention(out.retention)) {
        return fail("catalogue.archive", r.pointer("retention"), "Y, or D and years");
    }
    for (std::size_t i = 0; i < papers.size(); ++i) {
        ZJ_TRY(ArchiveClass::Paper paper, paper_from(papers[i], at + "/papers/" + std::to_string(i), results));
        out.papers.push_back(std::move(paper));
    }
    return out;
}

}  // namespace

Result<Chain> Chain::from(const Value& value, const std::string& pointer, const std::vector<std::string_view>& keys) {
    if (!value.is_array() || value.array().size() > kStagesMax || value.array().size() != keys.size()) {
        return fail("catalogue.chain", pointer, "a list of " + std::to_string(keys.size()) + " stages");
    }
    Chain out;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string at = pointer + "/" + std::to_string(i);
        ZJ_TRY(ChainStage stage, stage_from(value.array()[i], at, static_cast<std::int64_t>(i + 1)));
        if (!is_in(keys, stage.key) || out.stage(stage.key) != nullptr) {
            return fail("catalogue.chain", at + "/key", "a key that the rules know, once");
        }
        const bool leads = std::find(kLeading.begin(), kLeading.end(), keys[i]) != kLeading.end();
        if (leads && stage.key != keys[i]) {
            return fail("catalogue.chain", at + "/key", std::string(keys[i]) + " stands here");
        }
        out.stages_.push_back(std::move(stage));
    }
    return out;
}

const ChainStage* Chain::stage(std::int64_t n) const {
    return n < 1 || n > last() ? nullptr : &stages_[static_cast<std::size_t>(n - 1)];
}

const ChainStage* Chain::stage(std::string_view key) const {
    const auto at = std::ranges::find(stages_, key, &ChainStage::key);
    return at == stages_.end() ? nullptr : &*at;
}

Result<Chains> chains_from(const Value& value) {
    Reader r(value, "/chain");
    const Value& entry = r.any("entry");
    const Value& exit = r.any("exit");
    ZJ_CHECK(r.finish());
    Chains out;
    ZJ_TRY(out.entry, Chain::from(entry, "/chain/entry", {"use", "staffing", "entry", "pay", "fund"}));
    ZJ_TRY(out.exit, Chain::from(exit, "/chain/exit", {"exit", "pay_stop", "fund_cut"}));
    return out;
}

Result<ArchiveRules> archive_from(const Value& value) {
    Reader r(value, "/archive");
    ArchiveRules out;
    out.fonds = r.string("fonds", kKeyBytesMax, 1);
    out.category = r.string("category", kKeyBytesMax, 1);
    const codec::Array& matters = r.array("matters", kClassesMax);
    const codec::Array* files = r.array_if("files", std::size(kFileKinds));
    ZJ_CHECK(r.finish());
    if (!archive_code(out.fonds) || !archive_code(out.category)) {
        return fail("catalogue.archive", "/archive", "capital letters and digits");
    }
    for (std::size_t i = 0; i < matters.size(); ++i) {
        const std::string at = "/archive/matters/" + std::to_string(i);
        ZJ_TRY(ArchiveClass one, class_from(matters[i], at, kCaseResults));
        if (out.of(one.matter) != nullptr) {
            return fail("catalogue.duplicate", at + "/matter");
        }
        out.classes.push_back(std::move(one));
    }
    for (std::size_t i = 0; files != nullptr && i < files->size(); ++i) {
        const std::string at = "/archive/files/" + std::to_string(i);
        ZJ_TRY(ArchiveClass one, class_from((*files)[i], at, kFileResults));
        if (std::ranges::find(kFileKinds, one.matter) == std::end(kFileKinds)) {
            return fail("catalogue.archive", at + "/matter", "sanction, review, doc or statistics");
        }
        if (out.of_file(one.matter) != nullptr) {
            return fail("catalogue.duplicate", at + "/matter");
        }
        out.files.push_back(std::move(one));
    }
    return out;
}

const ArchiveClass* ArchiveRules::of(std::string_view matter) const {
    const auto at = std::ranges::find(classes, matter, &ArchiveClass::matter);
    return at == classes.end() ? nullptr : &*at;
}

const ArchiveClass* ArchiveRules::of_file(std::string_view kind) const {
    const auto at = std::ranges::find(files, kind, &ArchiveClass::matter);
    return at == files.end() ? nullptr : &*at;
}

std::string ArchiveRules::number(const ArchiveClass& kept, std::int64_t year, std::int64_t n) const {
    const std::string digits = std::to_string(n);
    return fonds + "-" + category + "·" + std::to_string(year) + "-" + kept.retention + "-" + kept.code + "-" +
           std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

}  // namespace zj::model
