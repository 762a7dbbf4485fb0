// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/kept_findings.hpp"

#include <algorithm>

namespace zj::ops {

namespace {

// Between two looks at whether it should stop: some milliseconds of reading.
constexpr std::size_t kRecordsAtOnce = 1000;
constexpr std::uint64_t kEntriesAtOnce = 100;

Result<> unless_stopped(const std::stop_token& stop) {
    return stop.stop_requested() ? Result<>(fail("county.cancelled")) : Result<>();
}

std::string name_of(const oversight::Index& index, std::string_view unit) {
    const oversight::Unit* found = oversight::find_in(index.tables().units, unit);
    return found == nullptr ? std::string() : std::string(found->name);
}

}  // namespace

KeptFindings::KeptFindings(county::WarningTable table, std::string county, const crypto::SigningKey& log_key)
    : table_(std::move(table)), county_(std::move(county)), log_key_(log_key) {}

// Besides what the index notes itself: a row tells how far people are with its finding, and names units and codes.
Result<> KeptFindings::take(Overview& seen, const log::Record& record) {
    constexpr std::string_view kUnit = "unit/", kWarning = "warning/";
    const std::string_view key = record.key;
    const bool unit = key.starts_with(kUnit);
    const std::string before = unit ? name_of(seen.index, key.substr(kUnit.size())) : std::string();
    seen.index.put(record);
    if (unit && name_of(seen.index, key.substr(kUnit.size())) != before) {
        shown_.reset();
    } else if (key.starts_with(kWarning)) {
        pending_.emplace(record.value.str_or("id"));
    } else if (key == "system/catalogue") {
        ZJ_TRY(seen.catalogue, catalogue_of(record));
        shown_.reset();
    }
    return {};
}

// By the newest versions, page by page; what is written meanwhile is met by catch_up() too, and taken as one.
Result<> KeptFindings::fill(const std::stop_token& stop) {
    Overview seen{nullptr, oversight::Index(county_), 0, References(log_key_)};
    ZJ_TRY(seen.size, table_.size());
    Result<> taken;
    const auto take_one = [&](const log::Record& record) {
        if (taken) {
            taken = take(seen, record);
        }
    };
    std::string last;
    do {
        ZJ_CHECK(unless_stopped(stop));
        ZJ_TRY(last, table_.records_after(last, kRecordsAtOnce, take_one));
        ZJ_CHECK(taken);
    } while (!last.empty());
    seen_ = std::move(seen);
    warnings_ = {};
    day_.reset();
    uses_.clear();
    shown_.reset();
    return {};
}

Result<std::size_t> KeptFindings::catch_up(const std::stop_token& stop) {
    ZJ_TRY(const std::uint64_t size, table_.size());
    const std::uint64_t from = seen_->size;
    Result<> taken;
    const auto take_one = [&](const log::Record& record) {
        if (taken) {
            taken = take(*seen_, record);
        }
    };
    while (seen_->size < size) {
        ZJ_CHECK(unless_stopped(stop));
        const std::uint64_t to = std::min(seen_->size + kEntriesAtOnce, size);
        ZJ_CHECK(table_.records_of(seen_->size, to, take_one));
        ZJ_CHECK(taken);
        seen_->size = to;
    }
    return static_cast<std::size_t>(size - from);
}

Result<> KeptFindings::note_uses(Date today) {
    ZJ_TRY(county::DeviceDays uses, table_.uses(today));
    for (const auto& [device, day] : uses) {
        if (const auto known = uses_.find(device); known == uses_.end() || known->second != day) {
            seen_->index.note_use(device, day);
        }
    }
    uses_ = std::move(uses);
    return {};
}

void KeptFindings::compare(const std::string& id, county::WarningChange& out) {
    const auto found = warnings_.findings().find(id);
    if (found == warnings_.findings().end()) {
        if (const auto called = called_.find(id); called != called_.end() && stored_.contains(called->second)) {
            out.gone.push_back(called->second);
        }
        return;
    }
    county::FindingRow row = row_of(oversight::shown(found->second, seen_->index), *seen_);
    called_[id] = row.id;
    if (const auto stored = stored_.find(row.id); stored == stored_.end() || stored->second != row.digest()) {
        out.put.push_back(std::move(row));
    }
}

void KeptFindings::compare_all(county::WarningChange& out) {
    called_.clear();
    std::set<std::string> rows;
    for (const auto& [id, finding] : warnings_.findings()) {
        compare(id, out);
        rows.insert(called_[id]);
    }
    for (const auto& [row, digest] : stored_) {
        if (!rows.contains(row)) {
            out.gone.push_back(row);
        }
    }
}

Result<county::WarningChange> KeptFindings::change() {
    county::WarningChange out;
    if (!shown_) {
        ZJ_TRY(stored_, table_.rows());
        compare_all(out);
        return out;
    }
    for (const std::string& id : pending_) {
        compare(id, out);
    }
    return out;
}

Result<> KeptFindings::write(const county::WarningChange& change) {
    const county::WarningRun run{*day_, seen_->size, uses_};
    shown_.reset();  // whether a commit that failed is on the disk is asked of the table
    ZJ_CHECK(table_.write(change, run));
    for (const county::FindingRow& row : change.put) {
        stored_[row.id] = row.digest();
    }
    for (const std::string& id : change.gone) {
        stored_.erase(id);
    }
    shown_ = run;
    return {};
}

Result<KeptFindings::Kept> KeptFindings::keep(Date today, const std::stop_token& stop) {
    Kept out;
    // The index keeps the newest day of each device: where the clock was put back it has to forget some.
    out.filled = !seen_ || (day_ && today < *day_);
    if (out.filled) {
        ZJ_CHECK(fill(stop));
    }
    ZJ_TRY(out.entries, catch_up(stop));
    out.size = seen_->size;
    if (!seen_->catalogue) {
        return out;  // nobody has founded the county yet
    }
    ZJ_CHECK(note_uses(today));
    const bool anew = day_ != today;
    const std::vector<std::string> touched = seen_->index.take_touched();
    out.asked = anew ? seen_->index.subjects().size() : touched.size();
    for (std::string& id : warnings_.update(seen_->index, *seen_->catalogue, touched, today)) {
        pending_.insert(std::move(id));
    }
    day_ = today;
    if (shown_ && pending_.empty() && *shown_ == county::WarningRun{today, seen_->size, uses_}) {
        return out;
    }
    ZJ_TRY(const county::WarningChange differing, change());
    ZJ_CHECK(write(differing));
    pending_.clear();
    out.put = differing.put.size();
    out.gone = differing.gone.size();
    out.wrote = true;
    return out;
}

}  // namespace zj::ops
