// SPDX-License-Identifier: Apache-2.0
#pragma once
// Simulated time (log.md): a clock that stands where it was set, office hours by the catalogue's calendar, and what is
// to happen when.

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "shared/base/time.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/oversight/worktime.hpp"

namespace zj::demo {

class SimulatedClock final : public Clock {
public:
    explicit SimulatedClock(Time start) : now_(start) {}
    Time now() override { return now_; }
    void set(Time time) { now_ = time; }

private:
    Time now_;
};

// Keeps a reference: the catalogue outlives it.
class OfficeHours {
public:
    explicit OfficeHours(const model::Catalogue& catalogue);

    int minutes_a_day() const { return morning() + afternoon_until_ - afternoon_from_; }
    // Minute n of the working day; the day is one on which people work.
    Time on(Date day, int minute) const;
    // The time that is so many office minutes later; from outside of office hours, after they begin again.
    Time after(Time from, int minutes) const;
    bool works(Date day) const { return days_.on_or_after(day) == day; }
    Date on_or_after(Date day) const { return days_.on_or_after(day); }
    Date add_days(Date from, std::int64_t working_days) const { return days_.add_days(from, working_days); }
    Date last_of_month(Date day) const;  // the last working day of its month

private:
    int morning() const { return morning_until_ - morning_from_; }
    int minute_of(Time time) const;  // office minutes of its day that have gone by

    oversight::WorkTime days_;
    int morning_from_, morning_until_, afternoon_from_, afternoon_until_;  // minutes of the day
};

// What is to happen, in order of time; of one time in the order in which it was written down.
class Diary {
public:
    using Deed = std::function<void()>;
    void at(Time time, Deed deed);
    bool empty() const { return items_.empty(); }
    Time next() const { return items_.top().time; }  // REQUIRES: not empty
    Deed take();                                     // REQUIRES: not empty

private:
    struct Item {
        Time time;
        std::uint64_t order = 0;
        Deed deed;
    };
    struct Later {
        bool operator()(const Item& a, const Item& b) const {
            return a.time == b.time ? a.order > b.order : a.time > b.time;
        }
    };
    std::priority_queue<Item, std::vector<Item>, Later> items_;
    std::uint64_t order_ = 0;
};

}  // namespace zj::demo
