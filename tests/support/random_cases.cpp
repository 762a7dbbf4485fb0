// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_cases.hpp"

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/support/random_terminals.hpp"

namespace zj::test {

using codec::Array;
using codec::Object;
using codec::Value;

namespace {

constexpr const char* kCounty = "421125";
constexpr int kFirstNewPerson = 1000;  // id_number(): the opening books use lower ones

class Life {
public:
    Life(const RandomOptions& options, model::Registers* registers, RandomHistory& out)
        : options_(options), out_(out), random_(options.seed * 7919 + 1) {
        out_.county = std::make_unique<County>(options.seed, registers, options.freeze ? "freeze_enabled" : "");
        counting_ = std::make_unique<Counting>(out_.county->registers());
        found();
    }

    void run() {
        // The last cases are given time to come to an end.
        std::size_t after = 0;
        while (out_.faults.empty() && after < 600) {
            after += out_.submitted >= options_.cases ? 1 : 0;
            pass_time();
            one_turn();
        }
        for (Terminal& terminal : units_) {
            sync(terminal, true);
        }
    }

private:
    // --- the county before it begins

    void found() {
        County& county = *out_.county;
        for (std::size_t i = 0; i < options_.units; ++i) {
            const std::string unit = unit_code(i);
            const Value books = books_of_unit(i);
            ZJ_ASSERT(county.open_unit(books).verdict == log::Verdict::applied);
            for (const char* end : {"a", "b"}) {
                const std::string tail = unit + end;
                county.hire("clerk-" + tail, {"unit_clerk"}, unit);
                county.hire("head-" + tail, {"unit_head"}, unit, "clerk-" + tail);
                units_.push_back({unit, {"clerk-" + tail, "head-" + tail}, {}, {}, {}, {}});
            }
        }
        county.hire("ob-clerk-2", {"ob_clerk"}, "");
        county.hire("ob-deputy", {"ob_deputy"}, "");
        county.hire("ob-head", {"ob_head"}, "");
        county.hire("hr", {"hr"}, "");
        county.hire("org", {"org"}, "");
        for (const char* alias : {"ob-clerk", "ob-clerk-2", "ob-section", "ob-deputy", "ob-head"}) {
            office_.push_back({{}, {alias}, {}, {}, {}, {}});
        }
        for (const char* alias : {"hr", "org"}) {
            departments_.push_back({{}, {alias}, {}, {}, {}, {}});
        }
        keep_founding();
    }

    // What the fixture did becomes the first steps, so that a replay starts from nothing.
    void keep_founding() {
        for (const Kept& kept : out_.county->entries()) {
            RandomStep step;
            step.kind = kept.sealed.entry.kind;
            step.at = kept.sealed.entry.received_at;
            step.change_set = kept.change_set;
            if (kept.change_set) {
                step.checked = model::check(*kept.change_set, *out_.county);
            }
            note(step, kept.judgement);
            out_.steps.push_back(std::move(step));
        }
        out_.founded = out_.steps.size();
        now_ = out_.county->now();
    }

    void note(RandomStep& step, const model::Judgement& judged) {
        step.verdict = judged.verdict;
        step.code = judged.code;
        crypto::Sha256 sum;
        for (const model::RecordPtr& record : judged.effects) {
            sum.update(as_bytes(log::write_record(*record)));
            shelves_.take(record);
        }
        step.effects = sum.finish();
        const std::string place = "entry " + std::to_string(out_.steps.size()) + ": ";
        for (const std::string& fault : invariants_.after(judged.effects)) {
            out_.faults.push_back(place + fault);
        }
    }

    // --- time and delivery

    void pass_time() { now_ = now_ + static_cast<std::int64_t>(1 + random_.below(100)) * 60 * kSecondMs; }

    void tick_until(Time until) {
        while (next_tick_boundary(last_) <= until) {
            last_ = next_tick_boundary(last_);
            do {
                tick();
            } while (judge_.tick_again(*counting_, last_));
        }
    }

