// SPDX-License-Identifier: Apache-2.0
#include "shared/package/metadata.hpp"

#include <algorithm>
#include <set>

#include "shared/codec/text.hpp"
#include "shared/model/checks.hpp"
#include "shared/package/layout.hpp"

namespace zj::package {
namespace {

using codec::Array;
using codec::Object;
using codec::Value;

std::string office_of(const Names& names) {
    return "中共" + names.county + "委机构编制委员会办公室";
}

std::string retention_of(std::string_view code) {
    return code == "Y" ? "永久" : std::string(code.substr(std::min<std::size_t>(1, code.size()))) + "年";
}

std::string matter_label(const Names& names, std::string_view code) {
    const model::Matter* matter = names.catalogue->matter(code);
    return matter == nullptr ? std::string(code) : matter->label.zh;
}

// What a code of this list is called; the catalogue in force may be one that does not have it.
Object named(const Names& names, std::string_view list, std::string_view code) {
    const model::CodeItem* item = names.catalogue->code(list, code);
    return {{"code", code}, {"zh", item == nullptr ? std::string(code) : item->label.zh}};
}

std::int64_t pages_of(const Value& archive) {
    std::int64_t out = 0;
    for (const Value& item : archive.items("items")) {
        out += item.int_or("pages");
    }
    return out;
}

void copy(const Value& from, std::initializer_list<const char*> members, Object& to) {
    for (const char* member : members) {
        if (const Value* value = from.find(member);
            value != nullptr && (!value->is_string() || !value->string().empty())) {
            to[member] = *value;
        }
    }
}

// Who handed it in, who decided, who filed it and who reversed it then, by the id that headers name.
std::map<std::string, std::string> people_of(const Value& file_case, const Value& archive, const Value* reversal) {
    std::map<std::string, std::string> out;
    const auto add = [&](std::string_view id, std::string_view name) {
        if (!id.empty() && !name.empty()) {
            out.emplace(id, name);
        }
    };
    add(archive.str_or("by"), archive.str_or("name"));
    add(file_case.str_or("clerk"), file_case.str_or("clerk_name"));
    add(file_case.str_or("head"), file_case.str_or("head_name"));
    if (reversal != nullptr) {
        add(reversal->str_or("confirmed_by"), reversal->str_or("name"));
    }
    for (const char* list : {"steps", "urges", "thread"}) {
        for (const Value& one : file_case.items(list)) {
            add(one.str_or("person"), one.str_or("name"));
        }
    }
    return out;
}

Object items_of(const Value& item, const Facts& facts, const std::set<std::string, std::less<>>& of_unit) {
    Object out;
    copy(item, {"n", "title", "doc_no", "doc_date", "pages", "sha256"}, out);
    if (const std::string_view kind = item.str_or("kind"); !kind.empty()) {
        out["kind"] = named(facts.names, "item_kind", kind);
    }
    const std::string sha256(item.str_or("sha256"));
    out["responsible"] = of_unit.contains(sha256) ? facts.names.unit : office_of(facts.names);
    if (const auto file = facts.files.find(sha256); file != facts.files.end()) {
        const std::string_view title = item.str_or("title");
        out["file"] =
            attachment_path(static_cast<std::size_t>(item.int_or("n")), title, extension_of(file->second.head, title));
        out["bytes"] = static_cast<std::int64_t>(file->second.bytes);
    }
    return out;
}

Array items_of(const Value& archive, const Value& file_case, const Facts& facts) {
    std::set<std::string, std::less<>> of_unit;
    for (const Value& material : file_case.items("materials")) {
        of_unit.emplace(material.str_or("sha256"));
    }
    Array out;
    for (const Value& item : archive.items("items")) {
        out.push_back(items_of(item, facts, of_unit));
    }
    return out;
}

// The step that this entry added to the case, where it did.
void add_step(const CaseEntry& one, const std::string& case_key, std::size_t& steps, Object& to) {
    for (const log::Record& record : one.records) {
        if (record.key != case_key) {
            continue;
        }
        const Array& now = record.value.items("steps");
        if (now.size() > steps && !now.empty()) {
            copy(now.back(), {"step", "act", "role", "reason"}, to);
        }
        steps = now.size();
    }
}

// outcome/… of each change set among the entries → the entry that holds it.
using Outcomes = std::map<std::string, std::uint64_t>;

Outcomes outcomes_of(const std::vector<CaseEntry>& entries) {
    Outcomes out;
    for (const CaseEntry& one : entries) {
        if (one.entry.change_set) {
            out.emplace(outcome_key(*one.entry.change_set), one.entry.index);
        }
    }
    return out;
}

// What this entry settled of the case's change sets that were held before, by the entry that held each.
Array settled_by(const CaseEntry& one, const Outcomes& outcomes) {
    Array out;
    for (const log::Record& record : one.records) {
        const std::string_view state = settled_as(record);
        if (state.empty()) {
            continue;
        }
        if (const auto held = outcomes.find(record.key); held != outcomes.end()) {
            out.push_back(Object{{"entry", static_cast<std::int64_t>(held->second)}, {"verdict", std::string(state)}});
        }
    }
    return out;
}

Array course_of(const CaseScope& scope, const Facts& facts, const std::map<std::string, std::string>& people) {
    const Outcomes outcomes = outcomes_of(facts.entries);
    Array out;
    std::size_t steps = 0;
    for (const CaseEntry& one : facts.entries) {
        Object item{{"entry", static_cast<std::int64_t>(one.entry.index)},
                    {"at", format_time(one.entry.received_at)},
                    {"kind", log::to_text(one.entry.kind)},
                    {"verdict", log::to_text(one.entry.verdict)}};
        if (!one.entry.code.empty()) {
            item["code"] = one.entry.code;
        }
        if (one.header) {
            item["person"] = one.header->person;
            item["device"] = one.header->device;
            item["signed_at"] = format_time(one.header->written_at);
            if (const auto known = people.find(one.header->person); known != people.end()) {
                item["name"] = known->second;
            }
        }
        Array acts;
        for (const Value& intent : one.intents) {
            acts.emplace_back(intent.str_or("do"));
        }
        item["acts"] = std::move(acts);
        if (Array settled = settled_by(one, outcomes); !settled.empty()) {
            item["settled"] = std::move(settled);
        }
        add_step(one, scope.case_key(), steps, item);
        out.push_back(std::move(item));
    }
    return out;
}

// The entry after the closing that reversed the case, and what it says of that. Where a case was reversed before, its
// file was closed over that and says it in its course.
struct Reversal {
    const CaseEntry* entry = nullptr;
    const Value* value = nullptr;
};
Reversal reversal_of(const CaseScope& scope, const std::vector<CaseEntry>& entries, const CaseEntry& closing) {
    for (const CaseEntry& one : entries) {
        for (const log::Record& record : one.records) {
            const Value* value = record.key == scope.case_key() ? record.value.find("reversed") : nullptr;
            if (value != nullptr) {
                return one.entry.index > closing.entry.index ? Reversal{&one, value} : Reversal{};
            }
        }
    }
    return {};
}

Object log_of(const Facts& facts) {
    return {{"origin", facts.origin},
            {"fingerprint", facts.fingerprint},
            {"demonstration", facts.demonstration},
            {"root", codec::base64(facts.checkpoint.root)},
            {"size", static_cast<std::int64_t>(facts.checkpoint.size)}};
}

}  // namespace

namespace {

// What every file has, of a case or not.
Object row_of(const Value& archive, const model::ArchiveClass* kept, const Names& names) {
    const std::string code(archive.str_or("class"));
    Object out{
        {"archive_no", archive.str_or("no")},
        {"fonds", names.catalogue->archive().fonds},
        {"category", names.catalogue->archive().category},
        {"class", Object{{"code", code}, {"zh", kept != nullptr && kept->code == code ? kept->zh : code}}},
        {"retention", Object{{"code", archive.str_or("retention")}, {"zh", retention_of(archive.str_or("retention"))}}},
        {"fonds_year", archive.int_or("fonds_year")},
        {"unit", Object{{"code", archive.str_or("unit")}, {"zh", names.unit}}},
        {"responsible", office_of(names)},
        {"pages", pages_of(archive)}};
    if (const std::string_view secrecy = archive.str_or("secrecy"); !secrecy.empty()) {
        out["secrecy"] = named(names, "secrecy", secrecy);
    }
    return out;
}

// 题名 of a file that is of no case.
std::string other_title(const Value& archive, const Value& about, const Names& names) {
    const std::string_view kind = archive.str_or("matter"), of = archive.str_or("of");
    if (kind == "doc") {
        return std::string(about.str_or("title"));
    }
    if (kind == "statistics") {
        return names.county + std::string(of.substr(of.find('/') + 1)) + "年度机构编制统计";
    }
    return names.unit + (kind == "review" ? std::to_string(about.int_or("year")) + "年度审查" : "平台检查处置");
}

}  // namespace

Value other_row(const Value& archive, const Value& about, const Names& names) {
    const std::string_view kind = archive.str_or("matter");
    const model::ArchiveClass* kept = names.catalogue->archive().of_file(kind);
    Object out = row_of(archive, kept, names);
    out["of"] = archive.str_or("of");
    out["matter"] = Object{{"code", kind}, {"zh", kept == nullptr ? std::string(kind) : kept->zh}};
    out["title"] = other_title(archive, about, names);
    out["date"] = archive.str_or("at").substr(0, 10);
    if (kind == "doc") {
        out["doc_no"] = about.str_or("doc_no");
        out["responsible"] = about.str_or("from");
    }
    return out;
}

Value catalogue_row(const Value& archive, const Value& file_case, const Names& names) {
    const std::string_view matter = archive.str_or("matter"), result = file_case.str_or("result");
    Object out = row_of(archive, names.catalogue->archive().of(matter), names);
    out["case_no"] = archive.str_or("case_no");
    out["matter"] = Object{{"code", matter}, {"zh", matter_label(names, matter)}};
    out["title"] = names.unit + matter_label(names, matter) + "（" + std::string(archive.str_or("case_no")) + "）";
    out["date"] = file_case.str_or("closed_at").substr(0, 10);
    if (model::valid_doc_number(result)) {
        out["doc_no"] = result;
    }
    if (file_case.str_or("state") == "refused") {
        out["remark"] = "不予核准";
    }
    return out;
}

const log::Record* Newest::of(const std::string& key) {
    catch_up();
    const auto found = places_.find(key);
    return found == places_.end() ? nullptr : &at(found->second);
}

void Newest::catch_up() {
    for (; taken_ < entries_.size(); ++taken_) {
        const std::vector<log::Record>& records = entries_[taken_].records;
        for (std::size_t i = 0; i < records.size(); ++i) {
            ++looked_at_;
            const auto [known, added] = places_.try_emplace(records[i].key, Place{taken_, i});
            if (!added && records[i].version > at(known->second).version) {
                known->second = {taken_, i};
            }
        }
    }
}

const Value* confirmed_act(const CaseEntry& one) {
    for (const log::Record& record : one.records) {
        const bool confirms = std::any_of(one.intents.begin(), one.intents.end(), [&](const Value& intent) {
            return intent.str_or("do") == "confirm" && intent.str_or("pending") == record.key;
        });
        if (confirms) {
            return &record.value;
        }
    }
    return nullptr;
}

const CaseEntry* closing_of(const CaseScope& scope, const std::vector<CaseEntry>& entries) {
    const auto at = std::find_if(entries.begin(), entries.end(), [&](const CaseEntry& one) {
        return std::any_of(one.records.begin(), one.records.end(),
                           [&](const log::Record& record) { return record.key == scope.archive_key(); });
    });
    return at == entries.end() ? nullptr : &*at;
}

Result<Value> metadata_of(const CaseScope& scope, const Facts& facts) {
    Newest newest(facts.entries);
    const log::Record* archive = newest.of(scope.archive_key());
    const log::Record* file_case = newest.of(scope.case_key());
    const CaseEntry* closing = closing_of(scope, facts.entries);
    if (archive == nullptr || file_case == nullptr || closing == nullptr) {
        return fail("package.course", scope.archive_key(), "no entry has closed this file");
    }
    Value out = catalogue_row(archive->value, file_case->value, facts.names);
    Object about{{"key", scope.case_key()}};
    copy(file_case->value,
         {"state", "clerk_name", "head_name", "signed_at", "received_at", "accepted_at", "closed_at", "result"}, about);
    Object archived{{"key", scope.archive_key()}, {"entry", static_cast<std::int64_t>(closing->entry.index)}};
    copy(archive->value, {"at", "by", "name"}, archived);
    const Reversal reversal = reversal_of(scope, facts.entries, *closing);
    if (reversal.entry != nullptr) {
        Object reversed{{"entry", static_cast<std::int64_t>(reversal.entry->entry.index)}};
        copy(*reversal.value, {"at", "confirmed_by", "name", "reason", "doc_no"}, reversed);
        out.set("reversed", std::move(reversed));
    }
    return out.set("format", kFormat)
        .set("level", "件")
        .set("compiled_by", office_of(facts.names))
        .set("case", std::move(about))
        .set("archived", std::move(archived))
        .set("items", items_of(archive->value, file_case->value, facts))
        .set("course", course_of(scope, facts, people_of(file_case->value, archive->value, reversal.value)))
        .set("log", log_of(facts));
}

}  // namespace zj::package
