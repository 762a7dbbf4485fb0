// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the use cases of this folder are given, and the small things they share. A use case is a plain function: the
// verbs of zhijian-terminal call it now, the desks later. It returns what --json prints.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"
#include "shared/log/change_set.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/sync/wire.hpp"
#include "terminal/vault/vault.hpp"

namespace zj::work {

// A way to the gateway: network, or a test's own. "net.*" means unknown, never refused.
class Line {
public:
    virtual ~Line() = default;
    virtual Result<sync::Response> send(const sync::Request& request) = 0;
    // From now on the other end must show a certificate under the CA with this hash; what is connected already is
    // checked now ("net.certificate"). Lines of an enrolled device are made with it.
    virtual Result<> pin(const Hash& tls_ca) = 0;
};
using LineMaker = std::function<Result<std::unique_ptr<Line>>()>;

struct Progress {
    std::string stage;
    std::uint64_t done = 0, total = 0;
};

struct Context {
    vault::Vault& vault;
    LineMaker line;                                 // made only when first needed
    std::function<void(const Progress&)> progress;  // may be empty
    const std::atomic<bool>* stop = nullptr;        // set by SIGINT; looked at between two steps

    void tell(std::string stage, std::uint64_t done = 0, std::uint64_t total = 0) const {
        if (progress) {
            progress({std::move(stage), done, total});
        }
    }
    bool stopped() const { return stop != nullptr && stop->load(); }
};

// Builds the `base` member for the records an intent must name.
codec::Value base_for(vault::Vault& vault, const std::vector<std::string>& keys);

// How people name a record: by its key, its short id, or a start of that of so many characters; fewer are a slip rather
// than a name.
inline constexpr std::size_t kStartMin = 4;
bool goes_by(std::string_view key, std::string_view reference);

// A case as this device knows it: the county's record if there is one, else what its own outbox says.
struct Case {
    std::string key;
    codec::Value value;                 // as the record case/<id>; `state` "signed" before receipt
    bool local = false;                 // no record yet
    std::optional<std::int64_t> count;  // 本机 n 号
};
// Case key, short id or a unique start of it (four characters at least), case number, #n. "case.none", "case.several".
Result<Case> find_case(vault::Vault& vault, std::string_view reference);
Result<Case> case_of(vault::Vault& vault, const vault::CaseEntry& entry);

// An open act of two that this device knows of.
struct Pending {
    std::string key;
    codec::Value value;  // as the record pending/<id>
    bool local = false;
    bool confirm_signed = false;  // a confirm or cancel of ours is in the outbox
};
std::vector<Pending> all_pending(vault::Vault& vault);  // those that are open
// Keys of the acts of two that an own change set proposes, by intent; empty where one is none.
std::vector<std::string> proposed_by(vault::Vault& vault, const vault::Sent& sent);

// Roles of the unlocked person as last synced; empty where not known here.
std::vector<std::string> my_roles(vault::Vault& vault);
std::optional<codec::Value> identity_of(vault::Vault& vault, std::string_view person);
// The unit this device works for, from the person's identity or the device's scope; empty for county offices.
std::string my_unit(vault::Vault& vault);

bool contains(const codec::Array& texts, std::string_view text);
codec::Array to_array(const std::vector<std::string>& texts);
// {"seq","change_set","state"} of what has just been signed.
codec::Value signed_answer(const log::ChangeSet& change_set);
// {"seq","change_set","state","again"} of this device's last change set, where it is this person's, says the same (but
// for what it was based on) and has no receipt yet: a verb that was cut off after it had signed is being run again.
std::optional<codec::Value> signed_before(vault::Vault& vault, const std::vector<codec::Value>& intents);
// Signs one change set with these intents, or answers with signed_before(). The draft, if any, goes with the signature.
Result<codec::Value> sign(vault::Vault& vault, std::vector<codec::Value> intents, std::int64_t ends_draft = 0);
// Key of the record that the first intent of this answer makes.
std::string record_of(vault::Vault& vault, const codec::Value& signed_answer, std::string_view kind);

}  // namespace zj::work
