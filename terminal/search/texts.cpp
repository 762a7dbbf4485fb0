// SPDX-License-Identifier: Apache-2.0
#include "terminal/search/texts.hpp"

#include <algorithm>
#include <array>

#include "shared/base/time.hpp"

namespace zj::search {

namespace {

using codec::Value;

constexpr std::array<std::string_view, 7> kKinds{"person", "unit", "case", "doc", "ruling", "archive", "grant"};

// Members of each kind whose text is searched. A form's fields are searched whole, whatever the catalogue calls them.
struct Searched {
    std::string_view kind;
    std::vector<std::string_view> names;   // of persons and units
    std::vector<std::string_view> others;  // numbers, titles, content; arrays and objects with all that is in them
};

const Searched* searched(std::string_view kind) {
    static const std::vector<Searched> kAll{
        {"person",
         {"name"},
         {"id_no", "post_name", "title", "rank_level", "inner", "quota_doc", "unit", "school", "major",
          "native_place"}},
        {"unit",
         {"name", "short_name", "other_names"},
         {"unit_code", "uscc", "founded_doc", "cangong_doc", "inner", "duties"}},
        {"case",
         {"clerk_name", "head_name"},
         {"case_no", "result", "unit", "fields", "materials", "thread", "steps", "archived"}},
        {"doc", {"from", "handler"}, {"no", "doc_no", "title", "archive_no"}},
        {"ruling", {}, {"doc_no", "units"}},
        {"archive", {}, {"no", "case_no", "of", "unit", "items"}},
        {"grant", {}, {"grant_no", "unit"}},
    };
    const auto at = std::find_if(kAll.begin(), kAll.end(), [kind](const Searched& one) { return one.kind == kind; });
    return at == kAll.end() ? nullptr : &*at;
}

// Members inside fields, materials and steps that are machines' own: hashes, times, ids and codes.
bool is_machine(std::string_view member) {
    constexpr std::array<std::string_view, 9> kMachine{"sha256", "chunks", "media_type", "size", "at",
                                                       "person", "slot",   "step",       "act"};
    return std::find(kMachine.begin(), kMachine.end(), member) != kMachine.end();
}

bool names_somebody(std::string_view member) {
    return member == "name" || member.ends_with("_name");
}

// All texts in a value. Depth is bounded by the parser that made it.
void add_all(const Value& value, bool name, std::vector<Text>& out) {
    if (value.is_string()) {
        out.push_back({value.string(), name});
    } else if (value.is_array()) {
        for (const Value& item : value.array()) {
            add_all(item, name, out);
        }
    } else if (value.is_object()) {
        for (const auto& [member, inside] : value.object()) {
            if (!is_machine(member)) {
                add_all(inside, name || names_somebody(member), out);
            }
        }
    }
}

// What a paper's day of arrival, pages and secrecy are called by who types them (收文: search by each, domain.md 6.7).
void add_paper(const Value& doc, const model::Catalogue* catalogue, std::vector<Text>& out) {
    if (const auto day = parse_date(doc.str_or("received_on"))) {
        const Ymd on = ymd_of(*day);
        out.push_back({std::string(doc.str_or("received_on")), false});
        out.push_back(
            {std::to_string(on.year) + "年" + std::to_string(on.month) + "月" + std::to_string(on.day) + "日", false});
    }
    if (const std::int64_t pages = doc.int_or("pages"); pages > 0) {
        out.push_back({std::to_string(pages) + "页", false});
    }
    const model::CodeItem* secrecy = catalogue == nullptr ? nullptr : catalogue->code("secrecy", doc.str_or("secrecy"));
    if (secrecy != nullptr) {
        out.push_back({"密级" + secrecy->label.zh, false});
        out.push_back({secrecy->label.en, false});
    }
}

}  // namespace

std::span<const std::string_view> kinds() {
    return kKinds;
}

std::string_view kind_of(std::string_view key) {
    const std::string_view kind = key.substr(0, key.find('/'));
    return searched(kind) != nullptr ? kind : std::string_view();
}

std::vector<Text> texts_of(std::string_view key, const Value& value, const model::Catalogue* catalogue) {
    std::vector<Text> out;
    const Searched* what = searched(kind_of(key));
    if (what == nullptr) {
        return out;
    }
    const auto add = [&](const std::vector<std::string_view>& members, bool name) {
        for (const std::string_view member : members) {
            if (const Value* found = value.find(member)) {
                add_all(*found, name, out);
            }
        }
    };
    add(what->names, true);
    if (what->kind == "unit") {
        out.push_back({std::string(key.substr(key.find('/') + 1)), false});
    }
    add(what->others, false);
    if (what->kind == "doc") {
        add_paper(value, catalogue, out);
    }
    return out;
}

Title title_of(std::string_view key, const Value& value) {
    const std::string_view kind = kind_of(key);
    const auto text = [&value](std::string_view member) {
        return std::string(value.str_or(member));
    };
    if (kind == "person") {
        return {text("name"), {}};
    }
    if (kind == "unit") {
        return {text("name"), std::string(key.substr(key.find('/') + 1))};
    }
    if (kind == "case") {
        const Value* fields = value.find("fields");
        const std::string_view name =
            fields == nullptr ? std::string_view() : fields->str_or("name", fields->str_or("person_name"));
        return {text("matter") + (name.empty() ? "" : " " + std::string(name)), text("case_no")};
    }
    if (kind == "doc") {
        return {text("title"), text("doc_no")};
    }
    if (kind == "archive") {
        return {text("case_no").empty() ? text("of") : text("case_no"), text("no")};
    }
    return {{}, text(kind == "grant" ? "grant_no" : "doc_no")};
}

}  // namespace zj::search