    void tick() {
        RandomStep step;
        step.kind = log::EntryKind::tick;
        step.at = last_;
        counting_->accesses = 0;
        const model::Judgement judged = judge_.tick(*counting_, last_);
        step.accesses = counting_->accesses;
        note(step, judged);
        out_.steps.push_back(std::move(step));
    }

    void deliver(Queued queued) {
        if (last_ == Time{}) {
            last_ = out_.county->now();
        }
        tick_until(now_);
        last_ = now_;
        ZJ_ASSERT(model::at_door(queued.checked, *counting_).kind == model::DoorAnswer::append);
        counting_->accesses = 0;
        const model::Judgement judged = judge_.change(*counting_, queued.checked, now_);
        RandomStep step;
        step.at = now_;
        step.accesses = counting_->accesses;
        step.change_set = std::move(queued.change_set);
        step.checked = std::move(queued.checked);
        note(step, judged);
        ++out_.verdicts[std::string(log::to_text(judged.verdict)) + (judged.code.empty() ? "" : " " + judged.code) +
                        " " + queued.what];
        out_.steps.push_back(std::move(step));
        while (judge_.tick_again(*counting_, last_)) {
            tick();
        }
    }

    // Sends what waits, all of it or not, and sees the county again once nothing waits any more.
    void sync(Terminal& terminal, bool whole) {
        std::size_t n = whole || random_.below(100) < 85 ? terminal.outbox.size() : terminal.outbox.size() / 2;
        for (; n > 0 && out_.faults.empty(); --n) {
            Queued next = std::move(terminal.outbox.front());
            terminal.outbox.pop_front();
            deliver(std::move(next));
        }
        if (terminal.outbox.empty()) {
            terminal.own.clear();
            terminal.view = !terminal.unit.empty()                  ? shelves_.scopes["unit/" + terminal.unit]
                            : terminal.people[0].starts_with("ob-") ? shelves_.open_cases
                                                                    : shelves_.grants;
        }
    }

    // --- signing

    Value base_of(Terminal& terminal, const std::vector<std::string>& keys) {
        log::Bases bases;
        for (const std::string& key : keys) {
            const auto seen = terminal.view.find(key);
            bases[key].version = seen == terminal.view.end() ? 0 : seen->second->version;
            bases[key].own = terminal.own[key];
        }
        return log::to_value(bases);
    }

    // Into the outbox. The records that it writes are the author's own from now on.
    const Queued& sign(Terminal& terminal, const std::string& alias, Value intent,
                       const std::vector<std::string>& named, std::vector<std::string> written) {
        intent.set("base", base_of(terminal, named));
        Person& person = out_.county->person(alias);
        Device& device = out_.county->device_of(alias);
        log::Header header;
        header.county = kCounty;
        header.device = device.id;
        header.person = person.id;
        header.key = person.key.verify_key().id();
        header.seq = ++device.seq;
        header.prev = device.last;
        header.written_at = now_;
        header.seen.size = device.seen_size;
        header.seen.root = log::empty_root();
        header.catalogue = out_.county->statement().catalogue;
        const log::Signers signers = options_.sign ? log::Signers{&device.sign, &person.key, nullptr} : log::Signers{};
        Queued queued;
        queued.what = std::string(intent.str_or("do"));
        queued.change_set = log::make_change_set(header, {intent}, signers, random_);
        queued.checked.header = *log::parse_header(queued.change_set.envelope.payload);
        queued.checked.id = queued.change_set.id();
        queued.checked.header_ok = queued.checked.device_signed = queued.checked.person_signed = true;
        queued.checked.commitments = queued.checked.header.intents;
        queued.checked.intents = {std::move(intent)};
        device.last = queued.checked.id;
        for (const std::string& key : written) {
            terminal.own[key].push_back(header.seq);
        }
        terminal.outbox.push_back(std::move(queued));
        return terminal.outbox.back();
    }

