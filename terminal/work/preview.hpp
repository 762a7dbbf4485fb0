// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the judge would say here and now, over what this device knows (截至上次同步): the same code as the gateway's,
// over the vault's records and its own unjudged change sets. Where it needs a record that this device may not see, it
// cannot be foretold here.

#include <map>
#include <memory>
#include <set>
#include <string>

#include "shared/model/judge.hpp"
#include "shared/model/registers.hpp"
#include "terminal/work/context.hpp"

namespace zj::work {

// The vault's records as registers. Read only: an Overlay goes on top. What this device may not see is told as such,
// but for the records that its own work would make: nobody else can make a record with such a key.
class VaultRegisters final : public model::Registers {
public:
    explicit VaultRegisters(vault::Vault& vault);
    void will_make(std::uint64_t seq, std::size_t intents);
    // A person and a device that nobody has, so that acts of others can be foretold: live, with this role, in this unit
    // and for every scope that the role could need. Their key is key/<person>.
    void stand_in(const std::string& person, const std::string& role, const std::string& unit,
                  const model::Catalogue& catalogue);
    void will_make(std::string_view device, std::uint64_t seq, std::size_t intents);
    model::Found get(std::string_view key) override;
    void put(model::RecordPtr record) override;
    model::ChainHead chain(std::string_view device) override;
    void set_chain(std::string_view device, const model::ChainHead& head) override;

private:
    model::Found own(std::string_view key);

    vault::Vault& vault_;
    void stand(std::string key, codec::Value value);
    std::set<std::string, std::less<>> made_here_;
    // As read: the judge asks for the same ones again, and the catalogue is large.
    std::map<std::string, model::RecordPtr, std::less<>> read_;
};

inline constexpr const char* kStandIn = "stand-in";  // device of all stand-ins; no id looks like it

// As if its signatures were good.
model::Checked as_checked(const log::Header& header, const ChangeSetId& id, std::vector<codec::Value> intents,
                          std::vector<Hash> commitments);
log::Header header_now(vault::Vault& vault);
// Own work that the county has not answered for, judged in order into `overlay`: what it would become is part of what
// the author sees.
void judge_own_work(vault::Vault& vault, VaultRegisters& registers, model::Registers& overlay, model::Judge& judge);

struct Foretold {
    bool known = false;  // false: hidden records were needed
    std::string verdict, code, detail;
    std::uint64_t as_of = 0;  // size of the log last synced
};
// Signs nothing, stores nothing.
Foretold foretell(vault::Vault& vault, const std::vector<codec::Value>& intents);
codec::Value to_value(const Foretold& foretold);
// What would be refused whatever others do meanwhile (no such role, a case that has ended) helps nobody as a signature:
// the judge's code. Vacancies, plan lines and the like are the county's to say.
Result<> worth_signing(const Foretold& foretold, const std::string& where);

}  // namespace zj::work
