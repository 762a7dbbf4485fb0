// SPDX-License-Identifier: Apache-2.0
// What approval would do to the ledger. The judge itself decides it, step by step into an overlay that is dropped, so
// that this cannot say anything but what the rules say.

#include <algorithm>
#include <map>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "terminal/work/preview.hpp"
#include "terminal/work/view_rows.hpp"

namespace zj::work {

namespace {

// A sign-off, and each layer twice where it is paused: no matter has more turns.
constexpr int kTurnsMax = 16;

class Rehearsal {
public:
    Rehearsal(vault::Vault& vault, const model::Catalogue& catalogue, std::string key)
        : vault_(vault), catalogue_(catalogue), key_(std::move(key)), registers_(vault), overlay_(registers_) {
        judge_own_work(vault, registers_, overlay_, judge_);
    }

    Approval run() {
        Approval out;
        const model::RecordPtr first = on();
        if (first == nullptr || (first->value.str_or("state") != "signed" && !bears(first->value))) {
            return out;
        }
        out.known = true;
        for (int turn = 0; turn < kTurnsMax; ++turn) {
            const auto intent = next_turn(*on(), turn);
            if (!intent) {
                break;
            }
            const model::Judgement judged = judge(*intent, turn);
            out.known = out.known && judged.foretold;
            out.verdict = log::to_text(judged.verdict);
            out.code = judged.code;
            if (judged.verdict != log::Verdict::applied && judged.verdict != log::Verdict::merged) {
                return out;
            }
        }
        if (const model::RecordPtr last = on(); last != nullptr && last->value.str_or("state") == "approved") {
            out.effect = changes();
        }
        return out;
    }

private:
    model::RecordPtr get(std::string_view key) {
        const model::Found found = overlay_.get(key);
        return found.presence == model::Presence::present ? found.record : nullptr;
    }
    model::RecordPtr on() { return get(key_); }

    bool at_least(const std::string& key, const char* member, std::int64_t n) {
        const model::RecordPtr line = get(key);
        return line == nullptr || line->value.int_or(member) >= n;
    }

    // The judge stops the program where its books do not bear what it posts. A vault may hold a case without the books
    // that belong to it (a sync that was cut off, another scope), and then tells nothing.
    bool bears(const codec::Value& value) {
        static const codec::Value kNone;
        const codec::Value* found = value.find("fields");
        const codec::Value& fields = found == nullptr ? kNone : *found;
        const std::string unit(value.str_or("unit")), matter(value.str_or("matter"));
        const auto quota = [&](const codec::Value& of) {
            return "ledger/" + unit + "/" + std::string(of.str_or("quota_type"));
        };
        const auto posts = [&](const codec::Value& of) {
            return "posts/" + unit + "/" + std::string(of.str_or("staff_class"));
        };
        if (matter == "USE") {
            const std::int64_t n = fields.int_or("count");
            return at_least(quota(fields), "r", n) && at_least(posts(fields), "reserved", n) &&
                   (fields.bool_or("off_plan") || at_least(std::string(fields.str_or("plan_line")), "reserved", n));
        }
        if (matter == "IN") {
            return at_least(quota(fields), "r", 1) && at_least(posts(fields), "reserved", 1) &&
                   at_least(std::string(fields.str_or("grant_no")), "reserved", 1);
        }
        const model::RecordPtr person = get(fields.str_or("person"));
        return matter != "OUT" || person == nullptr ||
               (at_least(quota(person->value), "o", 1) && at_least(quota(person->value), "a", 1) &&
                at_least(posts(person->value), "actual", 1));
    }

