// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/finding.hpp"

#include <algorithm>
#include <array>

#include "assets/texts.hpp"
#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/oversight/rules.hpp"

namespace zj::oversight {

namespace {

// Who acts first on what a rule finds.
struct Owner {
    std::string_view rule, role;
};
constexpr std::array<Owner, 24> kOwners{
    {{"W01", "ob_section"}, {"W02", "ob_section"}, {"W03", "ob_section"}, {"W04", "ob_clerk"}, {"W05", "inspector"},
     {"W06", "fin"},        {"W07", "inspector"},  {"W08", "inspector"},  {"W09", "fin"},      {"W10", "fin"},
     {"W11", "hr"},         {"W12", "inspector"},  {"W13", "ob_section"}, {"W14", "ob_clerk"}, {"W15", "ob_clerk"},
     {"W16", "ob_section"}, {"W17", "ob_clerk"},   {"W18", "ob_clerk"},   {"W19", "ob_head"},  {"W20", "inspector"},
     {"W21", "ob_section"}, {"W22", "sysadmin"},   {"W23", "ob_section"}, {"W24", "ob_clerk"}}};

std::string_view owner_of(std::string_view rule) {
    const auto at =
        std::find_if(kOwners.begin(), kOwners.end(), [&](const Owner& owner) { return owner.rule == rule; });
    ZJ_ASSERT(at != kOwners.end());
    return at->role;
}

std::int64_t due_workdays(const Ground& g, Level level) {
    return level == Level::red      ? g.policy("warning_due_red_workdays", 5)
           : level == Level::yellow ? g.policy("warning_due_yellow_workdays", 10)
                                    : g.policy("warning_due_notice_workdays", 20);
}

std::string shown_step(std::string_view matter_and_step, const model::Catalogue& catalogue, bool chinese) {
    const auto colon = matter_and_step.find(':');
    const std::string_view step = matter_and_step.substr(colon + 1);
    const model::Matter* matter = catalogue.matter(matter_and_step.substr(0, colon));
    for (std::size_t i = 0; matter != nullptr && i < matter->layers.size(); ++i) {
        if (const model::Layer& layer = matter->layers[i]; layer.step == step) {
            return chinese ? layer.label.zh : layer.label.en;
        }
    }
    return std::string(step);
}

std::string shown_arg(const std::string& arg, const Index& index, const model::Catalogue& catalogue, bool chinese) {
    constexpr std::string_view kCode = "code:", kUnit = "unit:", kField = "field:", kStep = "step:";
    const std::string_view text = arg;
    if (text.starts_with(kField)) {
        const model::Matter* form = catalogue.matter("IN");
        const model::Field* field = form == nullptr ? nullptr : form->field(text.substr(kField.size()));
        return field == nullptr ? std::string(text.substr(kField.size())) : chinese ? field->label.zh : field->label.en;
    }
    if (text.starts_with(kStep)) {
        return shown_step(text.substr(kStep.size()), catalogue, chinese);
    }
    if (text.starts_with(kUnit)) {
        const Unit* unit = find_in(index.tables().units, text.substr(kUnit.size()));
        return std::string(unit == nullptr ? text.substr(kUnit.size()) : unit->name);
    }
    const auto second = text.find(':', kCode.size());
    if (!text.starts_with(kCode) || second == text.npos) {
        return arg;
    }
    const std::string_view code = text.substr(second + 1);
    const model::CodeItem* item = catalogue.code(text.substr(kCode.size(), second - kCode.size()), code);
    return item == nullptr ? std::string(code) : chinese ? item->label.zh : item->label.en;
}

}  // namespace

std::string_view level_name(Level level) {
    return level == Level::red ? "red" : level == Level::yellow ? "yellow" : "notice";
}

std::string Finding::digest() const {
    std::string all = rule + "\n" + std::string(level_name(level)) + "\n";
    for (const Evidence& one : evidence) {
        all += one.record + "\n" + one.text + "\n";
        for (const std::string& arg : one.args) {
            all += arg + "\n";
        }
    }
    return codec::hex(crypto::sha256("zhijian-finding-v1\n", as_bytes(all)));
}

std::vector<std::string> shown_args(const Evidence& evidence, const Index& index, const model::Catalogue& catalogue,
                                    bool chinese) {
    std::vector<std::string> out;
    for (const std::string& arg : evidence.args) {
        out.push_back(shown_arg(arg, index, catalogue, chinese));
    }
    return out;
}

Finding Ground::found(std::string_view rule, std::string_view subject, Text unit, Level level, Date since,
                      std::vector<Evidence> evidence, std::string_view part) const {
    Finding out;
    out.rule = rule;
    out.subject = subject;
    out.unit = unit;
    out.id = out.rule + "/" + out.subject + (part.empty() ? std::string() : "/" + std::string(part));
    out.level = level;
    out.since = since;
    out.newest = since;
    if (evidence.size() > kEvidenceMax) {
        evidence.erase(evidence.begin(), evidence.end() - static_cast<std::ptrdiff_t>(kEvidenceMax));
    }
    out.evidence = std::move(evidence);
    out.owner = owner_of(rule);
    out.due = time.add_days(since, due_workdays(*this, level));
    return out;
}

std::string yuan(std::int64_t fen) {
    const std::int64_t size = fen < 0 ? -fen : fen;
    const std::string cents = std::to_string(size % 100);
    return (fen < 0 ? "-" : "") + std::to_string(size / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
}

codec::Array shown_evidence(const Finding& finding, const Index& index, const model::Catalogue& catalogue,
                            const std::function<std::string(const std::string& record)>& name) {
    codec::Array out;
    for (const Evidence& one : finding.evidence) {
        const auto zh = shown_args(one, index, catalogue, true), en = shown_args(one, index, catalogue, false);
        out.push_back(codec::Object{{"record", name(one.record)},
                                    {"zh", texts::term(one.text, texts::Lang::zh, zh)},
                                    {"en", texts::term(one.text, texts::Lang::en, en)}});
    }
    return out;
}

}  // namespace zj::oversight
