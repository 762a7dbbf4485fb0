// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/almanac.hpp"

#include <algorithm>

namespace zj::demo {

namespace {

constexpr int kPayrollMinute = 330;  // of the last working day of a month: 16:30

}  // namespace

Almanac::Almanac(Life& life, const YearPlan& plan)
    : plan_(plan),
      life_(life),
      cases_(life),
      hiring_(life, cases_),
      leaving_(life, cases_),
      moving_(life, cases_),
      organs_(life, cases_, moving_),
      staff_(life, leaving_),
      files_(life),
      flows_(life, files_),
      handling_(life, plan.statement->county) {}

void Almanac::spread(std::size_t n, const std::function<bool()>& deed) {
    for (std::size_t i = 0; i < n; ++i) {
        life_.on_day(life_.some_day(Date{plan_.from.days + 3}, life_.last_day), [this, deed] {
            if (!tried(deed)) {
                tried([this] { return moving_.data_change(); });
            }
        });
    }
}

std::size_t Almanac::share(std::size_t of_five_thousand) const {
    return std::max<std::size_t>(1, of_five_thousand * plan_.cases / 5000);
}

void Almanac::schedule(Money& money) {
    staff_.schedule(plan_.from, plan_.until, share(10));
    moving_.appointed = [this](const std::string& person) {
        life_.in_days(1, [this, person] { staff_.revise_pay(person); });
    };
    std::size_t others = leaving_.schedule_retirements(plan_.from, plan_.until) + schedule_plans();
    schedule_office(money);
    schedule_setups();
    schedule_errors();
    schedule_accounts();
    handling_.schedule(Date{plan_.until.days - 30});
    schedule_words();
    others += schedule_matters();
    spread(plan_.cases > others ? plan_.cases - others : 1, [this] { return moving_.data_change(); });
}

std::size_t Almanac::schedule_matters() {
    struct Kind {
        std::size_t share;       // of 5,000 cases
        std::size_t cases_each;  // with what follows from it
        std::function<bool()> deed;
    };
    const std::vector<Kind> kinds{{100, 3,
                                   [this] {
                                       return hiring_.by_examination();
                                   }},
                                  {30, 2,
                                   [this] {
                                       return hiring_.by_placement();
                                   }},
                                  {20, 2,
                                   [this] {
                                       return hiring_.from_outside();
                                   }},
                                  {60, 2,
                                   [this] {
                                       return hiring_.by_transfer();
                                   }},
                                  {130, 1,
                                   [this] {
                                       return leaving_.somebody();
                                   }},
                                  {650, 1,
                                   [this] {
                                       return moving_.other_organ();
                                   }},
                                  {70, 1,
                                   [this] {
                                       return moving_.appointment();
                                   }},
                                  {15, 1,
                                   [this] {
                                       return moving_.other_quota();
                                   }},
                                  {150, 1, [this] {
                                       return organs_.basic_fact();
                                   }}};
    std::size_t out = 0;
    for (const Kind& kind : kinds) {
        spread(share(kind.share), kind.deed);
        out += share(kind.share) * kind.cases_each;
    }
    return out;
}

// Questions and reminders about a few cases, and about the first one at any rate.
void Almanac::schedule_words() {
    cases_.on_received = [this](const std::string& key, const std::string& unit) {
        const bool first = ++life_.done["received"] == 1;
        if (life_.chance(2) || first) {
            life_.later(1, [this, key, unit] { flows_.question(key, unit); });
        }
        if (life_.chance(1) || first) {
            life_.later(2, [this, key, unit] { flows_.reminder(key, unit); });
        }
    };
}

std::size_t Almanac::schedule_plans() {
    const Ymd begin = ymd_of(plan_.from);
    const int year = begin.month >= 9 ? begin.year + 1 : begin.year;
    std::size_t n = 0;
    bool endorsed = false;
    for (const std::string& unit : life_.units) {
        const bool below = !life_.world.get("unit/" + unit).str_or("parent").empty();
        const bool first_below = below && !endorsed;  // one at least is endorsed by a superior
        if (plan_.cases >= 2000 || n < share(133) || first_below) {
            ++n;
            endorsed = endorsed || below;
            life_.on_day(life_.some_day(Date{plan_.from.days + 5}, Date{plan_.from.days + 30}),
                         [this, unit, year] { organs_.plan(unit, year); });
        }
    }
    return n;
}

void Almanac::schedule_setups() {
    const Date first{plan_.from.days + 40}, last{plan_.until.days - 45};
    const auto on_some_days = [&](std::size_t n, const std::function<bool()>& deed) {
        life_.on_some_days(n, first, last, [deed] { tried(deed); });
    };
    on_some_days(share(10), [this] { return organs_.another_organ(); });
    on_some_days(share(8), [this] { return organs_.more_posts(); });
    on_some_days(share(8), [this] { return organs_.more_quota(); });
    on_some_days(share(5), [this] { return organs_.rename(); });
    on_some_days(share(3), [this] { return organs_.merger(); });
    on_some_days(share(10), [this] { return organs_.paper_from_above(); });
}

// What goes wrong and is put right by those who did it. An exit that is not one must not run into a payroll, so it
// happens in the first half of a month.
void Almanac::schedule_errors() {
    const Date first{plan_.from.days + 40}, last{plan_.until.days - 60};
    for (std::size_t i = 0; i < share(8); ++i) {
        const Ymd day = ymd_of(life_.some_day(first, last));
        life_.on_day(date_from({day.year, day.month, 6}), [this] { tried([this] { return leaving_.in_error(); }); });
    }
    life_.on_some_days(share(5), first, last, [this] { tried([this] { return hiring_.in_error(); }); });
    life_.on_day(last, [this] { tried([this] { return flows_.opening_line_in_error(); }); });
}

// Clerks who keep the unit's archive too, and clerks who hand over.
void Almanac::schedule_accounts() {
    const Date first{plan_.from.days + 40}, last{plan_.until.days - 60};
    life_.on_some_days(share(5), first, last, [this] {
        life_.world.grant_roles(life_.clerk(life_.some_unit()), {"unit_clerk", "archivist"}, "unit_head");
        ++life_.done["roles granted"];
    });
    life_.on_some_days(share(5), first, last, [this] {
        const std::string unit = life_.some_unit();
        life_.world.hand_over(life_.clerk(unit), life_.head(unit), unit, life_.person_name(life_.chance(60)));
        ++life_.done["handed over"];
    });
}

void Almanac::schedule_office(Money& money) {
    life_.on_day(Date{plan_.from.days + 2}, [this] { flows_.ceilings(); });
    life_.on_day(Date{plan_.from.days + 30}, [this] { flows_.lend_posts(); });
    for (Date day = plan_.from; day < plan_.until;
         day = add_months(date_from({ymd_of(day).year, ymd_of(day).month, 1}), 1)) {
        const Date last = life_.hours.last_of_month(day);
        if (last < plan_.until && last >= plan_.from) {
            life_.diary.at(life_.hours.on(last, kPayrollMinute), [&money] { money.month(); });
        }
    }
    files_.schedule(plan_.from, share(200), share(10));
    const Date first{plan_.from.days + 10}, last{life_.last_day.days - 20};
    life_.on_some_days(share(60), first, last, [this] { flows_.leave(); });
    for (const char* measure : {"circulate", "rectify", "suspend"}) {
        life_.on_some_days(1, first, last, [this, measure] {
            const std::string unit = life_.some_unit();
            if (life_.free(unit)) {
                flows_.sanction(unit, measure);
            }
        });
    }
    schedule_reviews();
}

// Of the year that ended, in its term in January; of the running one where no January is whole.
void Almanac::schedule_reviews() {
    const int year = ymd_of(Date{plan_.until.days - 60}).year;
    const Date january = date_from({year, 1, 8});
    const bool whole = january > plan_.from;
    const Date first = whole ? january : Date{plan_.from.days + 60};
    const int of = whole ? year - 1 : year;
    for (std::size_t i = 0; i < std::min(life_.units.size(), share(life_.units.size())); ++i) {
        const std::string unit = life_.units[i];
        life_.on_day(life_.some_day(first, Date{first.days + 15}), [this, unit, of, i] {
            i == 0 ? flows_.review_opened_in_error(unit, of) : flows_.review(unit, of);
        });
    }
}

}  // namespace zj::demo
