// SPDX-License-Identifier: Apache-2.0
#pragma once
// W01–W24 of domain.md 7 over an index, and the findings kept up to date as records come.
//
//     index.put(record); …
//     warnings.update(index, catalogue, index.take_touched(), today);
//
// gives the same findings as recompute() over the same records, whatever the order and the days between (tested).

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shared/oversight/finding.hpp"
#include "shared/oversight/index.hpp"

namespace zj::oversight {

// Findings about one subject, by the records as they are and on the morning of `today`. An unknown subject has none.
std::vector<Finding> evaluate(const Index& index, const model::Catalogue& catalogue, std::string_view subject,
                              Date today);

class Warnings {
public:
    // From scratch.
    void recompute(const Index& index, const model::Catalogue& catalogue, Date today);
    // What was touched; on another day than the last call's, or after another catalogue came into force, everything:
    // most rules look at the day, and the largest county (index.hpp) is read through in about a second. Ids, sorted, of
    // what was found before or is found now about the subjects that were asked: no other finding has changed.
    std::vector<std::string> update(const Index& index, const model::Catalogue& catalogue,
                                    const std::vector<std::string>& touched, Date today);

    const std::map<std::string, Finding>& findings() const { return findings_; }  // by id

private:
    void put(std::vector<Finding> findings, std::string_view subject);
    void add_ids(std::string_view subject, std::vector<std::string>& out) const;

    std::map<std::string, Finding> findings_;
    std::map<std::string, std::vector<std::string>, std::less<>> by_subject_;  // ids
    std::int64_t catalogue_ = 0;
    Date day_;
    bool begun_ = false;
};

// The life cycle 新→核实→整改→销号 or 误报, as recorded in warning/ records (common agreement: INTENTS.md).
enum class Handled { fresh, verified, rectifying, closed, dismissed };
std::string_view handled_name(Handled handled);  // new, verified, rectifying, closed, false

struct Shown {
    Finding finding;
    Handled handled = Handled::fresh;
    std::string owner, reason;  // of the last act; owner is the rule's where nobody was assigned
    Date due;
    bool reopened = false;  // was closed or dismissed, and its evidence has changed since
};
// A finding with where it stands.
Shown shown(const Finding& finding, const Index& index);
// Every finding so. A closed or dismissed one that still stands is shown as such with its reason.
std::vector<Shown> shown(const Warnings& warnings, const Index& index);
// Ids of warnings that are being handled while nothing is found any more: they can be closed.
std::vector<std::string> cured(const Warnings& warnings, const Index& index);

}  // namespace zj::oversight