    static Value intent(std::string_view name) { return Object{{"do", name}}; }

    // --- who does what

    void one_turn() {
        const std::uint64_t turn = random_.below(100);
        if (turn < 38) {
            Terminal& terminal = pick(units_);
            act_at_unit(terminal);
            if (random_.below(100) < 55) {
                sync(terminal, false);
            }
        } else if (turn < 94) {
            Terminal& terminal = pick(office_);
            for (int i = 0; i < 4; ++i) {
                act_at_office(terminal);
            }
            if (random_.below(100) < 75) {
                sync(terminal, false);
            }
        } else {
            Terminal& terminal = pick(departments_);
            close_stages(terminal);
            sync(terminal, false);
        }
    }

    void act_at_unit(Terminal& terminal) {
        if (terminal.view.empty()) {
            sync(terminal, true);
        }
        const std::uint64_t what = random_.below(100);
        if (what < 48) {
            if (out_.submitted < options_.cases) {
                submit(terminal);
            }
            if (random_.below(100) < 80) {
                confirm(terminal);
            }
        } else if (what < 66) {
            confirm(terminal);
            confirm_clear(terminal);
        } else if (what < 79) {
            amend(terminal);
        } else if (what < 88) {
            answer(terminal);
        } else if (what < 94) {
            withdraw(terminal);
        } else {
            message(terminal);
        }
    }

    template <class T>
    T& pick(std::vector<T>& list) {
        return list[random_.below(list.size())];
    }

    std::vector<model::RecordPtr> seen(const Terminal& terminal, std::string_view kind) const {
        std::vector<model::RecordPtr> out;
        for (auto at = terminal.view.lower_bound(std::string(kind));
             at != terminal.view.end() && at->first.starts_with(kind); ++at) {
            out.push_back(at->second);
        }
        return out;
    }

    // --- submissions

    void submit(Terminal& terminal) {
        const std::uint64_t what = random_.below(100);
        if (what < 34 && submit_entry(terminal)) {
            return;
        }
        if (what < 62) {
            return submit_use(terminal);
        }
        submit_about_person(terminal, what < 86);
    }

    void submit_form(Terminal& terminal, std::string_view matter, Value fields, std::vector<std::string> named) {
        named.push_back("unit/" + terminal.unit);
        ++out_.submitted;
        const model::Matter& form = *out_.county->catalogue().matter(matter);
        Array materials = materials_for(form, fields, std::to_string(out_.submitted));
        const Queued& queued = sign(terminal, terminal.people[0],
                                    intent("case.submit")
                                        .set("matter", matter)
                                        .set("unit", terminal.unit)
                                        .set("fields", std::move(fields))
                                        .set("materials", std::move(materials))
                                        .set("note", "")
                                        .set("urgent", random_.below(20) == 0),
                                    named, {});
        const log::Header& header = queued.checked.header;
        Unsigned draft;
        draft.key = log::record_key("case", kCounty, header.device, header.seq, 0);
        draft.pending = log::record_key("pending", kCounty, header.device, header.seq, 0);
        draft.of = codec::base64(queued.checked.id);
        draft.commitment = codec::base64(header.intents[0]);
        terminal.own[draft.key].push_back(header.seq);
        terminal.own[draft.pending].push_back(header.seq);
        terminal.drafts.push_back(std::move(draft));
    }

    void submit_use(Terminal& terminal) {
        Value fields = use_fields(terminal.unit, "缺员" + std::to_string(out_.submitted));
        fields.set("count", random_.below(40) == 0 ? 12 : random_.below(5) == 0 ? 2 : 1);
        const std::uint64_t kind = random_.below(10);
        const std::string year = std::to_string(ymd_of(date_of(now_)).year);
        fields.set("plan_line", "plan/" + (kind == 0 ? std::string("421125101") : terminal.unit) + "/" + year +
                                    (kind < 2 ? "-2" : "-1"));
        if (kind == 2) {
            fields.set("staff_class", "deputy").set("leader_level", "142");
        } else if (kind == 3) {  // a named person; the same few are wanted by several units
            const int n = wanted_person();
            fields.set("count", 1).set("person_name", name_of(n)).set("person_id_no", id_number(n));
        }
        submit_form(terminal, "USE", std::move(fields), {});
    }

