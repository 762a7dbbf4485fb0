// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/handling.hpp"

#include "shared/model/named_key.hpp"
#include "shared/oversight/warnings.hpp"

namespace zj::demo {

namespace {

using codec::Object;
using codec::Value;

constexpr int kClosed = 5;  // notices of retirement: some, so that others are still new

}  // namespace

void Handling::schedule(Date day) {
    life_.on_day(day, [this] { look_through(); });
}

void Handling::look_through() {
    oversight::Index index(county_);
    const auto read = life_.world.county().each_record("", [&](const log::Record& record) {
        index.put(record);
        return true;
    });
    if (!read) {
        return life_.world.fault("warnings: " + to_string(read.error()));
    }
    oversight::Warnings warnings;
    warnings.recompute(index, life_.world.catalogue(), life_.world.today());
    int closed = 0;
    for (const auto& [id, finding] : warnings.findings()) {
        if (finding.rule == "W02") {
            rectify(id);
        } else if (finding.rule == "W04" && finding.level == oversight::Level::notice && closed < kClosed) {
            ++closed;
            close(id, finding.digest());
        }
    }
}

void Handling::act(std::string_view who, const std::string& warning, Value step) {
    Value all = life_.world.intent("warning.act", {model::named_key("warning", warning)}).set("warning", warning);
    for (const auto& [member, value] : step.object()) {
        all.set(member, value);
    }
    const std::string what = "warnings: " + std::string(step.str_or("act"));
    life_.done[what] += life_.world.act(who, {std::move(all)}) ? 1 : 0;
}

void Handling::rectify(const std::string& warning) {
    act("inspector/1", warning, Object{{"act", "verify"}, {"reason", "查阅职数账属实"}});
    life_.in_days(1, [this, warning] {
        act("inspector/1", warning,
            Object{{"act", "assign"},
                   {"reason", "请督促单位消化超配职数"},
                   {"owner", "ob_section"},
                   {"due", day_text(add_months(life_.world.today(), 2))}});
        life_.in_days(1, [this, warning] {
            act("ob_section/1", warning, Object{{"act", "rectify"}, {"reason", "已责成单位限期消化"}});
        });
    });
}

void Handling::close(const std::string& warning, const std::string& digest) {
    act("inspector/1", warning, Object{{"act", "verify"}, {"reason", ""}});
    life_.in_days(1, [this, warning, digest] {
        act("ob_section/1", warning,
            Object{{"act", "close"}, {"reason", "已通知单位按期办理退休"}, {"digest", digest}});
    });
}

}  // namespace zj::demo
