// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/case_steps.hpp"

#include <algorithm>

#include "shared/model/layers.hpp"
#include "terminal/work/cases.hpp"

namespace zj::work {

namespace {

std::optional<Time> time_in(const codec::Value& value, const char* member) {
    const auto time = parse_time(value.str_or(member));
    return time ? std::optional(*time) : std::nullopt;
}

class ProgressLine {
public:
    ProgressLine(vault::Vault& vault, const RowMaker& rows, const Case& on, const vault::CaseEntry& entry)
        : vault_(vault), rows_(rows), value_(on.value), entry_(entry), matter_(rows.catalogue().matter(entry.matter)) {}

    std::vector<Step> make(const std::vector<vault::Sent>& own) {
        at_the_unit();
        layers();
        close();
        decided_here(own);
        return std::move(out_);
    }

private:
    Step& add(const char* step, Step::State state) {
        Step one;
        one.step = step;
        one.state = state;
        return out_.emplace_back(std::move(one));
    }

    std::string name_of(std::string_view person) {
        const auto identity = identity_of(vault_, person);
        return identity ? std::string(identity->str_or("name")) : std::string();
    }

    void at_the_unit() {
        const std::string_view state = entry_.state;
        Step& made = add("signed", Step::State::done);
        made.role = "unit_clerk";
        made.name = value_.str_or("clerk_name");
        made.name = made.name.empty() ? name_of(value_.str_or("clerk")) : made.name;
        made.at = time_in(value_, entry_.local ? "written_at" : "signed_at");
        made.own = entry_.seq > 0;
        made.sent_only = entry_.local;
        if (state == "signed") {
            Step& head = add("confirmed", Step::State::current);
            head.role = matter_ == nullptr ? "unit_head" : matter_->confirm_role;
            who_has_it(head, entry_.unit);
            add("received", Step::State::ahead);
            return;
        }
        if (!entry_.received_at) {
            return;  // ended before anybody signed it off
        }
        Step& head = add("confirmed", Step::State::done);
        head.role = matter_ == nullptr ? "unit_head" : matter_->confirm_role;
        head.name = value_.str_or("head_name");
        head.at = entry_.received_at;
        add("received", Step::State::done).at = entry_.received_at;
    }

    void who_has_it(Step& step, std::string_view unit) {
        const codec::Array persons = persons_with(vault_, step.role, unit);
        if (!persons.empty()) {
            step.name = persons[0].str_or("name");
            step.phone = persons[0].str_or("phone");
        }
    }

    // What was decided in the order in which it was, and the layers that are left.
    void layers() {
        const codec::Array& decided = value_.items("steps");
        for (std::size_t i = 0; i < decided.size(); ++i) {
            decision(decided[i], i + 1 == decided.size());
        }
        if (matter_ == nullptr || vault::closed_state(entry_.state)) {
            return;
        }
        static const codec::Value kNone;
        const codec::Value* fields = value_.find("fields");
        for (const model::Layer* layer : matter_->layers_for(fields == nullptr ? kNone : *fields)) {
            if (!model::layer_passed(value_, layer->step)) {
                open_layer(*layer);
            }
        }
    }

    void decision(const codec::Value& step, bool last) {
        const std::string_view act = step.str_or("act");
        // A pause that goes on is told by the layer itself.
        if (act == "pause" && last && entry_.state == "paused") {
            return;
        }
        Step& out =
            add("", act == "return" && last && entry_.state == "returned" ? Step::State::returned : Step::State::done);
        out.step = step.str_or("step");
        out.act = act;
        out.role = step.str_or("role");
        out.name = step.str_or("name");
        out.reason = step.str_or("reason");
        out.at = time_in(step, "at");
        out.own = step.str_or("person") == vault_.person().person;
        const model::Layer* layer = layer_of(out.step);
        out.limit_half_days = layer == nullptr ? 0 : layer->limit_half_days;
    }

    const model::Layer* layer_of(std::string_view step) const {
        if (matter_ == nullptr) {
            return nullptr;
        }
        const auto at = std::find_if(matter_->layers.begin(), matter_->layers.end(),
                                     [&](const model::Layer& layer) { return layer.step == step; });
        return at == matter_->layers.end() ? nullptr : &*at;
    }

    void open_layer(const model::Layer& layer) {
        const std::string_view state = entry_.state;
        const bool here = layer.step == entry_.step;
        const bool in_hand = state == "received" || state == "in_review";
        Step& out = add("", here && in_hand             ? Step::State::current
                            : here && state == "paused" ? Step::State::paused
                                                        : Step::State::ahead);
        out.step = layer.step;
        out.role = layer.role;
        out.limit_half_days = layer.limit_half_days;
        if (out.state == Step::State::ahead) {
            return;
        }
        who_has_it(out, {});
        out.limit = since_it_came();
        out.limit.limit = layer.limit_half_days;
        if (state == "paused") {
            out.reason = last_reason(value_, "pause");
        }
    }

    // Half days in the hands of the layer that has it: since the last thing that put it there.
    TimeLimit since_it_came() const {
        std::optional<Time> from = entry_.received_at;
        from = std::max(from, time_in(value_, "answered_at"));
        for (const codec::Value& step : value_.items("steps")) {
            from = step.str_or("act") == "pass" ? std::max(from, time_in(step, "at")) : from;
        }
        TimeLimit out;
        out.paused = entry_.state == "paused";
        if (!from) {
            return out;
        }
        out.running = true;
        out.used = working_half_days(rows_.catalogue(), *from, rows_.now());
        for (const auto& [begun, until] : entry_.pauses) {
            if (begun >= *from) {
                out.used -= working_half_days(rows_.catalogue(), begun, until.value_or(rows_.now()));
            }
        }
        return out;
    }

    void close() {
        const bool closed = vault::closed_state(entry_.state);
        Step& end = add("closed", closed ? Step::State::done : Step::State::ahead);
        end.at = entry_.closed_at;
        end.act = closed ? entry_.state : std::string();
    }

    // Decisions of this device that have not come back: on the step that they are about, before what is ahead.
    void decided_here(const std::vector<vault::Sent>& own) {
        for (const vault::Sent& sent : own) {
            for (const codec::Value& intent : sent.intents) {
                const std::string_view act = intent.str_or("do");
                if (sent.in_feed || sent.state == "refused" || (act != "case.decide" && act != "confirm")) {
                    continue;
                }
                const auto at = std::find_if(out_.begin(), out_.end(), [](const Step& step) {
                    return step.state == Step::State::current || step.state == Step::State::paused;
                });
                if (at != out_.end()) {
                    at->act = intent.str_or("act");
                    at->reason = intent.str_or("reason");
                    at->name = name_of(sent.person);
                    at->at = sent.signed_at;
                    at->own = true;
                    at->sent_only = !sent.receipt;
                }
            }
        }
    }

    vault::Vault& vault_;
    const RowMaker& rows_;
    const codec::Value& value_;
    const vault::CaseEntry& entry_;
    const model::Matter* matter_;
    std::vector<Step> out_;
};

}  // namespace

std::vector<Step> steps_of_case(vault::Vault& vault, const RowMaker& rows, const Case& on,
                                const vault::CaseEntry& entry, const std::vector<vault::Sent>& own) {
    return ProgressLine(vault, rows, on, entry).make(own);
}

}  // namespace zj::work
