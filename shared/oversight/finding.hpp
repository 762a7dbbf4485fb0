// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a rule found (domain.md 7). A finding is a function of the current records, the catalogue and the day: nothing
// in it remembers when it was computed, so that findings kept up piece by piece and findings of a new reading agree.

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"
#include "shared/model/catalogue.hpp"

namespace zj::oversight {

class Index;

enum class Level { notice, yellow, red };
std::string_view level_name(Level level);  // notice, yellow, red

// One fact with the record it stands in. `text` names a text of assets/i18n/oversight.*.json and `args` fill its
// places; an arg "code:<list>:<code>" stands for a word of the catalogue, "unit:<code>" for the name of a unit,
// "field:<key>" for the label of a field of a person, "step:<matter>:<step>" for that of a layer. ID numbers are
// masked.
struct Evidence {
    std::string record;
    std::string text;
    std::vector<std::string> args;
    bool operator==(const Evidence&) const = default;
};

struct Finding {
    std::string id;       // "W05/pay/<idno id>", "W01/unit/<code>/<quota type>"
    std::string rule;     // W01 … W24
    std::string subject;  // what evaluate() was asked about
    std::string unit;     // whose it is; empty for the county's
    Level level = Level::notice;
    Date since;                      // from the evidence: when it came to be so
    Date newest;                     // when the last of the evidence came to be known; `since` where it is one fact
    std::vector<Evidence> evidence;  // at most kEvidenceMax, newest last
    std::string owner;               // the role that is to act
    Date due;                        // working days after `since`, by level (policy)
    bool operator==(const Finding&) const = default;

    // Hash of rule, level and evidence in hex, as warning.act takes it. Whoever closes a warning signs what they saw by
    // it: when it differs, the warning stands again.
    std::string digest() const;
};

// More facts than this say no more to a person; two years of months fit.
inline constexpr std::size_t kEvidenceMax = 24;

// The args of an evidence as a person reads them.
std::vector<std::string> shown_args(const Evidence& evidence, const Index& index, const model::Catalogue& catalogue,
                                    bool chinese);

// [{"record","zh","en"}]: the evidence in both languages, as outputs have it. `name`: what the output calls a record.
codec::Array shown_evidence(const Finding& finding, const Index& index, const model::Catalogue& catalogue,
                            const std::function<std::string(const std::string& record)>& name);

}  // namespace zj::oversight
