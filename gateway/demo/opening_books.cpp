// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/opening_books.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>

#include "assets/assets.hpp"
#include "gateway/demo/people.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/csv.hpp"
#include "shared/model/opening.hpp"

namespace zj::demo {

namespace {

using codec::Value;

// What is wrong on purpose, and where (domain.md 13). Payroll mismatches come with the payroll.
constexpr std::string_view kOverQuota = "城市建设服务中心", kOverPosts = "丁司垱镇", kStaleRule = "县农业农村局",
                           kLateExit = "县图书馆";
constexpr std::array<std::string_view, 3> kOverAge{"县档案馆", "汪岗镇", "县审计局"};
// Always has room and a plan line for institution staff, so that a story may count on it.
constexpr std::string_view kRoomy = "巴河镇";
// Two may leave and one come in for them by the commission (出二进一), and it is above its quota still.
constexpr int kOverBy = 3;
constexpr std::size_t kGrants = 14;

struct Range {
    int low = 0, high = 0;
};

std::optional<Range> range_of(std::string_view text) {
    const std::size_t dash = text.find('-');
    const auto number = [](std::string_view digits) -> int {
        const bool good = !digits.empty() && digits.size() <= 4 &&
                          std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
        return good ? std::stoi(std::string(digits)) : -1;
    };
    const Range range{number(text.substr(0, std::min(dash, text.size()))),
                      dash == text.npos ? -1 : number(text.substr(dash + 1))};
    return range.low < 0 || range.high < range.low ? std::nullopt : std::optional(range);
}

// "10:40-45 12:2-4" → quota type to range.
std::optional<std::map<std::string, Range, std::less<>>> ranges_of(std::string_view text) {
    std::map<std::string, Range, std::less<>> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view item = text.substr(0, end);
        const auto range = item.size() > 3 && item[2] == ':' ? range_of(item.substr(3)) : std::nullopt;
        if (!range) {
            return std::nullopt;
        }
        out[std::string(item.substr(0, 2))] = *range;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

Result<Value> asset(const char* name) {
    const auto text = assets::find(name);
    if (!text) {
        return fail("demo.data", name, "is not among the assets");
    }
    return codec::parse_json(*text);
}

// A credit code whose body is "XX" and a number of ours, so that no real body is hit; both check digits are right
// (domain.md 11).
std::string credit_code(std::string_view authority_and_kind, int number) {
    std::string digits = std::to_string(number);
    std::string code = std::string(authority_and_kind) + "421125XX" + std::string(6 - digits.size(), '0') + digits;
    constexpr std::array<int, 8> kBody{3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < kBody.size(); ++i) {
        const char c = code[8 + i];
        sum += kBody[i] * (c <= '9' ? c - '0' : c - 'A' + 10);
    }
    code += "0X987654321"[sum % 11];
    constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    constexpr std::array<int, 17> kWeights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
        sum += kWeights[i] * static_cast<int>(kAlphabet.find(code[i]));
    }
    return code + kAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

// One row of assets/demo/units.csv with what was drawn for it.
struct Unit {
    std::string code, name, short_name, parent, division;
    const Value* profile = nullptr;
    std::map<std::string, int> authorised;  // H by quota type
    std::map<std::string, int> actual;
    std::map<std::string, int> posts;  // authorised leaders by level
};

class County {
public:
    County(const Value& profiles, const Value& names, std::uint64_t seed, Date today)
        : profiles_(profiles), dice_(seed), today_(today), people_(names, dice_, today) {}

    Result<std::map<std::string, std::string, std::less<>>> build(std::string_view units_csv) {
        for (const model::OpeningTable& table : model::opening_tables()) {
            files_[table.file] = model::csv_line(table.columns);
        }
        files_["planted.csv"] = model::csv_line({"kind", "unit_code", "id_no", "fact"});
        const model::CsvTable table = model::parse_csv(units_csv);
        if (!table.faults.empty() || table.header.size() != 7) {
            return fail("demo.data", "demo/units.csv", "is not the table it should be");
        }
        for (const auto& cells : table.rows) {
            ZJ_TRY(Unit unit, read(cells));
            fill(unit);
        }
        return std::move(files_);
    }

private:
    // ---- assets/demo ----

    Result<Unit> read(const std::vector<std::string>& cells) {
        Unit unit{cells[0], cells[1], cells[2], cells[4], cells[5], profiles_.find(cells[3]), {}, {}, {}};
        const auto ranges = ranges_of(cells[6]);
        const auto chiefs = unit.profile ? range_of(unit.profile->str_or("chief")) : std::nullopt;
        const auto deputies = unit.profile ? range_of(unit.profile->str_or("deputy")) : std::nullopt;
        if (!ranges || !chiefs || !deputies || ranges->find(unit.profile->str_or("lead")) == ranges->end()) {
            return fail("demo.data", "demo/units.csv", cells[0] + " has a bad profile or quota");
        }
        for (const auto& [type, range] : *ranges) {
            if (const int drawn = people_.between(range.low, range.high); drawn > 0) {
                unit.authorised[type] = drawn;
            }
        }
        unit.posts["chief"] = people_.between(chiefs->low, chiefs->high);
        unit.posts["deputy"] = people_.between(deputies->low, deputies->high);
        const int organs = static_cast<int>(unit.profile->items("inner").size());
        unit.posts["inner_chief"] = organs;
        unit.posts["inner_deputy"] = lead_quota(unit) >= 5 * organs ? organs : 0;
        return unit;
    }

    static int lead_quota(const Unit& unit) {
        const auto at = unit.authorised.find(std::string(unit.profile->str_or("lead")));
        return at == unit.authorised.end() ? 0 : at->second;
    }

    // ---- one unit ----

    void fill(Unit& unit) {
        for (const auto& [type, authorised] : unit.authorised) {
            unit.actual[type] = occupied(unit, type, authorised);
        }
        write_people(unit);
        write_unit(unit);
        write_quota(unit);
        write_posts(unit);
        write_plan_and_grants(unit);
    }

    int occupied(const Unit& unit, const std::string& type, int authorised) {
        if (unit.short_name == "县" + std::string(kOverQuota)) {
            return authorised + kOverBy;
        }
        if (unit.short_name == kRoomy && type == "20") {
            return authorised - 6;
        }
        return authorised < 6 ? authorised - people_.between(0, 1)
                              : authorised - people_.between(1, std::max(2, authorised / 10));
    }

    void write_unit(const Unit& unit) {
        const Value& profile = *unit.profile;
        Cells cells{{"unit_code", unit.code},        {"name", unit.name},
                    {"short_name", unit.short_name}, {"parent", unit.parent},
                    {"division", unit.division},     {"founded_on", "2019-03-15"},
                    {"founded_doc", doc(2019)},      {"state", "1"},
                    {"inner", inner_cell(unit)},     {"is_cangong", "0"}};
        for (const char* key : {"nature", "category", "system", "rank", "funding", "inst_class"}) {
            cells[key] = profile.str_or(key);
        }
        const std::string_view nature = profile.str_or("nature");
        cells["uscc"] = credit_code(nature == "5" ? "12" : nature == "3" ? "13" : "11", ++credit_codes_);
        if (profile.bool_or("managed")) {
            cells["is_cangong"] = "1";
            cells["cangong_doc"] = "鄂人社函〔2009〕57号";
        }
        row("units.csv", cells);
    }

    std::string inner_cell(const Unit& unit) {
        std::map<std::string, int, std::less<>> sharing;  // organs of a quota type
        for (const Value& organ : unit.profile->items("inner")) {
            ++sharing[std::string(organ.str_or("type"))];
        }
        std::string out;
        for (const Value& organ : unit.profile->items("inner")) {
            const std::string type(organ.str_or("type"));
            const auto at = unit.authorised.find(type);
            const int quota = at == unit.authorised.end() ? 0 : at->second / sharing[type];
            const bool deputy = unit.posts.at("inner_deputy") > 0;
            out += (out.empty() ? "" : ";") + std::string(organ.str_or("name")) + "|41|" + std::to_string(quota) +
                   "|1|" + (deputy ? "1" : "0");
        }
        return out;
    }

    void write_people(Unit& unit) {
        const std::string lead(unit.profile->str_or("lead"));
        for (const auto& [type, count] : unit.actual) {
            std::vector<Seat> seats = type == lead ? leader_seats(unit, count) : std::vector<Seat>{};
            const auto organs = organs_of(unit, type);
            for (std::size_t i = 0; seats.size() < static_cast<std::size_t>(count); ++i) {
                seats.push_back(seat(unit, type, organs[i % organs.size()], "none", staff_title(unit, type),
                                     type == "20" || type == "22" ? "999" : "150"));
            }
            for (const Seat& s : seats) {
                row("persons.csv", people_.make(s));
            }
        }
        former_people(unit);
        plant(unit);
    }

    // Leaders sit on the unit's main quota type; now and then a post is vacant.
    std::vector<Seat> leader_seats(Unit& unit, int room) {
        std::vector<Seat> seats;
        const std::string lead(unit.profile->str_or("lead"));
        const bool high = unit.profile->str_or("rank") == "31";
        const auto titled = [&](const char* list, int n) {
            const codec::Array& titles = unit.profile->items(list);
            return titles[static_cast<std::size_t>(n) % titles.size()].string();
        };
        const int chiefs = unit.posts["chief"];
        const int deputies = unit.short_name == kOverPosts ? unit.posts["deputy"] + 2
                                                           : std::max(0, unit.posts["deputy"] - people_.between(0, 1));
        for (int i = 0; i < chiefs; ++i) {
            seats.push_back(seat(unit, lead, unit.name, "chief", titled("chief_titles", i), high ? "141" : "145"));
        }
        for (int i = 0; i < deputies; ++i) {
            seats.push_back(seat(unit, lead, unit.name, "deputy", titled("deputy_titles", i), high ? "142" : "146"));
        }
        const std::string title(unit.profile->str_or("inner_title"));
        for (const std::string& organ : organs_of(unit, lead)) {
            if (people_.chance(90)) {
                seats.push_back(seat(unit, lead, organ, "inner_chief", title, "145"));
            }
            if (unit.posts["inner_deputy"] > 0 && people_.chance(60)) {
                seats.push_back(seat(unit, lead, organ, "inner_deputy", "副" + title, "146"));
            }
        }
        seats.resize(std::min(seats.size(), static_cast<std::size_t>(room)));
        return seats;
    }

    Seat seat(const Unit& unit, const std::string& type, const std::string& inner, const char* staff_class,
              const std::string& post, const char* level) const {
        std::string funding(unit.profile->str_or("funding", "1"));
        return {unit.code,   inner, type,  std::move(funding),
                staff_class, post,  level, unit.profile->bool_or("professional")};
    }

    // The inner organs that hold people of a quota type; all of them where none is kept for it.
    static std::vector<std::string> organs_of(const Unit& unit, const std::string& type) {
        std::vector<std::string> own, all;
        for (const Value& organ : unit.profile->items("inner")) {
            all.emplace_back(organ.str_or("name"));
            if (organ.str_or("type") == type) {
                own.emplace_back(organ.str_or("name"));
            }
        }
        return own.empty() ? all : own;
    }

    static std::string staff_title(const Unit& unit, const std::string& type) {
        if (type == "12" || type == "22") {
            return "工勤人员";
        }
        if (type == "11") {
            return "民警";
        }
        return type == "20" ? (unit.profile->bool_or("professional") ? "专业技术人员" : "工作人员") : "科员";
    }

    // The other rosters: a retired person, one off duty, one outside the quota.
    void former_people(const Unit& unit) {
        if (unit.authorised.begin()->second < 30) {
            return;
        }
        const std::string type = std::string(unit.profile->str_or("lead"));
        const Seat plain = seat(unit, type, organs_of(unit, type).front(), "none", staff_title(unit, type),
                                type == "20" ? "999" : "150");
        row("persons.csv", people_.make(plain, Age::retired));
        Cells off = people_.make(plain);
        off["status"] = "2";
        off["off_reason"] = people_.chance(50) ? "1" : "2";
        row("persons.csv", off);
        Cells outside = people_.make(plain);
        outside["status"] = "4";
        outside["fin_funded"] = "0";
        row("persons.csv", outside);
    }

    // ---- what is wrong on purpose ----

    void planted(const char* kind, const Unit& unit, const std::string& id_no, const std::string& fact) {
        files_["planted.csv"] += model::csv_line({kind, unit.code, id_no, fact});
    }

    void plant(Unit& unit) {
        const std::string type(unit.profile->str_or("lead"));
        const Seat plain = seat(unit, type, organs_of(unit, type).front(), "none", staff_title(unit, type),
                                type == "20" ? "999" : "150");
        if (std::find(kOverAge.begin(), kOverAge.end(), unit.short_name) != kOverAge.end()) {
            const Cells old = people_.make(plain, Age::overdue);
            ++unit.authorised[type];  // takes nobody's place
            ++unit.actual[type];
            row("persons.csv", old);
            planted("over_age", unit, old.at("id_no"), "到龄未退：出生 " + old.at("birth"));
        }
        if (unit.short_name == kLateExit) {
            const Cells gone = people_.make(plain);
            ++unit.authorised[type];
            ++unit.actual[type];
            row("persons.csv", gone);
            planted("late_exit", unit, gone.at("id_no"),
                    "辞职 " + format_date(Date{today_.days - 42}) + "，至今未报下编");
        }
        if (unit.short_name == kStaleRule) {
            planted("stale_rule", unit, "",
                    "新三定 " + doc(ymd_of(today_).year) + " 自 " + format_date(Date{today_.days - 70}) + " 起撤销" +
                        organs_of(unit, type).back() + "，内设机构未更新");
        }
    }

    // ---- ledgers, plan, grants ----

    void write_quota(const Unit& unit) {
        for (const auto& [type, authorised] : unit.authorised) {
            const bool over = unit.actual.at(type) > authorised;
            row("quota.csv", {{"unit_code", unit.code},
                              {"quota_type", type},
                              {"h", std::to_string(authorised)},
                              {"doc", doc(2019)},
                              {"over_quota", over ? "1" : ""}});
            if (over) {
                planted("over_quota", unit, "",
                        "编制类型 " + type + "：核定 " + std::to_string(authorised) + "，实有 " +
                            std::to_string(unit.actual.at(type)));
            }
        }
    }

    void write_posts(const Unit& unit) {
        for (const auto& [level, authorised] : unit.posts) {
            const bool over = unit.short_name == kOverPosts && level == "deputy";
            row("posts.csv", {{"unit_code", unit.code},
                              {"level", level},
                              {"auth", std::to_string(authorised)},
                              {"over_posts", over ? "1" : ""}});
            if (over) {
                planted("over_posts", unit, "", "副职核定 " + std::to_string(authorised) + "，超配 2 名");
            }
        }
    }

    void write_plan_and_grants(const Unit& unit) {
        int line = 0;
        for (const auto& [type, authorised] : unit.authorised) {
            const int free = authorised - unit.actual.at(type);
            if (free < 2 || type == "12" || type == "22") {
                continue;
            }
            const char* mode = type == "20" ? "03" : "01";
            const int year = ymd_of(today_).year;
            ++line;
            for (const int plan_year : {year, year + 1}) {
                row("plan.csv", {{"unit_code", unit.code},
                                 {"year", std::to_string(plan_year)},
                                 {"no", std::to_string(line)},
                                 {"quota_type", type},
                                 {"entry_mode", mode},
                                 {"count", std::to_string(std::min(free, 3))},
                                 {"reason", "补充空编，满足日常工作需要"}});
            }
            if (grants_ < kGrants && unit.short_name != kRoomy && people_.chance(20)) {
                write_grant(unit, type, mode);
            }
        }
    }

    void write_grant(const Unit& unit, const std::string& type, const char* mode) {
        ++grants_;
        // The first one ends within the month, so that a warning has something to say.
        const Date until{today_.days + (grants_ == 1 ? 20 : people_.between(40, 180))};
        const std::string year = std::to_string(ymd_of(today_).year);
        row("grants.csv", {{"unit_code", unit.code},
                           {"grant_no", "浠编核〔" + year + "〕" + std::to_string(grants_) + "号"},
                           {"quota_type", type},
                           {"entry_mode", mode},
                           {"count", "1"},
                           {"used", "0"},
                           {"valid_until", format_date(until)},
                           {"doc", doc(ymd_of(today_).year)}});
    }

    std::string doc(int year) {
        return "浠编发〔" + std::to_string(year) + "〕" + std::to_string(people_.between(1, 60)) + "号";
    }

    void row(std::string_view file, const Cells& cells) {
        for (const model::OpeningTable& table : model::opening_tables()) {
            if (table.file == file) {
                std::vector<std::string> line;
                for (const std::string& column : table.columns) {
                    const auto at = cells.find(column);
                    line.push_back(at == cells.end() ? std::string() : at->second);
                }
                files_[table.file] += model::csv_line(line);
            }
        }
    }

    const Value& profiles_;
    SeededRandom dice_;
    Date today_;
    People people_;
    std::map<std::string, std::string, std::less<>> files_;
    std::size_t grants_ = 0;
    int credit_codes_ = 0;
};

Result<> write_whole(const std::filesystem::path& path, const std::string& bytes) {
    const std::filesystem::path part = path.string() + ".part";
    std::ofstream stream(part, std::ios::binary | std::ios::trunc);
    stream << bytes;
    stream.close();
    std::error_code error;
    if (stream) {
        std::filesystem::rename(part, path, error);
    }
    if (!stream || error) {
        return fail("file.write", path.string(), error ? error.message() : "cannot be written");
    }
    return {};
}

}  // namespace

Result<std::map<std::string, std::string, std::less<>>> demonstration(std::uint64_t seed, Date today) {
    ZJ_TRY(const Value profiles, asset("demo/profiles.json"));
    ZJ_TRY(const Value names, asset("demo/names.json"));
    for (const char* list : {"surnames", "male", "female", "schools", "majors", "places"}) {
        const codec::Array& items = names.items(list);
        if (items.empty() || !std::all_of(items.begin(), items.end(), [](const Value& v) { return v.is_string(); })) {
            return fail("demo.data", "demo/names.json", std::string(list) + " is no list of texts");
        }
    }
    const auto units = assets::find("demo/units.csv");
    if (!units) {
        return fail("demo.data", "demo/units.csv", "is not among the assets");
    }
    return County(profiles, names, seed, today).build(*units);
}

Result<> write_opening(const std::string& folder, std::uint64_t seed, Date today) {
    ZJ_TRY(const auto files, demonstration(seed, today));
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return fail("file.write", folder, error.message());
    }
    for (const auto& [name, bytes] : files) {
        ZJ_CHECK(write_whole(std::filesystem::path(folder) / name, bytes));
    }
    return {};
}

}  // namespace zj::demo
