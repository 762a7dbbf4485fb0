// SPDX-License-Identifier: Apache-2.0
#pragma once
// A county in memory, founded the real way: root statement, two administrators by their tickets, people by tickets that
// two administrators signed, books opened by two officers. Every change set is signed, checked, let in at the door,
// judged and sealed as a gateway does it; everything comes from a seed. For tests of model, verify and the county.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/log/change_set.hpp"
#include "shared/log/root_statement.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/model/judge.hpp"
#include "shared/model/registers.hpp"

namespace zj::test {

// One device with its people. The chain that it signs is its own: acts may be signed now and delivered later.
struct Device {
    std::string name;
    crypto::SigningKey sign, tls;
    std::vector<std::string> scopes;
    std::string id;
    std::uint64_t seq = 0;
    Hash last;
    std::uint64_t seen_size = 0;  // of the newest checkpoint "synced"; 0: never
};

struct Person {
    std::string alias, id, name;
    std::string device;  // name of the device
    crypto::SigningKey key;
};

struct Kept {
    model::Sealed sealed;
    model::Judgement judgement;
    std::optional<log::ChangeSet> change_set;
    std::optional<log::SignedRoot> root;
};

class County final : public model::KeyFinder, public model::ScopeCounters {
public:
    // `registers` replaces the county's own memory; it must outlive the county.
    // A policy named in `enabled` is 1 in its catalogue (freeze_enabled).
    explicit County(std::uint64_t seed = 1, model::Registers* registers = nullptr, const std::string& enabled = {});
    ~County() override;

    // --- people
    // Enrols a new device for a new person, or lets the person join `on`. Roles of a unit need `unit`.
    Person& hire(const std::string& alias, const std::vector<std::string>& roles, const std::string& unit,
                 const std::string& on = {});
    Person& person(const std::string& alias) { return people_.at(alias); }
    Device& device_of(const std::string& alias) { return devices_.at(people_.at(alias).device); }
    // Opens a unit's books by ob-clerk and ob-section, who are hired where they are not there yet.
    model::Judgement open_unit(const codec::Value& body);

    // --- acts
    // An intent with its base: each key at its version now, with `own` numbers where given.
    codec::Value intent(std::string_view name, const std::vector<std::string>& base = {});
    log::ChangeSet sign(const std::string& alias, const std::vector<codec::Value>& intents);
    log::ChangeSet sign_with(const std::string& alias, const std::vector<codec::Value>& intents,
                             const crypto::SigningKey* one_time, std::optional<Hash> prev);
    model::DoorAnswer door(const log::ChangeSet& change_set);
    // REQUIRES: the door lets it in.
    model::Judgement deliver(const log::ChangeSet& change_set);
    model::Judgement act(const std::string& alias, const std::vector<codec::Value>& intents) {
        return deliver(sign(alias, intents));
    }
    // The confirm of an open act of two, as the registers show it.
    codec::Value confirm_of(const std::string& pending_key);
    // Keys that the i-th intent of the newest change set of this person's device makes.
    std::string made(const std::string& alias, std::string_view kind, std::size_t index = 0);

    // --- time
    Time now() const { return now_; }
    void wait(std::int64_t ms);  // forward, with the ticks that fall due
    void wait_days(int days) { wait(days * kDayMs); }

    // --- what there is
    const codec::Value* value(std::string_view key);  // null where absent
    std::int64_t version(std::string_view key);
    std::vector<std::string> keys(std::string_view prefix) const;  // of the memory registers
    model::Registers& registers() { return *registers_; }
    const std::vector<Kept>& entries() const { return entries_; }
    const model::Catalogue& catalogue() const { return *catalogue_; }
    const std::string& catalogue_text() const { return catalogue_text_; }
    const log::RootStatement& statement() const { return statement_; }
    const log::SignedRoot& signed_root() const { return signed_root_; }
    const crypto::SigningKey& log_key() const { return log_key_; }
    std::string fingerprint() const;
    std::optional<crypto::VerifyKey> find(std::string_view key_id) override;
    std::uint64_t last(std::string_view scope) override;
    void set_last(std::string_view scope, std::uint64_t n) override;
    SeededRandom& random() { return random_; }

private:
    void found(const std::string& enabled);
    void keep(model::Judgement judgement, log::EntryKind kind, std::optional<Hash> id, Time at, Kept& kept);
    Device& new_device(const std::string& name, std::vector<std::string> scopes);
    Person& enrol(const std::string& alias, const std::string& id, const std::string& name,
                  const crypto::SigningKey& one_time, std::vector<std::string> scopes);

    SeededRandom random_;
    Time now_;
    crypto::SigningKey root_key_, log_key_;
    std::vector<crypto::SigningKey> one_time_;
    std::string catalogue_text_;
    std::shared_ptr<const model::Catalogue> catalogue_;
    log::RootStatement statement_;
    log::SignedRoot signed_root_;
    model::MemoryRegisters memory_;
    model::Registers* registers_;
    model::Judge judge_;
    std::map<std::string, Device> devices_;
    std::map<std::string, Person> people_;
    std::map<std::string, crypto::VerifyKey, std::less<>> keys_;
    std::map<std::string, std::uint64_t, std::less<>> counters_;
    std::vector<Kept> entries_;
};

// Books of a small unit: `vacancies` more posts of type 20 than the `persons` that occupy them, two plan lines of 2026
// and one of 2027.
codec::Value small_unit(const std::string& code, int persons, int vacancies);
// A valid number of the area that no county has; n below 10,000.
std::string id_number(int n);
// Materials of a form: every required slot with a document of its own.
codec::Array materials_for(const model::Matter& matter, const codec::Value& fields, const std::string& mark);
codec::Value use_fields(const std::string& unit, const std::string& reason);

}  // namespace zj::test
