// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "shared/verify/package_parts.hpp"

namespace zj::verify {
namespace {

using package::Part;

// Walks the entries in order and holds each to what a package may and must show of it.
class Course {
public:
    Course(PackageCase& file, PackageReport& report, const PackageLog& read)
        : file_(file), report_(report), read_(read), newest_(file.entries) {}

    void walk() {
        for (const auto& [index, one] : read_.entries) {
            note_held(one);
            for (const log::Record& record : one.records) {
                if (file_.scope.owns(record)) {
                    file_.scope.note(record);
                }
            }
            take(index, one);
            closed_ = closed_ || wrote(one.records, file_.scope.archive_key());
        }
        check_end();
        check_others();
    }

private:
    void find(std::uint64_t index, Part part, std::string rule, std::string evidence) {
        report_.find(PackageCheck::file, package::part_path(part, index), std::move(rule), std::move(evidence));
    }

    static bool wrote(const std::vector<log::Record>& records, std::string_view key) {
        return std::any_of(records.begin(), records.end(),
                           [&](const log::Record& record) { return record.key == key; });
    }

    static bool was_held(const PackageEntry& one) {
        return one.change_set && one.header && one.entry.verdict == log::Verdict::held;
    }

    // A held change set of the case may be let go by an entry that is nobody's of the case.
    void note_held(const PackageEntry& one) {
        for (std::size_t i = 0; was_held(one) && i < one.intents.size(); ++i) {
            const std::size_t n = one.change_set->bodies[i].n;
            if (file_.scope.owns(one.intents[i], *one.header, n)) {
                file_.scope.note_held(*one.entry.change_set, *one.header, n);
                held_.emplace(package::outcome_key(*one.entry.change_set), one.header->person);
            }
        }
    }

    void take(std::uint64_t index, const PackageEntry& one) {
        bool of_case = was_held(one);
        for (const log::Record& record : one.records) {
            if (!file_.scope.owns(record)) {
                continue;
            }
            of_case = true;
            check_version(index, record);
            if (closed_ && !file_.scope.owns_after_closing(record)) {
                find(index, Part::records, "package.scope", record.key + " is no part of the file after its closing");
            }
        }
        if (!of_case) {
            if (one.change_set) {
                find(index, Part::change_set, "package.scope", "a change set that wrote nothing of this case");
            }
            return;
        }
        check_change_set(index, one);
        auto entry =
            package::case_entry(file_.scope, one.bytes, one.change_set ? &*one.change_set : nullptr, one.shown);
        if (entry) {
            check_author(index, *entry);
            file_.entries.push_back(std::move(*entry));
        }
    }

    // No version of a record of the case is left out, so no act that moved it is. An outcome is shown once, settled.
    void check_version(std::uint64_t index, const log::Record& record) {
        std::int64_t& last = versions_[record.key];
        const bool outcome = !package::settled_as(record).empty();
        if (outcome ? last != 0 : record.version != last + 1) {
            find(index, Part::records, "package.course",
                 record.key + " is at version " + std::to_string(record.version) + " after " + std::to_string(last));
        }
        last = record.version;
    }

    // Who signed the held change sets of the case that this entry, by its own records, put into effect.
    std::set<std::string, std::less<>> let_go(const std::vector<log::Record>& records) const {
        std::set<std::string, std::less<>> out;
        for (const log::Record& record : records) {
            const auto held = held_.find(record.key);
            const std::string_view settled = package::settled_as(record);
            if (held != held_.end() && (settled == "applied" || settled == "merged")) {
                out.insert(held->second);
            }
        }
        return out;
    }

