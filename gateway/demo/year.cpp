// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/year.hpp"

#include <algorithm>

#include "assets/assets.hpp"
#include "gateway/demo/flows.hpp"
#include "gateway/demo/handling.hpp"
#include "gateway/demo/opening_books.hpp"
#include "gateway/demo/organs.hpp"
#include "gateway/demo/planted.hpp"
#include "gateway/demo/staff.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/opening.hpp"

namespace zj::demo {

namespace {

using codec::Object;
using codec::Value;

constexpr int kPayrollMinute = 330;  // of the last working day of a month: 16:30
constexpr int kQuietDays = 4;        // before the end: what began is done by then
constexpr int kTicketDays = 7;

class Year {
public:
    Year(county::County& county, SimulatedClock& clock, const YearPlan& plan, const model::Catalogue& catalogue,
         const Value& names)
        : plan_(plan),
          keys_(plan.seed),
          world_(county, clock, *plan.statement, catalogue, keys_),
          life_(world_, names, plan.seed + 1, Date{plan.until.days - kQuietDays}),
          cases_(life_),
          hiring_(life_, cases_),
          leaving_(life_, cases_),
          moving_(life_, cases_),
          organs_(life_, cases_, moving_),
          staff_(life_, leaving_),
          files_(life_),
          flows_(life_, files_),
          handling_(life_, plan.statement->county) {}

    Result<YearTold> play(Random& random, const county::Progress& progress) {
        ZJ_TRY(const auto books, demonstration(plan_.seed, plan_.from));
        ZJ_CHECK(open(books, progress));
        Planted planted(life_, hiring_, leaving_, books.at("planted.csv"), plan_.until);
        Money money(life_, [&](const std::string& month, Payroll& payroll) { planted.alter(month, payroll); });
        planted.schedule();
        schedule(money);
        ZJ_CHECK(run(progress));
        YearTold out;
        hand_over(out, random);
        ZJ_CHECK(sound());
        out.summary = summary(planted);
        return out;
    }

private:
    // ---- the county before its year ----

    void hire(const std::string& alias, const std::string& role, const std::string& unit = {},
              const std::string& beside = {}) {
        world_.hire(alias, role, life_.person_name(life_.chance(60)), unit, beside);
    }

    Result<> open(const std::map<std::string, std::string, std::less<>>& books, const county::Progress& progress) {
        world_.pass_until(life_.hours.on(life_.hours.on_or_after(plan_.from), 10));
        for (std::size_t i = 0; i < 2; ++i) {
            world_.enrol_admin(i, *plan_.one_time[i]);
        }
        for (const char* role : {"ob_clerk", "ob_section"}) {
            hire(std::string(role) + "/1", role);
            hire(std::string(role) + "/2", role);
        }
        for (const char* role : {"ob_deputy", "ob_head", "commission", "org", "hr", "fin", "inspector"}) {
            hire(std::string(role) + "/1", role);
        }
        model::Opening opening = model::parse_opening(world_.catalogue(), books);
        if (!opening.faults.empty()) {
            return opening.faults.front().error();
        }
        std::size_t done = 0;
        for (Value& body : opening.bodies) {
            const std::string unit(body.find("unit")->str_or("unit_code"));
            body.set("do", "register.open").set("base", Object{});
            world_.act_of_two("ob_clerk/1", "ob_section/1", std::move(body));
            hire(life_.clerk(unit), "unit_clerk", unit);
            hire(life_.head(unit), "unit_head", unit, life_.clerk(unit));
            life_.units.push_back(unit);
            if (!progress("open", ++done, opening.bodies.size())) {
                return fail("county.cancelled");
            }
            ZJ_CHECK(sound());
        }
        return world_.county().each_record("person/", [&](const log::Record& record) {
            const Value& person = record.value;
            life_.numbers.emplace(person.str_or("id_no"));
            life_.namesakes.insert(std::string(person.str_or("name")) + std::string(person.str_or("birth")));
            if (person.str_or("state") == "active") {
                life_.on_register(std::string(person.str_or("unit")), record.key);
            }
            return true;
        });
    }

    // ---- what happens when ----

    // `n` times over the year; where nobody is found for it, somebody's data change instead.
    void spread(std::size_t n, const std::function<bool()>& deed) {
        for (std::size_t i = 0; i < n; ++i) {
            life_.on_day(life_.some_day(Date{plan_.from.days + 3}, life_.last_day), [this, deed] {
                if (!tried(deed)) {
                    tried([this] { return moving_.data_change(); });
                }
            });
        }
    }

    std::size_t share(std::size_t of_five_thousand) const {
        return std::max<std::size_t>(1, of_five_thousand * plan_.cases / 5000);
    }

