// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/people.hpp"

#include <algorithm>
#include <array>

#include "shared/model/checks.hpp"

namespace zj::demo {

namespace {

constexpr std::string_view kDivision = "429099";  // never assigned (domain.md 11)
constexpr int kSequenceMin = 100;                 // lower ones belong to stories and tests

bool civil_service(std::string_view quota_type) {
    return quota_type == "10" || quota_type == "11" || quota_type == "21";
}

bool support_staff(std::string_view quota_type) {
    return quota_type == "12" || quota_type == "22";
}

model::RetireCategory category_of(const Seat& seat, bool male) {
    return male                             ? model::RetireCategory::male60
           : support_staff(seat.quota_type) ? model::RetireCategory::female50
                                            : model::RetireCategory::female55;
}

// Check digit of GB 11643-1999.
char check_digit(std::string_view first17) {
    constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
        sum += (first17[i] - '0') * kWeights[i];
    }
    return "10X98765432"[sum % 11];
}

std::string padded(int number, std::size_t width) {
    std::string text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

struct Education {
    const char *edu, *degree;
    int graduates_at;
};
constexpr Education kMaster{"14", "3", 26}, kBachelor{"21", "4", 23}, kCollege{"31", "9", 22}, kSchool{"61", "9", 19};

}  // namespace

const std::string& People::one_of(std::string_view list) {
    const codec::Array& items = names_.items(list);
    return items[dice_.below(items.size())].string();
}

Date People::birth_for(const Seat& seat, bool male, Age age) {
    const model::RetireCategory category = category_of(seat, male);
    if (age == Age::working) {
        const int oldest = support_staff(seat.quota_type) && !male ? 50 : male ? 61 : 56;
        while (true) {
            const Date birth{add_months(today_, -12 * between(24, oldest)).days - between(0, 364)};
            if (model::retire_month(category, birth) > add_months(today_, 1)) {
                return birth;
            }
        }
    }
    // Retirement this many months ago; the month of birth is the last one that gives it.
    const Date due = add_months(today_, age == Age::overdue ? -between(3, 6) : -between(12, 60));
    Date birth = add_months(today_, -12 * 70);
    while (model::retire_month(category, add_months(birth, 1)) <= due) {
        birth = add_months(birth, 1);
    }
    return birth;
}

std::string People::id_number(Date birth, bool male) {
    const Ymd born = ymd_of(birth);
    const std::string head =
        std::string(kDivision) + padded(born.year, 4) + padded(born.month, 2) + padded(born.day, 2);
    while (true) {
        const int pair = between(kSequenceMin / 2, 499);
        const std::string first17 = head + padded(2 * pair + (male ? 1 : 0), 3);
        std::string number = first17 + check_digit(first17);
        if (numbers_.insert(number).second) {
            return number;
        }
    }
}

// Education, first day of work, entry into the unit and onto its quota: each not before the one before it.
void People::career(Cells& cells, const Seat& seat, Date birth) {
    const bool official = civil_service(seat.quota_type) || seat.professional || seat.staff_class != "none";
    Education level = support_staff(seat.quota_type) ? (chance(40) ? kCollege : kSchool)
                      : official                     ? (chance(20) ? kMaster : kBachelor)
                      : chance(60)                   ? kBachelor
                                                     : kCollege;
    const Ymd born = ymd_of(birth);
    Date graduated = date_from({born.year + level.graduates_at, 6, 30});
    if (graduated >= add_months(today_, -5)) {
        level = kBachelor;  // too young for more
        graduated = date_from({born.year + level.graduates_at, 6, 30});
    }
    const Date work{std::min(graduated.days + 62, today_.days - 90)};  // the first of September
    const int span = std::max(1, today_.days - 60 - work.days);
    const Date quota{work.days + between(0, span / 2)};
    const Date entered{quota.days + between(0, (today_.days - 45 - quota.days) / 2)};
    cells["edu"] = level.edu;
    cells["degree"] = level.degree;
    if (std::string_view(level.edu) != kSchool.edu) {
        cells["school"] = one_of("schools");
        cells["major"] = one_of("majors");
    }
    cells["grad_on"] = format_date(std::min(graduated, work));
    cells["work_since"] = format_date(work);
    cells["quota_since"] = format_date(quota);
    cells["quota_doc"] =
        "浠编办函〔" + std::to_string(ymd_of(quota).year) + "〕" + std::to_string(between(1, 180)) + "号";
    cells["entered_on"] = format_date(entered);
    const bool by_examination = chance(70);
    if (civil_service(seat.quota_type)) {
        cells["entry_mode"] = by_examination ? "01" : "05";
        cells["entry_from"] = by_examination ? "公务员招录" : "县内调任";
    } else if (support_staff(seat.quota_type)) {
        cells["entry_mode"] = "10";
        cells["entry_from"] = "退役士兵安置";
    } else {
        cells["entry_mode"] = by_examination ? "03" : "07";
        cells["entry_from"] = by_examination ? "公开招聘" : "县内调入";
    }
    post(cells, seat, entered);
}

void People::post(Cells& cells, const Seat& seat, Date entered) {
    const bool leader = seat.staff_class != "none";
    cells["inner"] = seat.inner;
    cells["staff_class"] = seat.staff_class;
    cells["post_name"] = seat.post_name;
    cells["post_since"] = format_date(Date{entered.days + between(0, std::max(0, today_.days - 30 - entered.days))});
    cells["leader_level"] = seat.leader_level;
    cells["above_rank"] = "0";
    cells["cs_registered"] = civil_service(seat.quota_type) ? "1" : "0";
    if (civil_service(seat.quota_type) && !leader) {
        static const std::array<const char*, 5> kRanks{"23", "24", "24", "31", "32"};
        cells["rank_level"] = kRanks[static_cast<std::size_t>(between(0, 4))];
    }
    if (seat.quota_type == "22") {
        cells["post_kind"] = "3";
        cells["post_grade"] = "30" + std::to_string(between(3, 5));
    } else if (seat.quota_type == "20" && !leader && chance(seat.professional ? 90 : 35)) {
        const int grade = between(7, 13);
        cells["post_kind"] = "2";
        cells["post_grade"] = "2" + padded(grade, 2);
        cells["title"] = grade <= 7 ? "副高级" : grade <= 10 ? "中级" : "初级";
    } else if (seat.quota_type == "20") {
        cells["post_kind"] = "1";
        cells["post_grade"] = leader ? "108" : chance(70) ? "109" : "110";
    }
}

Cells People::make(const Seat& seat, Age age) {
    const bool male = chance(support_staff(seat.quota_type) ? 80 : seat.professional ? 40 : 60);
    const Date birth = birth_for(seat, male, age);
    Cells cells;
    cells["unit_code"] = seat.unit;
    cells["name"] = one_of("surnames") + one_of(male ? "male" : "female") + one_of(male ? "male" : "female");
    cells["id_no"] = id_number(birth, male);
    cells["sex"] = male ? "1" : "2";
    cells["birth"] = format_date(birth);
    cells["ethnic"] = chance(97) ? "01" : "15";
    cells["native_place"] = one_of("places");
    cells["politics"] = seat.staff_class != "none" || chance(45) ? "01" : "13";
    cells["quota_type"] = seat.quota_type;
    cells["funding"] = seat.funding;
    cells["status"] = age == Age::retired ? "3" : "1";
    cells["fin_funded"] = age == Age::retired ? "0" : "1";
    career(cells, seat, birth);
    return cells;
}

}  // namespace zj::demo
