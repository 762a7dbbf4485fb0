// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/actors.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"
#include "tests/simulation/books.hpp"

namespace zj::sim {

using codec::Array;
using codec::Value;

namespace {

std::string alias_of(std::string_view role) {
    std::string out(role);
    std::replace(out.begin(), out.end(), '_', '-');
    return out;
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

Actors::Actors(Env& env, const Ground& ground)
    : env_(env), dice_(env.plan.seed, 3), catalogue_(*model::Catalogue::load(ground.catalogue)) {}

std::string Actors::mark() {
    return "act " + std::to_string(++marks_);
}

Value Actors::intent(TerminalHost& host, std::string_view name, const std::vector<std::string>& named) {
    log::Bases bases;
    for (const std::string& key : named) {
        bases[key] = host.vault().base_of(key);
    }
    Value out;
    out.set("do", name).set("base", log::to_value(bases));
    return out;
}

void Actors::act(TerminalHost& host) {
    if (!host.up()) {
        return;
    }
    host.index() == 2 ? act_at_office(host) : act_at_unit(host);
}

void Actors::act_at_unit(TerminalHost& host) {
    const Plan& plan = env_.plan;
    if (host.index() == 0 && dice_.chance(350)) {
        return confirm(host);
    }
    if (!host.unlock(host.index() == 0 ? "clerk-a" : "clerk-b")) {
        return;
    }
    for (const log::Record& known : host.vault().records("case/")) {
        if (known.value.str_or("state") == "returned" && host.vault().own_unjudged(known.key).empty() &&
            dice_.chance(500)) {
            return answer(host, known);
        }
    }
    std::uint64_t choice = dice_.below(plan.use + plan.out + plan.mod + plan.amend + plan.withdraw + plan.message + 1);
    const auto chosen = [&](std::uint64_t weight) {
        const bool hit = choice < weight;
        choice -= hit ? 0 : weight;
        return hit;
    };
    if (chosen(plan.use)) {
        submit(host, "USE", use_fields(mark()), {});
    } else if (chosen(plan.out)) {
        submit_out(host);
    } else if (chosen(plan.mod)) {
        submit_change(host);
    } else if (chosen(plan.amend)) {
        amend(host);
    } else if (chosen(plan.withdraw)) {
        withdraw(host);
    } else if (chosen(plan.message)) {
        message(host);
    }
}

void Actors::act_at_office(TerminalHost& host) {
    std::vector<log::Record> open;
    for (log::Record& known : host.vault().records("case/")) {
        if (one_of(known.value.str_or("state"), {"received", "in_review", "paused"}) &&
            host.vault().own_unjudged(known.key).empty()) {
            open.push_back(std::move(known));
        }
    }
    if (!open.empty()) {
        decide(host, dice_.pick(open));
    }
}

std::optional<Array> Actors::materials(TerminalHost& host, std::string_view matter, const Value& fields) {
    Array out;
    for (const model::Slot* slot : catalogue_->matter(matter)->required_slots(fields)) {
        const auto document =
            host.document(slot->key + " " + std::to_string(marks_) + std::string(dice_.below(5000), 'x'));
        if (!document) {
            return std::nullopt;
        }
        Array chunks;
        for (const Hash& chunk : document->chunks) {
            chunks.emplace_back(codec::hex(chunk));
        }
        Value material;
        material.set("slot", slot->key)
            .set("title", document->title)
            .set("pages", 1)
            .set("media_type", document->media_type);
        material.set("size", document->size)
            .set("sha256", codec::hex(document->sha256))
            .set("chunks", std::move(chunks));
        out.push_back(std::move(material));
    }
    return out;
}

void Actors::submit(TerminalHost& host, std::string_view matter, Value fields, std::vector<std::string> also_named) {
    auto list = materials(host, matter, fields);
    if (!list || !host.up()) {
        return;
    }
    also_named.push_back("unit/" + std::string(kUnit));
    Value form = intent(host, "case.submit", also_named);
    form.set("matter", matter).set("unit", kUnit).set("fields", std::move(fields)).set("materials", std::move(*list));
    form.set("note", mark()).set("urgent", false);
    host.sign({std::move(form)}, std::string("submit ").append(matter));
}

void Actors::submit_out(TerminalHost& host) {
    std::vector<std::string> active;
    for (const log::Record& person : host.vault().records("person/")) {
        if (person.value.str_or("state") == "active") {
            active.push_back(person.key);
        }
    }
    if (!active.empty()) {
        const std::string person = dice_.pick(active);
        submit(host, "OUT", out_fields(person), {person});
    }
}

void Actors::submit_change(TerminalHost& host) {
    const std::vector<log::Record> persons = host.vault().records("person/");
    if (!persons.empty()) {
        static const std::vector<std::string_view> kFields{"native_place", "school", "major"};
        const log::Record& person = dice_.pick(persons);
        submit(host, "MOD",
               change_fields(person.value, person.key, dice_.pick(kFields), "湖北" + std::to_string(marks_)),
               {person.key});
    }
}

std::optional<std::string> Actors::some_case(TerminalHost& host) {
    std::vector<std::string> keys;
    for (const log::Record& known : host.vault().records("case/")) {
        if (one_of(known.value.str_or("state"), {"signed", "received", "in_review", "returned"}) || dice_.chance(50)) {
            keys.push_back(known.key);
        }
    }
    for (const vault::Sent& sent : host.vault().outbox()) {
        if (!sent.in_feed && !sent.intents.empty() && sent.intents[0].str_or("do") == "case.submit") {
            keys.push_back(log::record_key("case", kCounty, host.vault().device(), sent.seq, 0));
        }
    }
    return keys.empty() ? std::nullopt : std::optional(dice_.pick(keys));
}

void Actors::amend(TerminalHost& host) {
    const auto key = some_case(host);
    if (!key) {
        return;
    }
    Value fields;
    fields.set(dice_.chance(700) ? "reason" : "post_name",
               mark());  // of a 用编核准; elsewhere the judge says that it is no field
    const auto known = host.vault().record(*key);
    if (known && known->value.str_or("matter") != "USE" && dice_.chance(900)) {
        return;
    }
    host.sign({intent(host, "case.amend", {*key}).set("case", *key).set("fields", fields)}, "amend");
}

void Actors::answer(TerminalHost& host, const log::Record& returned) {
    const std::string matter(returned.value.str_or("matter"));
    const Value* fields = returned.value.find("fields");
    auto list = fields == nullptr ? std::nullopt : materials(host, matter, *fields);
    if (!list || !host.up()) {
        return;
    }
    Value reply = intent(host, "case.answer", {returned.key});
    reply.set("case", returned.key).set("fields", Value()).set("materials", std::move(*list)).set("note", mark());
    host.sign({std::move(reply)}, "answer");
}

void Actors::withdraw(TerminalHost& host) {
    if (const auto key = some_case(host)) {
        host.sign({intent(host, "case.withdraw", {}).set("case", *key).set("reason", mark())}, "withdraw");
    }
}

void Actors::message(TerminalHost& host) {
    if (const auto key = some_case(host)) {
        host.sign({intent(host, "case.message", {}).set("case", *key).set("text", mark())}, "message");
    }
}

void Actors::confirm(TerminalHost& host) {
    if (!host.unlock("head")) {
        return;
    }
    std::vector<log::Record> open;
    for (log::Record& pending : host.vault().records("pending/")) {
        if (pending.value.str_or("state") == "open" && host.vault().own_unjudged(pending.key).empty()) {
            open.push_back(std::move(pending));
        }
    }
    if (open.empty()) {
        return;
    }
    const log::Record& pending = dice_.pick(open);
    log::Bases bases{{pending.key, host.vault().base_of(pending.key)}};
    if (const std::string key(pending.value.str_or("case")); !key.empty()) {
        bases[key] = host.vault().base_of(key);
    }
    host.sign({confirm_intent(pending, bases)}, "confirm");
}

void Actors::decide(TerminalHost& host, const log::Record& open) {
    const model::Matter* matter = catalogue_->matter(open.value.str_or("matter"));
    std::string role;
    for (const model::Layer& layer : matter->layers) {
        if (layer.step == open.value.str_or("step")) {
            role = layer.role;
        }
    }
    if (role.empty() || !host.unlock(alias_of(role))) {
        return;
    }
    const bool paused = open.value.str_or("state") == "paused";
    std::string act = paused ? "resume" : "pass";
    if (!paused && dice_.chance(env_.plan.turn_back)) {
        act = std::vector<std::string>{"return", "return", "refuse", "pause"}[dice_.below(4)];
    }
    Value decision = intent(host, "case.decide", {open.key});
    decision.set("case", open.key).set("act", act);
    if (act == "pass") {
        Array seen;
        for (const Value& material : open.value.items("materials")) {
            seen.emplace_back(material.str_or("sha256"));
        }
        decision.set("materials", std::move(seen));
    } else {
        decision.set("reason", mark());
    }
    host.sign({std::move(decision)}, act + " as " + role);
}

}  // namespace zj::sim