    void schedule(Money& money) {
        staff_.schedule(plan_.from, plan_.until, share(10));
        moving_.appointed = [this](const std::string& person) {
            life_.in_days(1, [this, person] { staff_.revise_pay(person); });
        };
        std::size_t others = leaving_.schedule_retirements(plan_.from, plan_.until) + schedule_plans();
        schedule_office(money);
        schedule_setups();
        schedule_errors();
        handling_.schedule(Date{plan_.until.days - 30});
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
        for (const Kind& kind : kinds) {
            spread(share(kind.share), kind.deed);
            others += share(kind.share) * kind.cases_each;
        }
        spread(plan_.cases > others ? plan_.cases - others : 1, [this] { return moving_.data_change(); });
        cases_.on_received = [this](const std::string& key, const std::string& unit) {
            const bool first = ++life_.done["received"] == 1;  // at least one of each
            if (life_.chance(2) || first) {
                life_.later(1, [this, key, unit] { flows_.question(key, unit); });
            }
            if (life_.chance(1) || first) {
                life_.later(2, [this, key, unit] { flows_.reminder(key, unit); });
            }
        };
    }

    std::size_t schedule_plans() {
        const Ymd begin = ymd_of(plan_.from);
        const int year = begin.month >= 9 ? begin.year + 1 : begin.year;
        std::size_t n = 0;
        bool endorsed = false;
        for (const std::string& unit : life_.units) {
            const bool below = !life_.world.get("unit/" + unit).str_or("parent").empty();
            if (plan_.cases >= 2000 || n < share(133) ||
                (below && !endorsed)) {  // one at least that a superior endorses
                ++n;
                endorsed = endorsed || below;
                life_.on_day(life_.some_day(Date{plan_.from.days + 5}, Date{plan_.from.days + 30}),
                             [this, unit, year] { organs_.plan(unit, year); });
            }
        }
        return n;
    }

    void schedule_setups() {
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
    void schedule_errors() {
        const Date first{plan_.from.days + 40}, last{plan_.until.days - 60};
        for (std::size_t i = 0; i < share(8); ++i) {
            const Ymd day = ymd_of(life_.some_day(first, last));
            life_.on_day(date_from({day.year, day.month, 6}),
                         [this] { tried([this] { return leaving_.in_error(); }); });
        }
        life_.on_some_days(share(5), first, last, [this] { tried([this] { return hiring_.in_error(); }); });
        life_.on_some_days(share(5), first, last, [this] {
            world_.grant_roles(life_.clerk(life_.some_unit()), {"unit_clerk", "archivist"}, "unit_head");
            ++life_.done["roles granted"];
        });
    }

    void schedule_office(Money& money) {
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
    void schedule_reviews() {
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

    // ---- the year ----

    Result<> sound() const {
        if (world_.faults().empty()) {
            return {};
        }
        std::string all;
        for (const std::string& fault : world_.faults()) {
            all += (all.empty() ? "" : "; ") + fault;
        }
        return fail("demo.year", {}, all, {world_.faults().front()});
    }

    Result<> run(const county::Progress& progress) {
        const Time begin = world_.now(), end = start_of(plan_.until) + -kHourMs;
        Date told = world_.today();
        while (!life_.diary.empty() && life_.diary.next() < end) {
            world_.pass_until(life_.diary.next());
            life_.diary.take()();
            ZJ_CHECK(sound());
            if (told != world_.today()) {
                told = world_.today();
                const auto day = static_cast<std::uint64_t>((world_.now() - begin) / kDayMs);
                if (!progress("year", day, static_cast<std::uint64_t>((end - begin) / kDayMs))) {
                    return fail("county.cancelled");
                }
            }
        }
        world_.pass_until(end);
        return {};
    }

    void hand_over(YearTold& out, Random& random) {
        out.tickets_expire = start_of(plan_.until) + kTicketDays * kDayMs;
        for (int i = 0; i < 2; ++i) {
            out.admin_tickets[i] =
                world_.ticket_for_admin(i == 0 ? "系统管理员一" : "系统管理员二", out.tickets_expire, random);
        }
        world_.dismiss_all();
    }

    Value summary(Planted& planted) {
        Object done;
        std::int64_t cases = 0;
        for (const auto& [what, n] : life_.done) {
            if (what.ends_with(" submitted")) {
                cases += n;
            }
            if (!what.starts_with("document ")) {
                done[what] = n;
            }
        }
        return Object{{"cases", cases},
                      {"change_sets", static_cast<std::int64_t>(world_.change_sets())},
                      {"entries", static_cast<std::int64_t>(world_.county().size())},
                      {"done", std::move(done)},
                      {"planted", planted.told()}};
    }

    const YearPlan& plan_;
    SeededRandom keys_;
    World world_;
    Life life_;
    CaseWork cases_;
    Hiring hiring_;
    Leaving leaving_;
    Moving moving_;
    Organs organs_;
    Staff staff_;
    Files files_;
    Flows flows_;
    Handling handling_;
};

}  // namespace

Result<YearTold> play_year(county::County& county, SimulatedClock& clock, const YearPlan& plan, Random& random,
                           const county::Progress& progress) {
    ZJ_TRY(const auto catalogue, model::Catalogue::load(plan.catalogue));
    const auto text = assets::find("demo/names.json");
    if (!text) {
        return fail("demo.data", "demo/names.json", "is not among the assets");
    }
    ZJ_TRY(const Value names, codec::parse_json(*text));
    return Year(county, clock, plan, *catalogue, names).play(random, progress);
}

}  // namespace zj::demo
