// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/worktime.hpp"

#include <algorithm>

namespace zj::oversight {

namespace {

constexpr std::int64_t kMinuteMs = 60 * kSecondMs;
// The longest holiday is nine days; a calendar that knows no working day must not hang a county.
constexpr int kRestDaysMax = 60;

// 830 for 08:30.
std::int64_t minute_of_day(std::int64_t hhmm) {
    return hhmm / 100 * 60 + hhmm % 100;
}

std::int64_t overlap_ms(Span a, Span b) {
    return std::max<std::int64_t>(0, std::min(a.until, b.until) - std::max(a.from, b.from));
}

}  // namespace

std::int64_t policy_or(const model::Catalogue& catalogue, std::string_view name, std::int64_t shipped) {
    return catalogue.policy().int_or(name, shipped);
}

WorkTime::WorkTime(const model::Catalogue& catalogue)
    : catalogue_(catalogue),
      morning_from_(minute_of_day(policy_or(catalogue, "office_morning_from_hhmm", 830))),
      morning_until_(minute_of_day(policy_or(catalogue, "office_morning_until_hhmm", 1200))),
      afternoon_from_(minute_of_day(policy_or(catalogue, "office_afternoon_from_hhmm", 1430))),
      afternoon_until_(minute_of_day(policy_or(catalogue, "office_afternoon_until_hhmm", 1730))) {}

std::int64_t WorkTime::minutes_a_day() const {
    return morning_until_ - morning_from_ + afternoon_until_ - afternoon_from_;
}

std::int64_t WorkTime::minutes(Span span) const {
    return minutes_without(span, {});
}

std::int64_t WorkTime::minutes_without(Span span, std::vector<Span> breaks) const {
    if (span.until <= span.from) {
        return 0;
    }
    // What is left of the span between the breaks, in order.
    std::erase_if(breaks, [](Span one) { return one.until <= one.from; });
    std::sort(breaks.begin(), breaks.end(), [](Span a, Span b) { return a.from < b.from; });
    std::vector<Span> left;
    Time from = span.from;
    for (const Span& one : breaks) {
        if (one.from > from) {
            left.push_back({from, std::min(one.from, span.until)});
        }
        from = std::max(from, one.until);
    }
    left.push_back({from, span.until});
    std::int64_t ms = 0;
    for (const Span& part : left) {
        if (part.until <= part.from) {
            continue;
        }
        for (Date day = date_of(part.from); day <= date_of(part.until); ++day.days) {
            if (catalogue_.is_workday(day)) {
                const Time start = start_of(day);
                ms += overlap_ms(part, {start + morning_from_ * kMinuteMs, start + morning_until_ * kMinuteMs});
                ms += overlap_ms(part, {start + afternoon_from_ * kMinuteMs, start + afternoon_until_ * kMinuteMs});
            }
        }
    }
    return ms / kMinuteMs;
}

Date WorkTime::on_or_after(Date day) const {
    for (int rest = 0; rest < kRestDaysMax && !catalogue_.is_workday(day); ++rest) {
        ++day.days;
    }
    return day;
}

Date WorkTime::receipt_day(Time received) const {
    const Date day = date_of(received);
    const bool in_time =
        received < start_of(day) + policy_or(catalogue_, "same_day_hour", 17) * kHourMs && catalogue_.is_workday(day);
    return in_time ? day : on_or_after(Date{day.days + 1});
}

std::int64_t WorkTime::days(Date from, Date to) const {
    std::int64_t out = 0;
    for (Date day{from.days + 1}; day <= to; ++day.days) {
        out += catalogue_.is_workday(day) ? 1 : 0;
    }
    return out;
}

Date WorkTime::add_days(Date from, std::int64_t n) const {
    Date day = from;
    for (std::int64_t done = 0; done < n; ++done) {
        day = on_or_after(Date{day.days + 1});
    }
    return day;
}

std::vector<Span> still_spans(const Case& c, Time now) {
    std::vector<Span> out;
    for (const Pause& pause : c.paused) {
        out.push_back({pause.from, pause.until.value_or(now)});
    }
    if (c.returned_at) {
        const bool answered = c.answered_at && *c.answered_at >= *c.returned_at;
        out.push_back({*c.returned_at, answered ? *c.answered_at : now});
    }
    return out;
}

namespace {

constexpr std::string_view kCommission = "commission";

bool decides(const CaseStep& step) {
    return step.act != "pause" && step.act != "resume";
}

// While the commission had it.
std::vector<Span> commission_spans(const Case& c, Time now) {
    std::vector<Span> out;
    for (std::size_t i = 0; i < c.steps.size(); ++i) {
        if (c.steps[i].step == kCommission && decides(c.steps[i])) {
            out.push_back({handed_over(c, i), c.steps[i].at});
        }
    }
    if (c.open() && c.step == kCommission) {
        out.push_back({handed_over(c, c.steps.size()), now});
    }
    return out;
}

}  // namespace

Time handed_over(const Case& c, std::size_t at) {
    Time out = *c.received_at;
    for (std::size_t i = 0; i < at; ++i) {
        out = decides(c.steps[i]) ? std::max(out, c.steps[i].at) : out;
    }
    const bool answered = c.answered_at && (at == c.steps.size() || *c.answered_at < c.steps[at].at);
    return answered ? std::max(out, *c.answered_at) : out;
}

Elapsed elapsed_of(const WorkTime& time, const Case& c, Time now) {
    Elapsed out;
    if (!c.received_at) {
        return out;
    }
    const Time end = c.closed_at ? std::min(*c.closed_at, now) : now;
    std::vector<Span> still = still_spans(c, end);
    const std::vector<Span> decided = commission_spans(c, end);
    still.insert(still.end(), decided.begin(), decided.end());
    out.minutes = time.minutes_without({*c.received_at, end}, std::move(still));
    out.limit_minutes = c.limit_half_days * time.minutes_a_day() / 2;
    return out;
}

Elapsed layer_elapsed_of(const WorkTime& time, const model::Catalogue& catalogue, const Case& c, Time now) {
    const model::Matter* matter = catalogue.matter(c.matter);
    if (matter == nullptr || !c.received_at || c.state == "returned" || c.step == kCommission) {
        return {};
    }
    const auto layer = std::find_if(matter->layers.begin(), matter->layers.end(),
                                    [&](const model::Layer& one) { return one.step == c.step; });
    if (layer == matter->layers.end()) {
        return {};
    }
    return {time.minutes_without({handed_over(c, c.steps.size()), now}, still_spans(c, now)),
            layer->limit_half_days * time.minutes_a_day() / 2};
}

Urge urge_of(const model::Catalogue& catalogue, const Elapsed& elapsed) {
    if (elapsed.limit_minutes == 0) {
        return Urge::none;
    }
    const std::int64_t percent = elapsed.percent();
    return percent >= policy_or(catalogue, "urge_deputy_percent", 150)  ? Urge::deputy
           : percent >= policy_or(catalogue, "urge_red_percent", 100)   ? Urge::red
           : percent >= policy_or(catalogue, "urge_notice_percent", 80) ? Urge::notice
                                                                        : Urge::none;
}

}  // namespace zj::oversight