    // The role that has it next does what moves it on.
    std::optional<codec::Value> next_turn(const log::Record& at, int turn) {
        const codec::Value& value = at.value;
        const model::Matter* matter = catalogue_.matter(value.str_or("matter"));
        const std::string_view state = value.str_or("state");
        if (matter == nullptr) {
            return std::nullopt;
        }
        const std::string unit(value.str_or("unit"));
        if (state == "signed") {
            registers_.stand_in(person(turn), matter->confirm_role, unit, catalogue_);
            return confirmation(at);
        }
        const auto layer = std::find_if(matter->layers.begin(), matter->layers.end(),
                                        [&](const model::Layer& one) { return one.step == value.str_or("step"); });
        if ((state != "received" && state != "in_review" && state != "paused") || layer == matter->layers.end()) {
            return std::nullopt;
        }
        registers_.stand_in(person(turn), layer->role, unit, catalogue_);
        codec::Value out = codec::Object{{"do", "case.decide"},
                                         {"case", key_},
                                         {"act", state == "paused" ? "resume" : "pass"},
                                         {"base", base({&at})}};
        if (state != "paused") {
            codec::Array seen;
            for (const codec::Value& material : value.items("materials")) {
                seen.emplace_back(material.str_or("sha256"));
            }
            out.set("materials", std::move(seen));
        }
        return out;
    }

    std::optional<codec::Value> confirmation(const log::Record& at) {
        const model::RecordPtr pending = get(at.value.str_or("pending"));
        if (pending == nullptr) {
            return std::nullopt;
        }
        return codec::Object{{"do", "confirm"},
                             {"pending", pending->key},
                             {"of", pending->value.str_or("of")},
                             {"intent", pending->value.int_or("intent")},
                             {"commitment", pending->value.str_or("commitment")},
                             {"base", base({pending.get(), &at})}};
    }

    static codec::Value base(std::initializer_list<const log::Record*> records) {
        log::Bases bases;
        for (const log::Record* record : records) {
            bases[record->key] = {record->version, {}};
        }
        return log::to_value(bases);
    }

    static std::string person(int turn) { return std::string(kStandIn) + "-" + std::to_string(turn); }

    model::Judgement judge(const codec::Value& intent, int turn) {
        log::Header header = header_now(vault_);
        header.device = kStandIn;
        header.person = person(turn);
        header.key = header.person;
        header.seq = static_cast<std::uint64_t>(turn) + 2;  // number 1 is an enrolment
        registers_.will_make(header.device, header.seq, 1);
        const std::vector<Hash> commitments{crypto::sha256(codec::write_json(intent))};
        header.intents = commitments;
        model::Judgement out = judge_.change(
            overlay_, as_checked(header, crypto::sha256(header.person), {intent}, commitments), vault_.now());
        for (const model::RecordPtr& record : out.effects) {
            if (record->key.starts_with("ledger/")) {
                lines_[record->key] = record;
            }
        }
        return out;
    }

    // What the case itself holds already (用编 from its receipt on) is part of what it does.
    static Seats without(Seats seats, const codec::Value& ledger, const std::string& key) {
        for (const codec::Value& holder : ledger.items("holders")) {
            seats.r -= holder.str_or("who") == key ? holder.int_or("n") : 0;
        }
        return seats;
    }

    std::vector<SeatsChange> changes() {
        std::vector<SeatsChange> out;
        for (const auto& [key, after] : lines_) {
            const auto before = vault_.record(key);
            const std::size_t last = key.rfind('/');
            const std::string type = key.substr(last + 1);
            if (before) {
                out.push_back({without(seats_in(type, before->value), before->value, key_),
                               seats_in(type, after->value), key.substr(7, last - 7)});
            }
        }
        return out;
    }

    vault::Vault& vault_;
    const model::Catalogue& catalogue_;
    std::string key_;
    VaultRegisters registers_;
    model::Overlay overlay_;
    model::Judge judge_;
    std::map<std::string, model::RecordPtr> lines_;
};

}  // namespace

Approval foretell_approval(vault::Vault& vault, const std::string& key) {
    const auto catalogue = vault.catalogue();
    return catalogue ? Rehearsal(vault, **catalogue, key).run() : Approval();
}

}  // namespace zj::work
