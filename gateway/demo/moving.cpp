// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/moving.hpp"

namespace zj::demo {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr int kOneInAmended = 40;

bool anybody(const Value&) {
    return true;
}

}  // namespace

bool Moving::change(const std::string& person, Value change, bool proof) {
    const Value row = life_.world.get(person);
    const std::string field(change.str_or("field"));
    if (const Value* old = row.find(field)) {
        if (*old == *change.find("new")) {
            return false;
        }
        change.set("old", *old);
    }
    Value fields = Object{{"person", person},
                          {"reason", life_.chance(85) ? "new" : "fix"},
                          {"event_on", day_text(Date{life_.world.today().days - life_.between(0, 8)})},
                          {"changes", Array{std::move(change)}}};
    if (proof) {
        fields.set("proof_doc", life_.document("浠人社函"));
    }
    Request request{std::string(row.str_or("unit")), "MOD", fields, {person}};
    request.fate = cases_.some_fate(true);
    request.busy = {person};
    if (++life_.done["data changes"] % kOneInAmended == 0) {  // what is new is told as a correction, and the other way
        request.amended = Object{{"reason", fields.str_or("reason") == "new" ? "fix" : "new"}};
    }
    cases_.submit(std::move(request));
    return true;
}

bool Moving::data_change() {
    const std::string person = life_.someone({}, anybody);
    if (person.empty()) {
        return false;
    }
    const auto named = [&](const char* list) {
        const Array& items = life_.names.items(list);
        return items[life_.dice.below(items.size())].string();
    };
    const auto to = [](const char* field, std::string value) {
        return Value(Object{{"field", field}, {"new", std::move(value)}});
    };
    const Value row = life_.world.get(person);
    const bool specialist = row.str_or("post_kind") == "2";
    switch (life_.between(0, 9)) {
        case 0:
        case 1:
            return change(person, to("school", named("schools")), false);
        case 2:
            return change(person, to("major", named("majors")), false);
        case 3:
            return change(person, to("native_place", named("places")), false);
        case 4:
            return change(person, to("politics", "01"), false);
        case 5:
            return change(person, to("edu", "21"), true);
        case 6:
            return row.str_or("title") == "初级" && change(person, to("title", "中级"), true);
        case 7:
            return specialist && change(person, to("post_grade", "21" + std::to_string(life_.between(0, 2))), false);
        case 8:
            return row.str_or("rank_level") != "" && change(person, to("rank_level", "23"), true);
        default:
            return change(person, to("degree", "4"), false);
    }
}

bool Moving::other_organ() {
    const std::string person = life_.someone({}, [](const Value& p) { return p.str_or("staff_class") == "none"; });
    if (person.empty()) {
        return false;
    }
    const Value row = life_.world.get(person);
    const std::string unit(row.str_or("unit"));
    const Value record = life_.world.get("unit/" + unit);
    const Array& organs = record.items("inner");
    if (organs.size() < 2 || !life_.free("organs/" + unit)) {
        return false;
    }
    const std::string to(organs[life_.dice.below(organs.size())].str_or("name"));
    if (to == row.str_or("inner")) {
        return false;
    }
    cases_.submit({.unit = unit,
                   .matter = "MOVE",
                   .fields = Object{{"kind", "inner"},
                                    {"person", person},
                                    {"to_inner", to},
                                    {"move_doc", life_.document("浠人社函")},
                                    {"effective_on", day_text(life_.world.today())}},
                   .named = {person},
                   .fate = cases_.some_fate(true),
                   .busy = {person}});
    return true;
}

bool Moving::appointment() {
    const std::string person = life_.someone({}, [&](const Value& p) {
        return p.str_or("staff_class") == "none" && p.str_or("quota_type") != "12" && p.str_or("quota_type") != "22" &&
               p.str_or("retire_on") > day_text(add_months(life_.world.today(), 36));
    });
    if (person.empty()) {
        return false;
    }
    const Value row = life_.world.get(person);
    const std::string unit(row.str_or("unit")), line = "posts/" + unit + "/inner_deputy";
    if (!life_.free(line) || !life_.free("organs/" + unit) || life_.post_room(unit, "inner_deputy") < 1) {
        return false;
    }
    Value fields = Object{{"kind", "post"},
                          {"person", person},
                          {"to_inner", row.str_or("inner")},
                          {"to_staff_class", "inner_deputy"},
                          {"to_post_name", "副主任"},
                          {"to_leader_level", "146"},
                          {"move_doc", life_.document("浠组干")},
                          {"effective_on", day_text(life_.world.today())}};
    cases_.submit({.unit = unit,
                   .matter = "MOVE",
                   .fields = fields,
                   .named = {person},
                   .fate = cases_.some_fate(true),
                   .busy = {person, line},
                   .approved = [this, person](const std::string&) {
                       if (appointed) {
                           appointed(person);
                       }
                   }});
    return true;
}

bool Moving::other_quota() {
    const std::string person = life_.someone({}, [](const Value& p) {
        return p.str_or("quota_type") == "22" && p.str_or("staff_class") == "none" && p.str_or("sex") == "1";
    });
    if (person.empty()) {
        return false;
    }
    const Value row = life_.world.get(person);
    const std::string unit(row.str_or("unit")), line = "room/" + unit + "/20";
    if (!life_.free(line) || life_.room(unit, "20") < 1) {
        return false;
    }
    Value fields = Object{{"kind", "quota"},
                          {"person", person},
                          {"to_inner", row.str_or("inner")},
                          {"to_quota_type", "20"},
                          {"to_funding", row.str_or("funding")},
                          {"to_post_kind", "1"},
                          {"to_post_grade", "110"},
                          {"move_doc", life_.document("浠编办函")},
                          {"effective_on", day_text(life_.world.today())}};
    cases_.submit({.unit = unit,
                   .matter = "MOVE",
                   .fields = fields,
                   .named = {person},
                   .fate = cases_.some_fate(false),
                   .busy = {person, line}});
    return true;
}

int Moving::with_organ(const std::string& giving, const std::string& receiving, const std::string& ruling, int people) {
    std::vector<Request> batch;
    const std::string inner(life_.world.get("unit/" + receiving).items("inner").front().str_or("name"));
    for (int i = 0; i < people; ++i) {
        const std::string person = life_.someone(
            giving, [](const Value& p) { return p.str_or("quota_type") == "20" && p.str_or("staff_class") == "none"; });
        if (person.empty()) {
            continue;
        }
        life_.busy.insert(person);
        const Value row = life_.world.get(person);
        Request request{receiving, "MOVE",
                        Object{{"kind", "reform"},
                               {"giving_unit", "unit/" + giving},
                               {"person_name", row.str_or("name")},
                               {"person_id_no", row.str_or("id_no")},
                               {"to_inner", inner},
                               {"to_quota_type", "20"},
                               {"to_funding", "1"},
                               {"to_post_kind", "1"},
                               {"to_post_grade", "109"},
                               {"to_staff_class", "none"},
                               {"to_post_name", "工作人员"},
                               {"to_leader_level", "999"},
                               {"batch_id", ruling},
                               {"move_doc", ruling},
                               {"effective_on", day_text(life_.world.today())}}};
        request.busy = {person};
        request.approved = [this, receiving](const std::string& key) {
            life_.on_register(receiving, std::string(life_.world.get(key).str_or("person")));
            life_.settle_exit(key, month_text(add_months(life_.world.today(), 1)));
        };
        batch.push_back(std::move(request));
    }
    const auto moved = static_cast<int>(batch.size());
    if (moved > 0) {
        cases_.submit_all(std::move(batch));
    }
    return moved;
}

}  // namespace zj::demo
