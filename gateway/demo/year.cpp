// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/year.hpp"

#include "assets/assets.hpp"
#include "gateway/demo/almanac.hpp"
#include "gateway/demo/opening_books.hpp"
#include "gateway/demo/planted.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/opening.hpp"

namespace zj::demo {

namespace {

using codec::Object;
using codec::Value;

constexpr int kQuietDays = 4;  // before the end: what began is done by then
constexpr int kTicketDays = 7, kFoundersDays = kTicketDays - 1;

class Year {
public:
    Year(county::County& county, SimulatedClock& clock, const YearPlan& plan, const model::Catalogue& catalogue,
         const Value& names)
        : plan_(plan),
          keys_(plan.seed),
          world_(county, clock, *plan.statement, catalogue, keys_),
          life_(world_, names, plan.seed + 1, Date{plan.until.days - kQuietDays}),
          almanac_(life_, plan) {}

    Result<YearTold> play(Random& random, const county::Progress& progress) {
        ZJ_TRY(const auto books, demonstration(plan_.seed, plan_.from));
        ZJ_CHECK(open(books, progress));
        Planted planted(life_, almanac_.hiring(), almanac_.leaving(), books.at("planted.csv"), plan_.until);
        Money money(life_, [&](const std::string& month, Payroll& payroll) { planted.alter(month, payroll); });
        planted.schedule();
        almanac_.schedule(money);
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
        // The founders' tickets last a week (log.md, Bootstrap); out of a longer holiday the administrators come in.
        const Date office = life_.hours.on_or_after(plan_.from), last{plan_.from.days + kFoundersDays};
        world_.pass_until(life_.hours.on(std::min(office, last), 10));
        for (std::size_t i = 0; i < 2; ++i) {
            world_.enrol_admin(i, *plan_.one_time[i]);
        }
        world_.pass_until(life_.hours.on(office, 10));
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
    Almanac almanac_;
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
