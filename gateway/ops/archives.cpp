// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/archives.hpp"

#include <algorithm>
#include <map>

#include "shared/log/root_statement.hpp"
#include "shared/package/metadata.hpp"

namespace zj::ops {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

Result<std::shared_ptr<const model::Catalogue>> catalogue_of(county::County& county) {
    const model::Found found = county.record("system/catalogue");
    if (found.presence != model::Presence::present) {
        return fail("store.corrupt", "system/catalogue", "no catalogue");
    }
    return model::Catalogue::from(*found.record->value.find("catalogue"));
}

Result<std::string> county_name(county::County& county) {
    const std::vector<log::SignedRoot> roots = county.roots();
    if (roots.empty()) {
        return fail("county.empty");
    }
    ZJ_TRY(const log::RootStatement newest, log::parse_root_statement(roots.back().envelope.payload));
    return newest.county_name;
}

std::string text_of(county::County& county, const std::string& key, std::string_view member) {
    const model::Found found = county.record(key);
    return found.presence == model::Presence::present ? std::string(found.record->value.str_or(member)) : std::string();
}

// Files of a county's years are some thousands: all of them are read first, since the walk holds the county's lock.
Result<std::vector<log::Record>> files_of(county::County& county) {
    std::vector<log::Record> out;
    ZJ_CHECK(county.each_record("archive/", [&](const log::Record& record) {
        out.push_back(record);
        return true;
    }));
    std::ranges::sort(out, {}, [](const log::Record& record) { return record.value.str_or("no"); });
    return out;
}

struct Group {
    std::string zh;
    Array files;
};

void add(std::map<std::string, Group>& groups, const Value& of, Value row) {
    Group& group = groups[std::string(of.str_or("code"))];
    group.zh = of.str_or("zh");
    row.set("n", group.files.size() + 1);
    group.files.push_back(std::move(row));
}

}  // namespace

Result<Value> archives(county::County& county, const Listing& listing) {
    ZJ_TRY(const auto catalogue, catalogue_of(county));
    package::Names names{catalogue.get(), {}, {}};
    ZJ_TRY(names.county, county_name(county));
    ZJ_TRY(const std::vector<log::Record> files, files_of(county));
    std::map<std::string, Group> groups;
    std::int64_t count = 0;
    for (const log::Record& file : files) {
        if (listing.year && file.value.int_or("fonds_year") != *listing.year) {
            continue;
        }
        const bool of_case = !file.value.str_or("case").empty();
        const model::Found found = county.record(file.value.str_or(of_case ? "case" : "of"));
        const Value about = found.presence == model::Presence::present ? found.record->value : Value();
        names.unit = text_of(county, "unit/" + std::string(file.value.str_or("unit")), "name");
        Value row =
            of_case ? package::catalogue_row(file.value, about, names) : package::other_row(file.value, about, names);
        if (of_case) {
            row.set("case", file.value.str_or("case"));
        }
        ++count;
        const Value of = *row.find(listing.by == "unit" ? "unit" : "class");
        add(groups, of, std::move(row));
    }
    Array lists;
    for (auto& [code, group] : groups) {
        lists.push_back(Object{{"code", code}, {"zh", group.zh}, {"files", std::move(group.files)}});
    }
    return Value(Object{{"by", listing.by}, {"files", count}, {"groups", std::move(lists)}});
}

Result<std::string> case_of_file(county::County& county, const std::string& reference) {
    std::string filed, open;
    bool other = false;
    const auto meant = [&](const log::Record& record, std::string_view number) {
        const std::string_view id = std::string_view(record.key).substr(record.key.find('/') + 1);
        return reference == record.value.str_or(number) || reference == record.value.str_or("case_no") ||
               reference == id || reference == "case/" + std::string(id);
    };
    ZJ_CHECK(county.each_record("archive/", [&](const log::Record& record) {
        if (meant(record, "no")) {
            filed = record.value.str_or("case");
            other = filed.empty();
        }
        return filed.empty() && !other;
    }));
    if (other) {
        return fail("package.other", reference, "of no case", {reference});
    }
    if (!filed.empty()) {
        return filed;
    }
    ZJ_CHECK(county.each_record("case/", [&](const log::Record& record) {
        open = meant(record, "case_no") ? record.key : std::string();
        return open.empty();
    }));
    return open.empty() ? fail("package.case", reference, "no such case", {reference})
                        : fail("package.none", open, "its file is not closed", {reference});
}

}  // namespace zj::ops