    static std::string name_of(int n) { return "新" + std::to_string(n); }

    // Somebody whom stage 2 lists, under a grant that the terminal has seen; now and then under no such list.
    bool submit_entry(Terminal& terminal) {
        std::vector<model::RecordPtr> grants = seen(terminal, "grant/");
        if (grants.empty()) {
            return false;
        }
        const model::RecordPtr grant = pick(grants);
        const auto stage = terminal.view.find("stage/" + grant->key.substr(6) + "/2");
        const Value* record = stage == terminal.view.end() ? nullptr : stage->second->value.find("record");
        if (record == nullptr || record->items("persons").empty()) {
            return false;
        }
        const Array& persons = record->items("persons");
        const Value& person = persons[random_.below(persons.size())];
        const std::string id(person.str_or("id_no"));
        Value fields =
            json(R"({"sex":"1","ethnic":"01","native_place":"湖北浠水","politics":"13","work_since":"2016-07-01",
            "edu":"21","degree":"4","inner":"综合执法中心","quota_type":"20","funding":"1","post_kind":"1","post_grade":"109",
            "post_name":"办事员","post_since":"2026-11-20","above_rank":false,"leader_level":"220","entry_mode":"03",
            "entry_from":"公开招聘","entered_on":"2026-11-20","quota_since":"2026-11-20","quota_doc":"浠编办函〔2026〕3号",
            "hire_doc":"浠人社聘〔2026〕8号"})");
        fields.set("grant_no", grant->key)
            .set("name", person.str_or("name"))
            .set("id_no", id)
            .set("birth", id.substr(6, 4) + "-" + id.substr(10, 2) + "-" + id.substr(12, 2))
            .set("staff_class", random_.below(30) == 0 ? "inner_chief" : grant->value.str_or("staff_class", "none"));
        submit_form(terminal, "IN", std::move(fields), {grant->key});
        return true;
    }

    void submit_about_person(Terminal& terminal, bool exit) {
        std::vector<model::RecordPtr> persons = seen(terminal, "person/");
        if (persons.empty()) {
            return submit_use(terminal);
        }
        const model::RecordPtr person = pick(persons);
        Value fields = Object{{"person", person->key}};
        if (exit) {
            static const std::vector<std::string> kModes{"01", "05", "05", "07"};
            const Date event{date_of(now_).days - static_cast<std::int32_t>(random_.below(20))};
            fields.set("exit_mode", kModes[random_.below(4)])
                .set("event_on", format_date(event))
                .set("left_on", format_date(event))
                .set("exit_doc", "浠人社函〔2026〕5号")
                .set("pay_stop", format_date(add_months(event, 1)).substr(0, 7));
        } else {
            static const std::vector<std::string> kFields{"school", "major", "native_place", "work_since"};
            const std::string field = kFields[random_.below(4)];
            Value change =
                Object{{"field", field},
                       {"new", field == "work_since" ? "2015-0" + std::to_string(1 + random_.below(9)) + "-01"
                                                     : "学校" + std::to_string(out_.submitted)}};
            if (const Value* old = person->value.find(field)) {
                change.set("old", *old);
            }
            fields.set("reason", "new")
                .set("event_on", "2026-10-31")
                .set("proof_doc", "浠人社函〔2026〕6号")
                .set("changes", Array{change});
        }
        submit_form(terminal, exit ? "OUT" : "MOD", std::move(fields), {person->key});
    }

    // --- what follows at the unit