    // An entry that did more than let go of what the case waits for shows the act of the case that did it: its own
    // change set, or the held one that it put into effect.
    void check_change_set(std::uint64_t index, const PackageEntry& one) {
        if (!one.change_set) {
            const bool others = std::all_of(one.records.begin(), one.records.end(), [&](const log::Record& record) {
                const log::Record* before = newest_.of(record.key);
                return !file_.scope.owns(record) || !package::settled_as(record).empty() ||
                       (before != nullptr && package::moved_by_others(*before, record));
            });
            if (one.entry.kind == log::EntryKind::change && !others && let_go(one.records).empty()) {
                find(index, Part::change_set, "package.course", "the change set of this entry is missing");
            }
            return;
        }
        if (one.entry.kind != log::EntryKind::change) {
            return find(index, Part::change_set, "package.stranger", "this entry is of no change set");
        }
        authors_.insert({"device/" + one.header->device, "key/" + one.header->key});
        for (std::size_t i = 0; i < one.intents.size(); ++i) {
            if (!file_.scope.owns(one.intents[i], *one.header, one.change_set->bodies[i].n)) {
                find(index, Part::change_set, "package.scope", "a body that is not of this case");
            }
        }
        if (one.intents.empty()) {
            find(index, Part::change_set, "package.course", "no body of this case is shown");
        }
    }

    // Who the record says has taken a step is who signed the change set that took it: this entry's, or the held one.
    void check_author(std::uint64_t index, const package::CaseEntry& entry) {
        for (const log::Record& record : entry.records) {
            const codec::Array& steps = record.value.items("steps");
            if (record.key != file_.scope.case_key() || steps.size() <= steps_) {
                continue;
            }
            steps_ = steps.size();
            const std::string_view person = steps.back().str_or("person");
            const bool own = entry.header && person == entry.header->person;
            if (!person.empty() && !own && !let_go(entry.records).contains(person)) {
                find(index, Part::records, "package.author", "another person signed this step");
            }
        }
    }

    void check_end() {
        const log::Record* archive = newest_.of(file_.scope.archive_key());
        const log::Record* closed = newest_.of(file_.scope.case_key());
        if (archive == nullptr || closed == nullptr || archive->value.str_or("case") != file_.scope.case_key() ||
            closed->value.str_or("archived") != archive->value.str_or("no")) {
            return report_.find(PackageCheck::file, package::kMetadata, "package.course",
                                "no entry closes the file of the case");
        }
        unit_ = "unit/" + std::string(archive->value.str_or("unit"));
        report_.archive_no = archive->value.str_or("no");
        report_.case_no = archive->value.str_or("case_no");
    }

    // Besides the case's own: the keys of those who signed, and the unit as it was. Nothing of anybody else.
    void check_others() {
        for (const auto& [index, one] : read_.entries) {
            bool wanted = one.entry.kind == log::EntryKind::root || was_held(one);
            for (const log::Record& record : one.records) {
                const bool known = file_.scope.owns(record) || authors_.contains(record.key) || record.key == unit_;
                wanted = wanted || known;
                if (!known) {
                    find(index, Part::records, "package.scope", "a record that is not of this case");
                }
            }
            if (!wanted) {
                find(index, Part::receipt, "package.scope", "an entry that is not of this case");
            }
        }
    }

    PackageCase& file_;
    PackageReport& report_;
    const PackageLog& read_;
    package::Newest newest_;
    std::map<std::string, std::int64_t> versions_;
    std::map<std::string, std::string, std::less<>> held_;  // outcome/… of a held change set → who signed it
    std::set<std::string> authors_;
    std::string unit_;
    bool closed_ = false;
    std::size_t steps_ = 0;
};

}  // namespace

std::optional<PackageCase> check_course(const std::string& archive_key, PackageReport& report, const PackageLog& read) {
    constexpr std::string_view kArchive = "archive/";
    if (!archive_key.starts_with(kArchive)) {
        report.find(PackageCheck::file, package::kSeal, "package.course", "names no file of a case");
        return std::nullopt;
    }
    const std::uint64_t before = report.findings_total;
    PackageCase out{package::CaseScope("case/" + archive_key.substr(kArchive.size())), {}};
    Course(out, report, read).walk();
    return report.findings_total == before ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace zj::verify
