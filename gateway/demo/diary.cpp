// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/diary.hpp"

#include <algorithm>

namespace zj::demo {

namespace {

constexpr std::int64_t kMinuteMs = 60 * kSecondMs;

int minutes_of(const model::Catalogue& catalogue, std::string_view policy) {
    const auto hhmm = static_cast<int>(catalogue.policy_int(policy));
    return hhmm / 100 * 60 + hhmm % 100;
}

}  // namespace

OfficeHours::OfficeHours(const model::Catalogue& catalogue)
    : days_(catalogue),
      morning_from_(minutes_of(catalogue, "office_morning_from_hhmm")),
      morning_until_(minutes_of(catalogue, "office_morning_until_hhmm")),
      afternoon_from_(minutes_of(catalogue, "office_afternoon_from_hhmm")),
      afternoon_until_(minutes_of(catalogue, "office_afternoon_until_hhmm")) {}

Time OfficeHours::on(Date day, int minute) const {
    const int of_day = minute < morning() ? morning_from_ + minute : afternoon_from_ + minute - morning();
    return start_of(day) + of_day * kMinuteMs;
}

int OfficeHours::minute_of(Time time) const {
    const auto of_day = static_cast<int>((time - start_of(date_of(time))) / kMinuteMs);
    const int before_noon = std::clamp(of_day, morning_from_, morning_until_) - morning_from_;
    return before_noon + std::clamp(of_day, afternoon_from_, afternoon_until_) - afternoon_from_;
}

Time OfficeHours::after(Time from, int minutes) const {
    Date day = date_of(from);
    int minute = minutes;
    if (works(day)) {
        minute += minute_of(from);
    }
    day = on_or_after(day);
    while (minute >= minutes_a_day()) {
        minute -= minutes_a_day();
        day = on_or_after(Date{day.days + 1});
    }
    // Seconds stay, so that what follows within a minute keeps its order.
    return std::max(from, on(day, minute) + (from - start_of(date_of(from))) % kMinuteMs);
}

Date OfficeHours::last_of_month(Date day) const {
    const Ymd ymd = ymd_of(day);
    Date out{add_months(date_from({ymd.year, ymd.month, 1}), 1).days - 1};
    while (!works(out)) {
        --out.days;
    }
    return out;
}

void Diary::at(Time time, Deed deed) {
    items_.push({time, order_++, std::move(deed)});
}

Diary::Deed Diary::take() {
    Deed deed = items_.top().deed;
    items_.pop();
    return deed;
}

}  // namespace zj::demo
