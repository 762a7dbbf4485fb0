// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_cases.hpp"

namespace zj::test {

namespace {

constexpr std::size_t kDifferencesMax = 10;

class Counters final : public model::ScopeCounters {
public:
    std::uint64_t last(std::string_view scope) override {
        const auto at = counters_.find(scope);
        return at == counters_.end() ? 0 : at->second;
    }
    void set_last(std::string_view scope, std::uint64_t n) override {
        counters_.insert_or_assign(std::string(scope), n);
    }

private:
    std::map<std::string, std::uint64_t, std::less<>> counters_;
};

std::optional<Hash> id_of(const RandomHistory& history, const RandomStep& step) {
    if (step.kind == log::EntryKind::root) {
        return history.county->signed_root().envelope.id();
    }
    return step.change_set ? std::optional(step.checked.id) : std::nullopt;
}

}  // namespace

Replayed replay(const RandomHistory& history, model::Registers& registers, std::uint64_t salt_seed) {
    Replayed out;
    model::Judge judge;
    Counters counters;
    SeededRandom salts(salt_seed);
    for (const RandomStep& step : history.steps) {
        const model::Judgement judged =
            step.kind == log::EntryKind::root
                ? judge.root(registers, history.county->signed_root(), history.county->statement(), step.at)
            : step.kind == log::EntryKind::tick ? judge.tick(registers, step.at)
                                                : judge.change(registers, step.checked, step.at);
        const std::uint64_t index = out.entries.size();
        const model::Sealed sealed =
            model::seal(judged, step.kind, index, 1, step.at, step.kind == log::EntryKind::change ? "net" : "local",
                        id_of(history, step), counters, salts);
        out.entries.push_back(sealed.entry_bytes);
        crypto::Sha256 sum;
        for (const log::SaltedRecord& record : sealed.records) {
            sum.update(as_bytes(record.bytes));
        }
        if (judged.verdict != step.verdict || judged.code != step.code || sum.finish() != step.effects) {
            out.differences.push_back("entry " + std::to_string(index) + ": " +
                                      std::string(log::to_text(judged.verdict)) + " " + judged.code + ", at first " +
                                      std::string(log::to_text(step.verdict)) + " " + step.code);
            if (out.differences.size() >= kDifferencesMax) {
                break;
            }
        }
    }
    return out;
}

}  // namespace zj::test