    void sign_off(Terminal& terminal, const Unsigned& draft) {
        sign(terminal, terminal.people[1],
             intent("confirm")
                 .set("pending", draft.pending)
                 .set("of", draft.of)
                 .set("intent", 0)
                 .set("commitment", draft.commitment),
             {draft.pending, draft.key}, {draft.pending, draft.key});
    }

    void confirm(Terminal& terminal) {
        if (terminal.drafts.empty()) {
            return;
        }
        const std::size_t i = random_.below(terminal.drafts.size());
        const Unsigned draft = terminal.drafts[i];
        terminal.drafts.erase(terminal.drafts.begin() + static_cast<std::ptrdiff_t>(i));
        if (random_.below(100) < 95) {  // some are never signed off, and lapse
            sign_off(terminal, draft);
        }
        if (random_.below(15) == 0) {  // an afterthought, built on both before the county has answered
            sign(terminal, terminal.people[0],
                 intent("case.amend")
                     .set("case", draft.key)
                     .set("fields", Object{{"reason", "又改" + std::to_string(++marks_)}}),
                 {draft.key}, {draft.key});
        }
    }

    // The cause for which a sign-off was held has gone: one signature suffices.
    void confirm_clear(Terminal& terminal) {
        for (const model::RecordPtr& record : seen(terminal, "case/")) {
            const Value* held = record->value.find("held");
            const auto pending = terminal.view.find(std::string(record->value.str_or("pending")));
            if (held == nullptr || !held->bool_or("clear") || pending == terminal.view.end() ||
                !terminal.own[record->key].empty()) {
                continue;
            }
            const Value& act = pending->second->value;
            return sign_off(terminal, {record->key, pending->first, std::string(act.str_or("of")),
                                       std::string(act.str_or("commitment"))});
        }
    }

    model::RecordPtr some_case(Terminal& terminal, std::initializer_list<std::string_view> states) {
        std::vector<model::RecordPtr> cases = seen(terminal, "case/");
        std::erase_if(cases,
                      [&](const model::RecordPtr& c) { return !Shelves::one_of(c->value.str_or("state"), states); });
        return cases.empty() ? nullptr : pick(cases);
    }

    void amend(Terminal& terminal) {
        const model::RecordPtr record = some_case(terminal, {"signed", "received"});
        if (!record || record->value.str_or("matter") != "USE") {
            return;
        }
        Value fields;
        if (random_.below(3) == 0) {
            fields.set("count", 1 + random_.below(2));
        } else {
            fields.set(random_.below(2) == 0 ? "reason" : "post_name", "改" + std::to_string(++marks_));
        }
        sign(terminal, terminal.people[0], intent("case.amend").set("case", record->key).set("fields", fields),
             {record->key}, {record->key});
    }

    void answer(Terminal& terminal) {
        const model::RecordPtr record = some_case(terminal, {"returned"});
        if (!record) {
            return;
        }
        const model::Matter& form = *out_.county->catalogue().matter(record->value.str_or("matter"));
        sign(
            terminal, terminal.people[0],
            intent("case.answer")
                .set("case", record->key)
                .set("fields", Value())
                .set("materials", materials_for(form, *record->value.find("fields"), "补正" + std::to_string(++marks_)))
                .set("note", "已补正"),
            {record->key}, {record->key});
    }

    void withdraw(Terminal& terminal) {
        if (const auto record = some_case(terminal, {"signed", "received", "in_review", "returned", "paused"})) {
            sign(terminal, terminal.people[random_.below(2)],
                 intent("case.withdraw").set("case", record->key).set("reason", "不再需要"), {}, {record->key});
        }
    }

    void message(Terminal& terminal) {
        if (const auto record = some_case(terminal, {"received", "in_review", "returned", "paused"})) {
            sign(terminal, terminal.people[0], intent("case.message").set("case", record->key).set("text", "请问进度"),
                 {}, {});
        }
    }

    // --- the office and the departments

