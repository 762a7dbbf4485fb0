// SPDX-License-Identifier: Apache-2.0
#pragma once
// The people of a simulated county with their keys and terminals, and how they sign: every change set is made, signed,
// let in at the door, judged and appended by the code that does so in a real county. What is not applied, and was not
// meant to be refused, is a fault of the simulation: it is noted, and the year ends there.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/county/county.hpp"
#include "gateway/demo/diary.hpp"
#include "shared/model/catalogue.hpp"

namespace zj::demo {

struct Terminal {
    std::string id;
    crypto::SigningKey sign, tls;
    std::uint64_t seq = 0;
    Hash last;
};

struct Person {
    std::string id, name;
    std::string terminal;  // alias of the person it was enrolled for
    crypto::SigningKey key;
};

class World {
public:
    // Everything outlives the world. `keys` gives the people's keys and the salts of what they sign.
    World(county::County& county, SimulatedClock& clock, const log::RootStatement& statement,
          const model::Catalogue& catalogue, Random& keys);

    // --- people. Aliases are ours alone: "ob_clerk/1", "unit_head/421125101".
    // One of the first two administrators, by the one-time key of the root statement's ticket.
    void enrol_admin(std::size_t i, const crypto::SigningKey& one_time);
    // By a ticket that both administrators signed; `beside`: joins that person's terminal.
    void hire(const std::string& alias, const std::string& role, const std::string& name, const std::string& unit,
              const std::string& beside = {});
    // The complete new list of somebody's roles, proposed with one too many by mistake, cancelled, and proposed anew.
    void grant_roles(std::string_view alias, const std::vector<std::string>& roles, const std::string& too_many);
    // A unit's clerk gives their work to a new colleague at the same terminal, before the head of the unit: whose alias
    // it was stays the clerk's.
    void hand_over(const std::string& clerk, const std::string& head, const std::string& unit, const std::string& name);
    // The terminals of everybody end: their keys come from a seed that anybody may know.
    void dismiss_all();
    const Person& person(std::string_view alias) const { return people_.find(alias)->second; }
    bool knows(std::string_view alias) const { return people_.contains(alias); }

    // --- acts
    codec::Value intent(std::string_view name, const std::vector<std::string>& base = {});
    // True where all of it took effect.
    bool act(std::string_view alias, const std::vector<codec::Value>& intents);
    // Proposed by one, confirmed by the other.
    bool act_of_two(std::string_view first, std::string_view second, codec::Value intent);
    codec::Value confirm_of(const std::string& pending_key);
    // The key that the i-th intent of the person's last change set made.
    std::string made(std::string_view alias, std::string_view kind, std::size_t i = 0) const;
    // Uploads one attachment of the person's last change set.
    void attach(std::string_view alias, const std::string& slot, ByteView document);
    // What anybody signs by a ticket that the caller made, as the last act before real time.
    crypto::SigningKey ticket_for_admin(const std::string& name, Time expires, Random& random);

    // --- what stands
    codec::Value get(std::string_view key);  // null where absent
    std::int64_t version(std::string_view key);
    county::County& county() { return county_; }
    const model::Catalogue& catalogue() const { return catalogue_; }
    Time now() { return clock_.now(); }
    Date today() { return date_of(clock_.now()); }
    // Lets time pass, with the ticks that fall due.
    void pass_until(Time time);

    // The first things that did not go as they should.
    const std::vector<std::string>& faults() const { return faults_; }
    void fault(std::string what);
    std::uint64_t change_sets() const { return change_sets_; }

private:
    codec::Value ticket(const crypto::VerifyKey& one_time, const std::string& kind, const std::string& name,
                        const std::string& unit, const std::string& role, Time expires);
    bool sign(const Person& person, Terminal& terminal, const std::vector<codec::Value>& intents,
              const crypto::SigningKey* one_time, std::optional<Hash> prev);
    bool taken(const log::ChangeSet& change_set, const std::string& who, const std::string& what);
    Person& enrol(const std::string& alias, const std::string& id, const std::string& name,
                  const crypto::SigningKey& one_time);

    county::County& county_;
    SimulatedClock& clock_;
    const log::RootStatement& statement_;
    const model::Catalogue& catalogue_;
    Random& keys_;
    std::map<std::string, Person, std::less<>> people_;
    std::map<std::string, Terminal, std::less<>> terminals_;
    std::vector<std::string> faults_;
    std::uint64_t change_sets_ = 0;
};

// An attachment as an intent names it.
codec::Value material_of(const std::string& slot, const std::string& title, ByteView document, int pages);

}  // namespace zj::demo
