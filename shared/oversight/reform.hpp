// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reform analysis (domain.md 8: who moves under a draft plan): what a draft of organs merged, split or ended and of new
// quotas would do to people, accounts and leader posts as they stand in the index. Pure; nothing is posted by it.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/oversight/index.hpp"

namespace zj::oversight {

// A unit as the draft has it afterwards. What it does not say stays.
struct DraftUnit {
    std::string code;
    std::string name, nature, category;         // of a new one, all three
    bool ends = false;                          // nothing of it is left; then its quota and posts are 0 unless said
    std::map<std::string, std::int64_t> quota;  // H by type
    std::map<std::string, std::int64_t> posts;  // authorised by level
    std::vector<std::string> organs;            // that it gets
};
// Everybody of `from` who fits. A person goes by the first move that fits.
struct DraftMove {
    std::string from, to;
    std::string inner, quota_type;                        // of these alone; empty: any
    std::vector<std::string> persons;                     // keys; empty: all
    std::string to_inner, to_quota_type, to_staff_class;  // empty: as they are
};
struct ReformDraft {
    std::string title;
    std::vector<DraftUnit> units;
    std::vector<DraftMove> moves;
};

// A county has some 400 units with their second level; a list of persons by name is one move.
inline constexpr std::size_t kDraftUnitsMax = 400;
inline constexpr std::size_t kDraftMovesMax = 400;
inline constexpr std::size_t kDraftPersonsMax = 2000;  // of a move
// {"title","units":[{"unit",…}],"moves":[{"from","to",…}]}, members as in the structs. json.* with the pointer.
Result<ReformDraft> parse_reform(const codec::Value& value);

struct Mover {
    Text key, name, from, inner, quota_type, staff_class;
    std::string to, to_inner, to_quota_type, to_staff_class;
};
struct Change {
    std::int64_t before = 0, after = 0;
};
struct LineAfter {
    Change h, a;
    std::int64_t r = 0;  // what is in hand stays with its unit
    std::int64_t t = 0;  // revolving posts stay with the unit they are lent to
    std::int64_t lacking() const { return a.after + r > h.after + t ? a.after + r - h.after - t : 0; }
};
struct PostsAfter {
    Change auth, actual;
    std::int64_t over() const { return actual.after > auth.after ? actual.after - auth.after : 0; }
};
struct TotalAfter {
    Change h;
    std::optional<std::int64_t> ceiling;
    std::int64_t reserve = 0;
};
// What stands in the way of the draft: places lacking, posts over, people left in a unit that ends, a quota type that
// the unit may not hold, an organ that is not there, cases under way, quota left at a unit that ends, a total above its
// ceiling.
struct Obstacle {
    std::string what;    // lacking, posts_over, left, type, organ, in_hand, quota_left, total
    std::string record;  // what it is about
    std::vector<std::string> args;
};
struct ReformAnalysis {
    std::vector<Mover> movers;                                        // by key
    std::map<std::pair<std::string, std::string>, LineAfter> lines;   // of the units it touches, by unit and type
    std::map<std::pair<std::string, std::string>, PostsAfter> posts;  // by unit and level
    std::map<std::string, TotalAfter> totals;                         // admin, institution
    std::vector<Obstacle> obstacles;
};
// "reform.unit" (a unit neither on the register nor whole in the draft), "reform.twice" (a unit twice in the draft),
// "reform.person" (named, but not active in the unit of the move).
Result<ReformAnalysis> analyse_reform(const Index& index, const model::Catalogue& catalogue, const ReformDraft& draft);

codec::Value to_value(const ReformAnalysis& analysis);  // without words for the obstacles

}  // namespace zj::oversight