    static std::string_view step_of(const std::string& alias) {
        return alias.starts_with("ob-clerk") ? "first_review"
               : alias == "ob-section"       ? "second_review"
               : alias == "ob-deputy"        ? "third_review"
                                             : "final_review";
    }

    void act_at_office(Terminal& terminal) {
        std::vector<model::RecordPtr> mine = seen(terminal, "case/");
        std::erase_if(mine, [&](const model::RecordPtr& c) {
            const bool other =
                c->value.str_or("step") != step_of(terminal.people[0]) || c->value.find("held") != nullptr;
            return (other && random_.below(500) != 0) || !terminal.own[c->key].empty();
        });
        if (mine.empty()) {
            return;
        }
        const model::RecordPtr record = pick(mine);
        const std::uint64_t what = random_.below(100);
        const std::string act = record->value.str_or("state") == "paused" ? "resume"
                                : what < 84                               ? "pass"
                                : what < 91                               ? "return"
                                : what < 95                               ? "refuse"
                                                                          : "pause";
        Value decision = intent("case.decide").set("case", record->key).set("act", act);
        if (act == "pass") {
            Array opened;
            for (const Value& material : record->value.items("materials")) {
                opened.emplace_back(material.str_or("sha256"));
            }
            decision.set("materials", std::move(opened));
        } else {
            decision.set("reason", "说明" + std::to_string(++marks_));
        }
        sign(terminal, terminal.people[0], std::move(decision), {record->key}, {record->key});
    }

    // A few people whom several units want.
    int wanted_person() {
        const int n = 9000 + static_cast<int>(random_.below(12));
        name_by_number_[id_number(n)] = name_of(n);
        return n;
    }

    // Whom the request named; a department asks the unit by telephone.
    std::string named_for(const Value& grant) {
        const Value* request = out_.county->value(grant.str_or("case"));
        return request == nullptr ? std::string() : std::string(request->find("fields")->str_or("person_id_no"));
    }

    void close_stages(Terminal& terminal) {
        for (const model::RecordPtr& grant : seen(terminal, "grant/")) {
            const auto stage = terminal.view.find("stage/" + grant->key.substr(6) + "/2");
            if (stage == terminal.view.end() || stage->second->value.str_or("state") != "open" ||
                stage->second->value.str_or("owner") != terminal.people[0] || !terminal.own[grant->key].empty()) {
                continue;
            }
            Array persons;
            const auto count = static_cast<int>(grant->value.int_or("count"));
            const std::string wanted = random_.below(10) == 0 ? std::string() : named_for(grant->value);
            for (int i = 0; i < count; ++i) {
                const int n = random_.below(15) == 0 ? wanted_person() : next_person_++;
                persons.push_back(i == 0 && !wanted.empty()
                                      ? Value(Object{{"name", name_by_number_[wanted]}, {"id_no", wanted}})
                                      : Value(Object{{"name", name_of(n)}, {"id_no", id_number(n)}}));
            }
            sign(terminal, terminal.people[0],
                 intent("stage.close")
                     .set("grant", grant->key)
                     .set("stage", 2)
                     .set("record", Object{{"doc_no", "浠人社聘〔2026〕8号"},
                                           {"doc_date", format_date(date_of(now_))},
                                           {"persons", std::move(persons)}}),
                 {grant->key}, {grant->key});
        }
    }

    const RandomOptions options_;
    RandomHistory& out_;
    SeededRandom random_;
    std::unique_ptr<Counting> counting_;
    model::Judge judge_;
    Invariants invariants_;
    Shelves shelves_;
    Time now_, last_;
    std::vector<Terminal> units_, office_, departments_;
    int next_person_ = kFirstNewPerson;
    std::map<std::string, std::string> name_by_number_;
    std::uint64_t marks_ = 0;
};

}  // namespace

RandomHistory random_history(const RandomOptions& options, model::Registers* registers) {
    RandomHistory out;
    Life(options, registers, out).run();
    return out;
}

}  // namespace zj::test
